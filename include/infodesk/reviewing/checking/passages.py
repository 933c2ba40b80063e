"""The pieces of a text that checks look into, and how a finding in one of them is reported."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from infodesk.kernel.issues import Issue, Severity

CONTEXT = 12  # characters shown on either side of a finding

# An excerpt travels in mails and is kept: numbers that stand beside a finding stay out of it.
_LONG_NUMBER = re.compile(r"[0-9０-９Xx*-]{7,}")


class Part(Enum):
    """Which part of a text a passage is."""

    TITLE = auto()
    CREDIT = auto()
    DOCUMENT_NUMBER = auto()
    BODY = auto()
    FILE_NAME = auto()
    FILE = auto()  # a page of an attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the text by its Chinese name; only the body's offsets mean anything outside."""

    name: str  # 标题, 正文, 附件“名单.xlsx”第 2 页
    text: str
    part: Part
    position: int = 0  # in reading order

    @property
    def is_body(self) -> bool:
        """Whether offsets of findings are carried outside."""
        return self.part is Part.BODY

    def around(self, start: int, end: int) -> str:
        """Return a place with a little of what stands around it, fit for mails and the ledger."""
        first, last = max(0, start - CONTEXT), min(len(self.text), end + CONTEXT)
        excerpt = _LONG_NUMBER.sub("…", " ".join(self.text[first:last].split()))
        return f"{'…' if first else ''}{excerpt}{'…' if last < len(self.text) else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found, at a place in a passage or about the whole text.

    `what` continues the name of the passage into a sentence; `shown` replaces the excerpt.
    """

    what: str
    remedy: str
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    shown: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in reading order; what concerns the whole comes first."""
        return (self.passage.position, self.start) if self.passage else (-1, 0)

    def issue(self, rule_id: str, severity: Severity) -> Issue:
        """Report it."""
        has_place = self.passage is not None and self.passage.is_body and self.end > self.start
        return Issue(
            rule_id=rule_id,
            severity=severity,
            message=f"{self.passage.name if self.passage else ''}{self.what}",
            remedy=self.remedy,
            excerpt=self.shown or self._excerpt(),
            start=self.start if has_place else None,
            end=self.end if has_place else None,
        )

    def _excerpt(self) -> str:
        if self.passage is None or self.end <= self.start:
            return ""
        return self.passage.around(self.start, self.end)
