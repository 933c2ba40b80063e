"""Why a request of the review desk is not carried out.

ReviewRefused
├── CaseUnknown       no such case, or not for this person: both look the same
├── NotInRole         the person does not hold the step's role
├── NoLiveLink        the person's link to this step is dead
├── EditedMeanwhile   somebody saved another revision in the meantime
├── FindingUnanswered a blocking finding was not lifted with a reason
└── FormUnusable      the scanned form is void, outdated or of another text
"""

from infodesk.kernel.errors import InfodeskError


class ReviewRefused(InfodeskError):
    """A request that is not carried out."""


class CaseUnknown(ReviewRefused):
    """No such case, or none for this person."""

    def __init__(self) -> None:
        super().__init__("没有找到这篇稿件", remedy="请从最新的邮件中打开")


class NotInRole(ReviewRefused):
    """The person does not hold the role."""

    def __init__(self) -> None:
        super().__init__("此人不在这一步的岗位上，或已审过本稿", remedy="请另选人员")


class NoLiveLink(ReviewRefused):
    """No link that is alive lets this person decide this step."""

    def __init__(self) -> None:
        super().__init__("您办理这一步的链接已失效", remedy="请打开最新一封邮件中的链接")


class EditedMeanwhile(ReviewRefused):
    """Another revision was saved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "您打开之后，他人已修改过这篇稿件，您的修改没有保存",
            remedy="请复制您的文字，刷新页面后再改",
        )


class FindingUnanswered(ReviewRefused):
    """A finding that must be answered was not."""

    def __init__(self, message: str) -> None:
        super().__init__(f"检查发现的问题还没有处理：{message}", remedy="请修改稿件，或写明理由")


class FormUnusable(ReviewRefused):
    """The form on the scan cannot count for this text."""
