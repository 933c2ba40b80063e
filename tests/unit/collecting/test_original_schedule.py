"""When originals are looked at again: often at first, then rarely, and not for ever."""

from datetime import timedelta

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.catalog.collecting import SourceWatch
from infodesk.collecting.originals.original_schedule import asks_in_full, next_look, retry_look

RULES = SourceWatch(after_hours=(2, 8, 24, 72, 168, 720), until_days=365)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


@pytest.mark.parametrize(
    ("waited", "at"),
    [
        (0, 2),
        (1.9, 2),
        (2, 8),  # a time of the schedule that is now is not behind now
        (9, 24),  # nobody looked at hour 8: it is not made up for
        (30, 72),
        (100, 168),
        (168, 720),
        (720, 1272),  # from here on as far apart as the last two
        (1271, 1272),
        (1272, 1824),
        (3000, 3480),
    ],
)
def test_the_next_look(waited: float, at: float) -> None:
    assert next_look(A_MONDAY, now=A_MONDAY + hours(waited), rules=RULES) == A_MONDAY + hours(at)


def test_the_watch_ends() -> None:
    rules = SourceWatch(after_hours=(24, 720), until_days=30)

    assert next_look(A_MONDAY, now=A_MONDAY, rules=rules) == A_MONDAY + hours(24)
    assert next_look(A_MONDAY, now=A_MONDAY + hours(24), rules=rules) == A_MONDAY + hours(720)
    assert next_look(A_MONDAY, now=A_MONDAY + hours(720), rules=rules) is None
    assert next_look(A_MONDAY, now=A_MONDAY + timedelta(days=400), rules=rules) is None


def test_one_time_alone_is_its_own_distance_and_order_does_not_matter() -> None:
    single = SourceWatch(after_hours=(6,), until_days=10)
    mixed = SourceWatch(after_hours=(24, 2, 24), until_days=10)

    assert next_look(A_MONDAY, now=A_MONDAY + hours(6), rules=single) == A_MONDAY + hours(12)
    assert next_look(A_MONDAY, now=A_MONDAY, rules=mixed) == A_MONDAY + hours(2)
    assert next_look(A_MONDAY, now=A_MONDAY + hours(24), rules=mixed) == A_MONDAY + hours(46)


@pytest.mark.parametrize(("count", "after"), [(1, 1), (2, 4), (3, 12), (4, 24), (9, 24)])
def test_an_unclear_look_is_repeated_soon_and_then_less_often(count: int, after: int) -> None:
    now = A_MONDAY + hours(168)

    at = retry_look(A_MONDAY, unclear_in_a_row=count, now=now, rules=RULES)

    assert at == now + hours(after)


def test_a_repeated_look_is_never_later_than_the_schedule_nor_behind_its_end() -> None:
    now = A_MONDAY + hours(1)
    assert retry_look(A_MONDAY, unclear_in_a_row=4, now=now, rules=RULES) == A_MONDAY + hours(2)
    late = A_MONDAY + timedelta(days=366)
    assert retry_look(A_MONDAY, unclear_in_a_row=1, now=late, rules=RULES) is None


def test_every_third_look_asks_in_full() -> None:
    assert [asks_in_full(looks) for looks in range(6)] == [False, False, True, False, False, True]
