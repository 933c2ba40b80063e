"""Why the desk's web face refuses a request before any rule of the domain is asked.

DeskRefused (an InfodeskError)
├── SessionMissing   nobody came in by a link, or the twelve hours are over
├── CsrfRefused      a form that this desk did not hand out; recorded (an AccessRefused)
├── NotYours         the page belongs to another role
├── PageMissing      no such page, or nothing of that id for this person
├── FormStale        the form does not fit what it was made for any more
├── OperatorMissing  no operator is signed in here
└── KeyTooShort      the desk must not start
"""

from infodesk.bootstrap import AccessRefused, InfodeskError


class DeskRefused(InfodeskError):
    """A request that goes no further; `status` is its HTTP answer."""

    status = 400


class SessionMissing(DeskRefused):
    """Nobody is signed in."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            "请从邮件中的链接进入", remedy="登录有效期为 12 小时，请打开最新一封邮件中的链接"
        )


class CsrfRefused(DeskRefused, AccessRefused):
    """The form does not carry this session's token."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            "这份表单不是从本页面提交的，没有办理", remedy="请返回上一页，刷新后重新提交"
        )


class NotYours(DeskRefused):
    """The page belongs to another role."""

    status = 403

    def __init__(self) -> None:
        super().__init__("这一页不在您的岗位职责内", remedy="如岗位有变动，请联系运维人员")


class PageMissing(DeskRefused):
    """There is nothing here for this person."""

    status = 404

    def __init__(self) -> None:
        super().__init__("没有找到这个页面", remedy="请从邮件中的链接或待办清单进入")


class FormStale(DeskRefused):
    """What was posted was made from another state of the page."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            "页面内容已有变化，这次提交没有保存", remedy="请复制您改过的文字，刷新页面后再改"
        )


class OperatorMissing(DeskRefused):
    """No operator is known here."""

    status = 401

    def __init__(self) -> None:
        super().__init__(
            "看板须由运维人员登录后查看", remedy="请登录 Airflow，从左侧的“审签看板”进入"
        )


class KeyTooShort(DeskRefused):
    """The key that signs sessions could be guessed."""

    status = 503

    def __init__(self, shortest: int) -> None:
        super().__init__(
            f"签名会话的密钥不足 {shortest} 个字符，审签台不能启动",
            remedy="请设置 INFODESK_SECRET_KEY，各进程须相同",
        )
