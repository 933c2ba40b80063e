"""What a person can do wrong in publishing.

InfodeskError
├── UnknownPublication
├── NotReleasable
└── AddressRefused
"""

from collections.abc import Sequence

from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue


class UnknownPublication(InfodeskError):
    """There is no publication of that id."""

    def __init__(self, publication_id: str) -> None:
        super().__init__(f"没有这个发布任务：{publication_id}", remedy="请刷新看板后重试")


class NotReleasable(InfodeskError):
    """The procedure is not in order; `reasons` says what is missing."""

    def __init__(self, reasons: Sequence[Issue]) -> None:
        super().__init__(
            "不能放行：" + "；".join(reason.message for reason in reasons),
            remedy="；".join(dict.fromkeys(r.remedy for r in reasons if r.remedy)),
        )
        self.reasons = tuple(reasons)


class AddressRefused(InfodeskError):
    """The address cannot be recorded."""
