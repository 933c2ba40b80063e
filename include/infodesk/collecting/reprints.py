"""What collecting knows of a reprint beside its text, and the port that keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from infodesk.catalog.collecting import Priority
from infodesk.collecting.likeness.duplicates import Comparable, Doubt
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.collecting.reprint_clock import ClockRow
from infodesk.kernel.issues import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintFacts:
    """What was found out when a reprint was taken in."""

    article_id: str
    received_at: datetime
    title_key: str = ""  # folded
    document_number: str = ""  # folded
    dates: tuple[DateClaim, ...] = ()  # every place that names the time; first the one believed
    warnings: tuple[Issue, ...] = ()  # what the reader was unsure of
    priority: Priority | None = None  # None where no rule speaks of it
    relevance_rule: str = ""  # id of the rule that proposed this; empty: none matched
    reprint_by: datetime | None = None  # when it must have been published at the latest


class DuplicateVerdict(StrEnum):
    """What a person says of two articles that may be one."""

    SAME = "same"  # 同一篇
    DIFFERENT = "different"  # 不是同一篇


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleDuplicate:
    """A question to a person: whether the later article is the earlier one again."""

    article_id: str  # the later one
    other_id: str
    other_title: str = ""  # filled when read
    doubt: Doubt
    share: float  # of the one's text that stands in the other, from 0 to 1
    found_at: datetime
    verdict: DuplicateVerdict | None = None  # None: nobody has said yet
    settled_by: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that a new text may be, as it was collected and not as it was edited since."""

    article_id: str
    received_at: datetime
    text: Comparable


class Reprints(Protocol):
    """Reprints, within one transaction."""

    def add(self, facts: ReprintFacts, *, sketch: Sequence[int]) -> None:
        """Record what was found out, and the sketch by which others will find the text."""
        ...

    def facts(self, article_id: str) -> ReprintFacts | None:
        """Return what was recorded, or None for an article that is no reprint."""
        ...

    def candidates(
        self, text: Comparable, *, sketch: Sequence[int], title_days: int
    ) -> list[Candidate]:
        """Return the few articles most worth comparing, oldest first.

        They share passages, the document number, or the title within so many days.
        """
        ...

    def sightings(self, article_id: str) -> list[Sighting]:
        """Return every place where the text was seen, in the order of seeing."""
        ...

    def ask(self, question: PossibleDuplicate) -> None:
        """Record a question; one about the same two articles that was asked before stays."""
        ...

    def question(self, article_id: str, other_id: str) -> PossibleDuplicate | None:
        """Return the question about two articles, held until the transaction ends, or None."""
        ...

    def open_questions(self, article_id: str | None = None) -> list[PossibleDuplicate]:
        """Return the questions that nobody has answered, of one article or of all, oldest first."""
        ...

    def settle(
        self, article_id: str, other_id: str, *, verdict: DuplicateVerdict, by: str, at: datetime
    ) -> None:
        """Record the answer. Raises InfodeskError when there is no open question of the two."""
        ...

    def clock(self, *, since: datetime | None = None) -> list[ClockRow]:
        """Return the reprints with a time limit, the most urgent first.

        With `since`, those whose time limit lay before it are left out.
        """
        ...
