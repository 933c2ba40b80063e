from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.catalog.loading import load_catalog
from infodesk.kernel.working_days import WorkingCalendar, WorkingYear, YearStatus

CATALOG = Path(__file__).parents[3] / "include" / "catalog"
FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

nothing_known = WorkingCalendar.of([])


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return load_catalog(CATALOG).calendar


def test_every_day_2020_to_2026_agrees_with_chinese_calendar(calendar: WorkingCalendar) -> None:
    differing = [d for d in DAYS if calendar.is_working_day(d) != chinese_calendar.is_workday(d)]

    assert differing == []


def test_every_day_2020_to_2026_agrees_with_holidays(calendar: WorkingCalendar) -> None:
    china = holidays.country_holidays("CN", years=range(2020, 2027))

    differing = [d for d in DAYS if calendar.is_working_day(d) != china.is_working_day(d)]

    assert differing == []


@pytest.mark.parametrize(
    ("year", "count"),
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_whole_year(calendar: WorkingCalendar, year: int, count: int) -> None:
    assert calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize("year", range(2020, 2027))
def test_shipped_years_are_announced_and_name_their_notice(
    calendar: WorkingCalendar, year: int
) -> None:
    table = calendar.years[year]

    assert calendar.status(year) is YearStatus.ANNOUNCED
    assert all(notice.number.startswith("国办发明电〔") for notice in table.notices)
    assert all(notice.issued_on < date(year, 2, 1) for notice in table.notices)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # the whole National Day holiday between
        (date(2026, 10, 8), 2, date(2026, 10, 10)),  # Saturday 10 October is a make-up day
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday, made up for Spring Festival
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # an ordinary week-end
        (date(2026, 10, 3), 2, date(2026, 10, 9)),  # a term that begins on a day off
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2022, 12, 30), 1, date(2023, 1, 3)),  # the notice of 2023 reaches back into 2022
        (date(2020, 1, 23), 1, date(2020, 2, 3)),  # the holiday that was extended later
    ],
)
def test_term_ends(calendar: WorkingCalendar, start: date, count: int, end: date) -> None:
    assert calendar.add_working_days(start, count) == end


def test_negative_term_is_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="不能为负"):
        calendar.add_working_days(date(2026, 11, 23), -1)


@given(start=st.sampled_from(DAYS[:2300]), count=st.integers(min_value=0, max_value=60))
def test_counting_back_undoes_adding(calendar: WorkingCalendar, start: date, count: int) -> None:
    end = calendar.add_working_days(start, count)

    assert calendar.working_days_between(start, end) == count
    assert calendar.working_days_between(end, start) == -count
    assert count == 0 or calendar.is_working_day(end)


def test_weekend_days_do_not_count(calendar: WorkingCalendar) -> None:
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 22)) == 0


def test_holiday_has_a_name_and_an_ordinary_weekend_has_none(calendar: WorkingCalendar) -> None:
    assert calendar.holiday_name(date(2026, 2, 17)) == "春节"
    assert calendar.holiday_name(date(2026, 11, 22)) == ""


def test_unknown_year_is_estimated_from_statute_and_says_so() -> None:
    assert nothing_known.status(2031) is YearStatus.PROVISIONAL
    assert nothing_known.is_provisional(date(2031, 6, 2))
    assert not nothing_known.is_working_day(date(2031, 1, 1))
    assert not nothing_known.is_working_day(date(2031, 5, 2))
    assert not nothing_known.is_working_day(date(2031, 10, 2))
    assert not nothing_known.is_working_day(date(2031, 6, 1))  # a Sunday
    assert nothing_known.is_working_day(date(2031, 6, 2))


def test_announced_year_is_not_provisional(calendar: WorkingCalendar) -> None:
    assert not calendar.is_provisional(date(2026, 1, 1), date(2026, 11, 30))


def test_span_that_touches_an_unannounced_year_is_provisional(calendar: WorkingCalendar) -> None:
    assert calendar.is_provisional(date(2026, 11, 23), date(2027, 1, 4))
    assert calendar.is_provisional(date(2027, 1, 4), date(2026, 11, 23))
    assert calendar.is_provisional(date(2019, 12, 31))


def test_end_of_december_waits_for_the_next_notice(calendar: WorkingCalendar) -> None:
    years = {year: table for year, table in calendar.years.items() if year <= 2025}
    without_2026 = WorkingCalendar(years=years)

    assert without_2026.is_provisional(date(2025, 12, 29))
    assert not without_2026.is_provisional(date(2025, 12, 28))
    assert not calendar.is_provisional(date(2025, 12, 29))


def test_next_years_notice_may_make_up_work_in_december() -> None:
    table = WorkingYear(
        year=2031,
        status=YearStatus.ANNOUNCED,
        holidays={date(2030, 12, 31): "元旦", date(2031, 1, 1): "元旦"},
        make_up_days=frozenset({date(2030, 12, 29)}),
    )
    made_up = WorkingCalendar.of([table])

    assert made_up.is_working_day(date(2030, 12, 29))  # a Sunday
    assert not made_up.is_working_day(date(2030, 12, 31))  # a Tuesday


def test_shipped_2027_is_a_flagged_estimate_of_the_statutory_days(
    calendar: WorkingCalendar,
) -> None:
    china = holidays.country_holidays("CN", years=2027)
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]

    assert calendar.status(2027) is YearStatus.PROVISIONAL
    assert [d for d in days if calendar.is_working_day(d) != china.is_working_day(d)] == []
