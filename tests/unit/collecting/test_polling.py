"""When a source is asked again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.catalog.collecting import Polling
from infodesk.collecting.polling import (
    NEVER_ANSWERED_FAILURES,
    interval_after,
    is_due,
    is_overdue,
    wait_after_failures,
)
from infodesk.collecting.ports import SourceVisit

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
POLLING = Polling(least_minutes=60, most_minutes=480, overdue_hours=48)

pollings = st.tuples(st.integers(5, 3000), st.integers(5, 3000)).map(
    lambda bounds: Polling(least_minutes=min(bounds), most_minutes=max(bounds))
)


def visit(**fields) -> SourceVisit:
    return SourceVisit(source_id="a", last_checked_at=NOW, **fields)


@pytest.mark.parametrize(
    ("before", "brought_new", "is_settled", "after"),
    [
        (0, True, True, 60),  # the first visit: as often as may be
        (0, False, True, 90),
        (200, True, True, 100),
        (100, True, True, 60),  # not below the least
        (200, False, True, 300),
        (400, False, True, 480),  # not above the most
        (200, False, False, 200),  # something went wrong: no longer wait for that
        (200, True, False, 100),
    ],
)
def test_the_wait_after_a_good_visit(before, brought_new, is_settled, after) -> None:
    found = interval_after(before, brought_new=brought_new, is_settled=is_settled, polling=POLLING)
    assert found == after


@given(pollings, st.integers(0, 10_000), st.booleans(), st.booleans())
def test_the_wait_stays_within_its_bounds(polling, before, brought_new, is_settled) -> None:
    after = interval_after(before, brought_new=brought_new, is_settled=is_settled, polling=polling)
    assert polling.least_minutes <= after <= polling.most_minutes


@given(pollings, st.lists(st.booleans(), max_size=60))
def test_a_column_that_wakes_up_is_soon_asked_often(polling, history) -> None:
    """However long it slept, it takes few visits with news to be at the least again."""
    minutes = 0
    for brought_new in history:
        minutes = interval_after(minutes, brought_new=brought_new, is_settled=True, polling=polling)
    for _ in range(10):
        minutes = interval_after(minutes, brought_new=True, is_settled=True, polling=polling)
    assert minutes == polling.least_minutes


def test_failures_double_the_wait_up_to_the_bound() -> None:
    waits = [wait_after_failures(n, polling=POLLING) for n in range(1, 6)]
    assert waits == [timedelta(minutes=m) for m in (60, 120, 240, 480, 480)]


@given(pollings, st.integers(1, 10**6), st.floats(0, 1e12, allow_nan=False))
def test_a_failing_source_is_never_given_up(polling, failures, retry_after) -> None:
    wait = wait_after_failures(failures, retry_after=retry_after, polling=polling)
    least, most = (timedelta(minutes=m) for m in (polling.least_minutes, polling.most_minutes))
    assert least <= wait <= most


def test_what_the_site_asks_for_is_heeded() -> None:
    assert wait_after_failures(1, retry_after=7200, polling=POLLING) == timedelta(hours=2)
    assert wait_after_failures(1, retry_after=1, polling=POLLING) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (visit(), True),
        (visit(next_check_at=NOW), True),
        (visit(next_check_at=NOW + timedelta(seconds=1)), False),
    ],
)
def test_due(last, due) -> None:
    assert is_due(last, now=NOW) is due


@pytest.mark.parametrize(
    ("last", "overdue"),
    [
        (visit(answered_at=NOW - timedelta(hours=48), consecutive_failures=9), False),
        (visit(answered_at=NOW - timedelta(hours=49), consecutive_failures=1), True),
        (visit(consecutive_failures=NEVER_ANSWERED_FAILURES - 1), False),
        (visit(consecutive_failures=NEVER_ANSWERED_FAILURES), True),
    ],
)
def test_overdue(last, overdue) -> None:
    assert is_overdue(last, now=NOW, polling=POLLING) is overdue
