"""When a source is asked again: sooner while it brings something new, later while it does not.

After a visit that brought something new the wait is halved, after one that brought nothing it
grows by half; never below `least_minutes` of `collecting.toml`, never above `most_minutes`. After
failures in a row the wait doubles from `least_minutes` on, up to the same bound: a source that
fails is asked less often, and never given up.
"""

from datetime import datetime, timedelta

from infodesk.catalog.collecting import Polling
from infodesk.collecting.ports import SourceVisit

# A source that never answered has no instant to count from; by then it has failed for a day.
NEVER_ANSWERED_FAILURES = 5


def is_due(visit: SourceVisit | None, *, now: datetime) -> bool:
    """Tell whether a source may be asked now; one that never was is due at once."""
    return visit is None or visit.next_check_at is None or visit.next_check_at <= now


def interval_after(minutes: int, *, brought_new: bool, is_settled: bool, polling: Polling) -> int:
    """Return the minutes to wait after a list was read; `minutes` were waited before it.

    While something went wrong on the way, the wait does not grow.
    """
    minutes = minutes or polling.least_minutes
    if brought_new:
        minutes //= 2
    elif is_settled:
        minutes += minutes // 2
    return _within(minutes, polling)


def wait_after_failures(failures: int, *, retry_after: float = 0, polling: Polling) -> timedelta:
    """Return how long to wait after so many failures in a row.

    `retry_after`, in seconds, is what the site asked for; it is heeded as far as the bound allows,
    for a site that says "next century" has made a mistake.
    """
    doubled = polling.least_minutes * 2 ** min(max(failures - 1, 0), 20)
    asked_for = timedelta(seconds=min(retry_after, polling.most_minutes * 60))
    return max(timedelta(minutes=_within(doubled, polling)), asked_for)


def is_overdue(visit: SourceVisit, *, now: datetime, polling: Polling) -> bool:
    """Tell whether a source that fails has not been read for so long that a person must act."""
    if visit.answered_at is None:
        return visit.consecutive_failures >= NEVER_ANSWERED_FAILURES
    return now - visit.answered_at > timedelta(hours=polling.overdue_hours)


def _within(minutes: int, polling: Polling) -> int:
    return max(polling.least_minutes, min(minutes, polling.most_minutes))
