"""The rows of what is known of reprints: facts, sketches, witnesses and open questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from infodesk.adapters.database.inserts import conflict_aware_insert
from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.likely_duplicates import candidates
from infodesk.adapters.database.reprint_clock import clock_rows
from infodesk.adapters.database.schema import (
    article_addresses,
    possible_duplicates,
    reprint_sketches,
    reprints,
    revisions,
)
from infodesk.catalog.collecting import Priority
from infodesk.collecting.likeness.duplicates import Comparable, Doubt
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.collecting.reprint_clock import ClockRow
from infodesk.collecting.reprints import (
    Candidate,
    DuplicateVerdict,
    PossibleDuplicate,
    ReprintFacts,
)
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue

_DATES = JsonColumn(tuple[DateClaim, ...])
_WARNINGS = JsonColumn(tuple[Issue, ...])
# Built once: putting a statement together costs more than running it.
_ADD_FACTS = insert(reprints)
_ADD_SKETCH = insert(reprint_sketches)


@dataclass(frozen=True, slots=True)
class ReprintsTable:
    """Reprints, within one transaction."""

    connection: Connection

    def add(self, facts: ReprintFacts, *, sketch: Sequence[int]) -> None:
        """Record what was found out, and the sketch by which others will find the text."""
        self.connection.execute(
            _ADD_FACTS,
            {
                "article_id": facts.article_id,
                "title_key": facts.title_key,
                "document_number": facts.document_number,
                "dates": _DATES.write(facts.dates),
                "warnings": _WARNINGS.write(facts.warnings),
                "priority": str(facts.priority or ""),
                "relevance_rule": facts.relevance_rule,
                "reprint_by": facts.reprint_by,
                "sketch_size": len(sketch),
                "received_at": facts.received_at,
            },
        )
        if sketch:
            self.connection.execute(
                _ADD_SKETCH,
                [{"hash": value, "article_id": facts.article_id} for value in sketch],
            )

    def facts(self, article_id: str) -> ReprintFacts | None:
        """Return what was recorded, or None for an article that is no reprint."""
        row = self.connection.execute(
            select(reprints).where(reprints.c.article_id == article_id)
        ).one_or_none()
        if row is None:
            return None
        return ReprintFacts(
            article_id=row.article_id,
            received_at=row.received_at,
            title_key=row.title_key,
            document_number=row.document_number,
            dates=_DATES.read(row.dates or "[]"),  # empty: taken in before this was recorded
            warnings=_WARNINGS.read(row.warnings or "[]"),
            priority=Priority(row.priority) if row.priority else None,
            relevance_rule=row.relevance_rule,
            reprint_by=row.reprint_by,
        )

    def candidates(
        self, text: Comparable, *, sketch: Sequence[int], title_days: int
    ) -> list[Candidate]:
        """Return the few articles most worth comparing, oldest first."""
        return candidates(self.connection, text, sketch=sketch, title_days=title_days)

    def sightings(self, article_id: str) -> list[Sighting]:
        """Return every place where the text was seen, in the order of seeing."""
        rows = self.connection.execute(
            select(article_addresses)
            .where(article_addresses.c.article_id == article_id)
            .order_by(article_addresses.c.seen_at, article_addresses.c.source_key)
        )
        return [
            Sighting(
                source_key=row.source_key,
                source_id=row.source_id,
                url=row.url,
                seen_at=row.seen_at,
                title=row.title,
                credit=row.credit,
                published_at=row.published_at,
                likeness=row.likeness,
                capture=row.capture,
            )
            for row in rows
        ]

    def ask(self, question: PossibleDuplicate) -> None:
        """Record a question; one about the same two articles that was asked before stays."""
        self.connection.execute(
            conflict_aware_insert(self.connection, possible_duplicates)
            .values(
                article_id=question.article_id,
                other_id=question.other_id,
                reason=str(question.doubt),
                share=round(question.share * 1000),
                found_at=question.found_at,
            )
            .on_conflict_do_nothing(
                index_elements=[possible_duplicates.c.article_id, possible_duplicates.c.other_id]
            )
        )

    def question(self, article_id: str, other_id: str) -> PossibleDuplicate | None:
        """Return the question about two articles, held until the transaction ends, or None."""
        row = self.connection.execute(
            _questions()
            .where(possible_duplicates.c.article_id == article_id)
            .where(possible_duplicates.c.other_id == other_id)
            .with_for_update(of=possible_duplicates)
        ).one_or_none()
        return _question(row) if row else None

    def open_questions(self, article_id: str | None = None) -> list[PossibleDuplicate]:
        """Return the questions that nobody has answered, of one article or of all, oldest first."""
        query = _questions().where(possible_duplicates.c.verdict == "")
        if article_id is not None:
            query = query.where(possible_duplicates.c.article_id == article_id)
        rows = self.connection.execute(
            query.order_by(possible_duplicates.c.found_at, possible_duplicates.c.other_id)
        )
        return [_question(row) for row in rows]

    def settle(
        self, article_id: str, other_id: str, *, verdict: DuplicateVerdict, by: str, at: datetime
    ) -> None:
        """Record the answer. Raises InfodeskError when there is no open question of the two."""
        settled = self.connection.execute(
            update(possible_duplicates)
            .where(possible_duplicates.c.article_id == article_id)
            .where(possible_duplicates.c.other_id == other_id)
            .where(possible_duplicates.c.verdict == "")
            .values(verdict=str(verdict), settled_by=by, settled_at=at)
        )
        if settled.rowcount != 1:
            raise InfodeskError("没有待答的疑问", remedy="请刷新页面后再看")

    def clock(self, *, since: datetime | None = None) -> list[ClockRow]:
        """Return the reprints with a time limit, the most urgent first."""
        return clock_rows(self.connection, since=since)


def _questions() -> Any:
    return (
        select(possible_duplicates, revisions.c.title.label("other_title"))
        .join(
            revisions,
            and_(
                revisions.c.article_id == possible_duplicates.c.other_id, revisions.c.number == 1
            ),
        )
    )  # fmt: skip


def _question(row: Row[Any]) -> PossibleDuplicate:
    return PossibleDuplicate(
        article_id=row.article_id,
        other_id=row.other_id,
        other_title=row.other_title,
        doubt=Doubt(row.reason),
        share=row.share / 1000,
        found_at=row.found_at,
        verdict=DuplicateVerdict(row.verdict) if row.verdict else None,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
