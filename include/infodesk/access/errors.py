"""Why somebody may not come in or act; each says the way out.

AccessRefused
├── LinkUnknown        the token is forged, truncated or foreign
├── LinkDead           expired, used, replaced, reassigned, edited
├── PinNotSet
├── PinRefused         wrong; says how many tries are left
├── PinLocked
├── PinTooWeak
└── EnrolmentRefused   wrong, used or expired code
"""

from infodesk.access.links import End
from infodesk.kernel.errors import InfodeskError

_ENDS = {
    End.DECIDED: "这一步已经办理",
    End.EDITED: "稿件在您收到邮件后有修改",
    End.REASSIGNED: "这一步已改派他人办理",
    End.REPLACED: "已给您发出更新的链接",
    End.CLOSED: "这篇稿件的审核已经结束",
}


class AccessRefused(InfodeskError):
    """Somebody may not come in or act."""


class LinkUnknown(AccessRefused):
    """No link has this token."""

    def __init__(self) -> None:
        super().__init__("链接无效", remedy="请从最新的邮件中完整打开链接，或联系运维人员")


class LinkDead(AccessRefused):
    """The link was good once."""

    def __init__(self, because: End | None) -> None:
        reason = _ENDS[because] if because else "链接已过有效期"
        super().__init__(reason, remedy="请打开最新一封邮件中的链接；如未收到，请联系运维人员")
        self.because = because


class PinNotSet(AccessRefused):
    """The person has no PIN yet."""

    def __init__(self) -> None:
        super().__init__("您还没有设置口令", remedy="请向运维人员当面领取设置码")


class PinRefused(AccessRefused):
    """A wrong PIN."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"口令不正确，还可以再试 {tries_left} 次")
        self.tries_left = tries_left


class PinLocked(AccessRefused):
    """Too many wrong PINs."""

    def __init__(self) -> None:
        super().__init__("口令已锁定", remedy="请向运维人员当面领取新的设置码")


class PinTooWeak(AccessRefused):
    """A PIN that is guessed at once."""

    def __init__(self) -> None:
        super().__init__("口令须为 6 至 12 位数字，不能全部相同，也不能依次相连")


class EnrolmentRefused(AccessRefused):
    """A wrong, used or expired enrolment code."""

    def __init__(self) -> None:
        super().__init__("设置码不正确或已失效", remedy="请向运维人员当面领取新的设置码")
