"""Whether a reprint was published in time, and how often that is so.

Important policy of higher bodies is to be reprinted within hours of its publication; which texts
that concerns, and within how many hours, the catalog's relevance rules say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from infodesk.kernel.clock import local_date

OVERDUE_PROBLEM = "reprint_overdue"  # 转载超时


class Standing(StrEnum):
    """How a reprint stands to its time limit."""

    RUNNING = "running"  # 时限未到
    OVERDUE = "overdue"  # 超时未发
    MET = "met"  # 按时转载
    MISSED = "missed"  # 超时转载
    DROPPED = "dropped"  # 不予采用


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """A reprint that has a time limit."""

    article_id: str
    title: str
    source_id: str
    published_at: datetime | None  # at the source
    received_at: datetime
    reprint_by: datetime
    live_at: datetime | None  # first on a channel of ours, as the public could see it
    is_dropped: bool = False  # decided not to be reprinted
    step_title: str = ""  # of the review that waits; empty: no step waits
    assignee_id: str = ""
    is_reported: bool = False  # a problem was opened for it once

    def standing(self, now: datetime) -> Standing:
        """Return how it stands at a moment."""
        if self.live_at is not None:
            return Standing.MET if self.live_at <= self.reprint_by else Standing.MISSED
        if self.is_dropped:
            return Standing.DROPPED
        return Standing.OVERDUE if now > self.reprint_by else Standing.RUNNING

    def hours_left(self, now: datetime) -> float:
        """Return the hours until the limit; negative when it has passed."""
        return (self.reprint_by - now).total_seconds() / 3600

    def hours_taken(self) -> float | None:
        """Return the hours from publication (or receipt) to our own; None while it is not out."""
        if self.live_at is None:
            return None
        return (self.live_at - (self.published_at or self.received_at)).total_seconds() / 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfReprints:
    """How many limits that ended in a month were kept."""

    month: str  # 2026-11, in Beijing
    met: int
    missed: int  # published late, or not published and overdue

    @property
    def rate(self) -> float:
        """The share that was kept, from 0 to 1."""
        return self.met / (self.met + self.missed)


def months_of(rows: Iterable[ClockRow], *, now: datetime) -> tuple[MonthOfReprints, ...]:
    """Count kept and missed limits by the month in which each ended, newest month first.

    What is dropped or still running counts for neither; a limit that is kept counts in its month
    though the month may not be over.
    """
    counts: dict[str, list[int]] = {}
    for row in rows:
        standing = row.standing(now)
        if standing in {Standing.RUNNING, Standing.DROPPED}:
            continue
        month = counts.setdefault(f"{local_date(row.reprint_by):%Y-%m}", [0, 0])
        month[0 if standing is Standing.MET else 1] += 1
    return tuple(
        MonthOfReprints(month=month, met=met, missed=missed)
        for month, (met, missed) in sorted(counts.items(), reverse=True)
    )
