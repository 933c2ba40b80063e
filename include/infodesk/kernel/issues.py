"""What a check reports. A check never raises for what it was made to find."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a finding holds things up."""

    BLOCK = "block"  # 阻断：lifted only with a reason, which the approval form prints
    MUST_ANSWER = "must_answer"  # 须答复
    HINT = "hint"  # 提示


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding: which rule, how grave, where, why, and what to do about it.

    `start` and `end` are character offsets into the text that was checked, or None where the
    finding concerns the whole.
    """

    rule_id: str
    severity: Severity
    message: str  # Chinese, for the reviewer
    remedy: str = ""
    excerpt: str = ""
    start: int | None = None
    end: int | None = None
