"""Where a reprint should go, how soon, and by which rule of the catalog."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from infodesk.catalog.collecting import Priority, RelevanceRule
from infodesk.catalog.sources import ReprintTarget, Source
from infodesk.channels.destination import Destination, Placement

# What is older than this when it comes is stock, not news: a first visit goes back for weeks, and
# the limits of what it finds had passed before the source was ever asked.
STOCK_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for a reprint; the editor decides."""

    destination: Destination
    priority: Priority | None = None  # None where no rule speaks of it
    rule_id: str = ""  # empty: no rule matched
    rule_name: str = ""
    reprint_by: datetime | None = None


def propose(
    *,
    title: str,
    text: str,
    published: datetime | None,
    source: Source,
    rules: Sequence[RelevanceRule],
    now: datetime,
) -> Proposal:
    """Return what the first matching rule proposes, and else what the source itself does.

    The clock of a reprint begins with its publication; where that is not known, or lies in the
    future and so must be wrong, with its receipt (`now`). What was published more than a week
    before its receipt has no clock.
    """
    rule = next((r for r in rules if _matches(r, title=title, text=text, source=source)), None)
    if rule is None:
        return Proposal(destination=_destination(source.target))
    begins = published if published is not None and published <= now else now
    hours = rule.reprint_within_hours if now - begins <= STOCK_AFTER else None
    return Proposal(
        destination=_destination(rule.target or source.target),
        priority=rule.priority,
        rule_id=rule.id,
        rule_name=rule.name,
        reprint_by=begins + timedelta(hours=hours) if hours is not None else None,
    )


def _matches(rule: RelevanceRule, *, title: str, text: str, source: Source) -> bool:
    if rule.sources and source.id not in rule.sources:
        return False
    if any(word in title for word in rule.without):
        return False
    if rule.title_has and not any(word in title for word in rule.title_has):
        return False
    return not rule.text_has or any(word in title or word in text for word in rule.text_has)


def _destination(targets: Sequence[ReprintTarget]) -> Destination:
    return Destination(
        placements=tuple(
            Placement(channel_id=target.channel, column_id=target.column) for target in targets
        )
    )
