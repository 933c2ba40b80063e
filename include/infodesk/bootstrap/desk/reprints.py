"""Reprints at the desk: the clock, the witnesses of a text, and what may be a duplicate."""

from dataclasses import dataclass
from datetime import timedelta

from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.catalog.people import Person
from infodesk.catalog.sources import Source
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.reprint_clock import ClockRow, MonthOfReprints, Standing
from infodesk.collecting.reprints import DuplicateVerdict, PossibleDuplicate, ReprintFacts

_MONTHS_SHOWN = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedReprint:
    """A reprint with a time limit, as the board shows it."""

    row: ClockRow
    standing: Standing
    hours_left: float  # negative when the limit has passed
    source_name: str
    waits_for: str  # name of the person; empty where no step waits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintClock:
    """What is running or late, the most urgent first, and how it was in the months before."""

    waiting: tuple[TimedReprint, ...]
    done: tuple[TimedReprint, ...]  # published in time or late, newest limit first
    months: tuple[MonthOfReprints, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintPage:
    """What is known of one reprint beside its text."""

    facts: ReprintFacts | None  # None for an article that is no reprint
    rule_name: str  # of the relevance rule; empty where none matched
    witnesses: tuple[Sighting, ...]  # the original publisher first
    questions: tuple[PossibleDuplicate, ...]  # that nobody has answered


def reprint_clock() -> ReprintClock:
    """Return the reprints of the last twelve months that have a time limit."""
    from infodesk.collecting.reprint_clock import months_of

    here = wiring()
    now = here.clock.now()
    with here.database.read() as records:
        rows = records.reprints.clock(since=now - _MONTHS_SHOWN)
    timed = [_timed(row, here) for row in rows]
    return ReprintClock(
        waiting=tuple(t for t in timed if t.standing in {Standing.RUNNING, Standing.OVERDUE}),
        done=tuple(t for t in reversed(timed) if t.standing in {Standing.MET, Standing.MISSED}),
        months=months_of(rows, now=now),
    )


def reprint(article_id: str) -> ReprintPage:
    """Return witnesses, dates, proposal and open questions of an article."""
    from infodesk.collecting.likeness.witnesses import order_of_witnesses

    here = wiring()
    with here.database.read() as records:
        facts = records.reprints.facts(article_id)
        sightings = records.reprints.sightings(article_id)
        questions = records.reprints.open_questions(article_id)
    rules = {rule.id: rule.name for rule in here.catalog.collecting.relevance}
    names = {id_: _names(source) for id_, source in here.catalog.sources.items()}
    return ReprintPage(
        facts=facts,
        rule_name=rules.get(facts.relevance_rule, "") if facts else "",
        witnesses=order_of_witnesses(sightings, names),
        questions=tuple(questions),
    )


def settle_duplicate(article_id: str, other_id: str, *, verdict: str, who: Person) -> str:
    """Record whether two articles are one; return the reason to reject the later with, or "".

    `verdict` is `same` or `different`. Raises InfodeskError when nothing is asked about the two,
    or the question was answered already.
    """
    from infodesk.collecting.likeness.settle_duplicate import settle_duplicate as settle

    here = wiring()
    with here.database.begin() as records:
        return settle(
            article_id,
            other_id,
            verdict=DuplicateVerdict(verdict),
            by=who.id,
            at=here.clock.now(),
            records=records,
        )


def _timed(row: ClockRow, here: Wiring) -> TimedReprint:
    now = here.clock.now()
    source = here.catalog.sources.get(row.source_id)
    holder = here.catalog.people.get(row.assignee_id)
    return TimedReprint(
        row=row,
        standing=row.standing(now),
        hours_left=row.hours_left(now),
        source_name=source.name if source else row.source_id,
        waits_for=holder.name if holder else "",
    )


def _names(source: Source) -> tuple[str, ...]:
    """Return what others call a source: its credit, and its name without the column."""
    return source.credit, source.name.partition("·")[0]
