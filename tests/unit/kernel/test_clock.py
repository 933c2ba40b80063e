from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.kernel.clock import SHANGHAI, SystemClock, as_text, from_text, local_date

instants = st.datetimes(
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-9, minutes=-30))]),
    allow_imaginary=False,
).map(lambda local: (local, local.astimezone(UTC)))  # Python never equals repeated local hours


@given(instants)
def test_an_instant_comes_back_from_its_text(instant: tuple[datetime, datetime]) -> None:
    local, utc = instant
    text = as_text(local)

    assert from_text(text) == utc
    assert len(text) == 27
    assert as_text(from_text(text)) == text


@given(instants, instants)
def test_texts_sort_as_instants_do(one, other) -> None:
    assert (as_text(one[0]) < as_text(other[0])) is (one[1] < other[1])


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="没有时区"):
        as_text(datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("text", ["2026-03-02T01:30:00Z", "2026-03-02T01:30:00.000000+08:00", ""])
def test_other_writings_are_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="does not match"):
        from_text(text)


def test_the_day_is_the_one_in_shanghai() -> None:
    last_moment = datetime(2026, 3, 2, 15, 59, 59, 999_999, tzinfo=UTC)

    assert local_date(last_moment) == date(2026, 3, 2)
    assert local_date(last_moment + timedelta(microseconds=1)) == date(2026, 3, 3)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()

    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)
