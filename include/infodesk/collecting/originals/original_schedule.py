"""When an original is looked at again: often at first, then rarely."""

from datetime import datetime, timedelta

from infodesk.catalog.collecting import SourceWatch

UNCLEAR_BECOMES_A_PROBLEM = 3  # looks in a row that could not tell
# A site that is down for an hour is weather; one that is down for days is not asked every hour.
_RETRY_HOURS = (1, 4, 12, 24)
_FULL_LOOK_EVERY = 3


def next_look(since: datetime, *, now: datetime, rules: SourceWatch) -> datetime | None:
    """Return the next time of the schedule behind `now`; None where the watch is over.

    The hours count from when the text was received; behind the last of them its distance from the
    one before goes on. Times that passed unused are not made up for.
    """
    marks = sorted(set(rules.after_hours))
    waited = (now - since) / timedelta(hours=1)
    mark = next((float(hours) for hours in marks if hours > waited), None)
    if mark is None:
        last, step = marks[-1], marks[-1] - (marks[-2] if len(marks) > 1 else 0)
        mark = last + step * (int((waited - last) // step) + 1)
    at = since + timedelta(hours=mark)
    return at if at <= since + timedelta(days=rules.until_days) else None


def retry_look(
    since: datetime, *, unclear_in_a_row: int, now: datetime, rules: SourceWatch
) -> datetime | None:
    """Return when to try again after a look that could not tell; never later than the schedule."""
    hours = _RETRY_HOURS[min(unclear_in_a_row, len(_RETRY_HOURS)) - 1]
    scheduled = next_look(since, now=now, rules=rules)
    return None if scheduled is None else min(scheduled, now + timedelta(hours=hours))


def asks_in_full(looks: int) -> bool:
    """Tell whether a look asks without validators: some servers say 304 although they changed."""
    return looks % _FULL_LOOK_EVERY == _FULL_LOOK_EVERY - 1
