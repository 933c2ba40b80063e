"""Why a decision is not accepted; each says what the reviewer sees and does next.

DecisionRefused
├── AlreadyClosed
├── HashChanged        the text or its destination changed since the page was shown
├── NotYourStep        another step, or another person holds it
├── SamePersonTwice
├── RemarkNeeded
└── StepUnknown
"""

from infodesk.kernel.errors import InfodeskError


class DecisionRefused(InfodeskError):
    """A decision that the rules do not accept; nothing was recorded as decided."""


class AlreadyClosed(DecisionRefused):
    """The approval has ended."""

    def __init__(self) -> None:
        super().__init__("这篇稿件的审核已经结束，您的意见没有计入")


class HashChanged(DecisionRefused):
    """What was shown is no longer what would be published."""

    def __init__(self) -> None:
        super().__init__(
            "稿件或发布位置在您打开之后有修改，您的意见没有计入", remedy="请查看修改后再作决定"
        )


class NotYourStep(DecisionRefused):
    """The step is not with this person."""

    def __init__(self) -> None:
        super().__init__("这一步已经办理，或不由您办理，您的意见没有计入")


class SamePersonTwice(DecisionRefused):
    """The same person may not sit in two steps of one chain."""

    def __init__(self) -> None:
        super().__init__("同一人不能在一条审核链中审两步", remedy="请运维人员改派")


class RemarkNeeded(DecisionRefused):
    """A return or a rejection without a reason."""

    def __init__(self) -> None:
        super().__init__("退回或不予采用须写明理由")


class StepUnknown(DecisionRefused):
    """A return to a step that is not before the present one."""

    def __init__(self) -> None:
        super().__init__("请选择退回到哪一步")
