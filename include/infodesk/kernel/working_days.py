"""Working days: which days count towards a deadline, and how sure we are of it.

China moves working days about by a notice of the State Council each year, so a year is known only
once its notice is out. A year without a table is estimated and always says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)

# Holidays that the statute fixes in the solar calendar (全国年节及纪念日放假办法, in force since
# 2025). Spring Festival, Qingming, Dragon Boat and Mid-Autumn follow the moon or the sun's place
# and need a table.
FIXED_HOLIDAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}

# A notice may move the last days of the year before: New Year 2008, 2012 and 2019 turned
# 29 to 31 December into working days or holidays.
TURN_OF_YEAR = (12, 29)


class YearStatus(StrEnum):
    """What a year's answers rest on."""

    ANNOUNCED = "announced"  # the State Council's notice
    PROVISIONAL = "provisional"  # an estimate, until the notice is out


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice that announced a year's holidays, or changed them later."""

    name: str
    number: str
    issued_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingYear:
    """The table of one year: days off by name, and weekend days on which work is made up.

    It may also name days from 29 December of the year before.
    """

    year: int
    status: YearStatus
    holidays: Mapping[date, str]
    make_up_days: frozenset[date] = frozenset()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """Counts working days over the years that it was given; other years are estimated.

    Ask `is_provisional` before a date goes to a person: an estimate must be shown as one.
    """

    years: Mapping[int, WorkingYear]
    _holidays: Mapping[date, str] = field(init=False, repr=False, compare=False)
    _make_up_days: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tables = self.years.values()
        holidays = {day: name for table in tables for day, name in table.holidays.items()}
        make_up_days = frozenset(day for table in tables for day in table.make_up_days)
        object.__setattr__(self, "_holidays", holidays)
        object.__setattr__(self, "_make_up_days", make_up_days)

    @classmethod
    def of(cls, tables: Iterable[WorkingYear]) -> "WorkingCalendar":
        """Return the calendar over these tables."""
        return cls(years={table.year: table for table in tables})

    def status(self, year: int) -> YearStatus:
        """Say what the year's answers rest on; a year without a table is provisional."""
        table = self.years.get(year)
        return table.status if table else YearStatus.PROVISIONAL

    def holiday_name(self, day: date) -> str:
        """Return the name of the holiday that the day belongs to, or an empty string."""
        if day in self._holidays:
            return self._holidays[day]
        return "" if day.year in self.years else FIXED_HOLIDAYS.get((day.month, day.day), "")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office works on the day, make-up days on weekends included."""
        if day in self._make_up_days:
            return True
        return day.weekday() < 5 and not self.holiday_name(day)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day on which a term of `count` working days ends.

        The day itself is not counted: the working day after it is day 1, as terms in law are
        counted (民法典第二百零一条). A term of 0 days ends on the day itself.
        Raises ValueError for a negative term.
        """
        if count < 0:
            raise ValueError(f"工作日数不能为负：{count}")
        while count:
            day += DAY
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first` and not after `last`.

        It undoes `add_working_days`, and is negative when `last` comes before `first`.
        """
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(day) for day in _days(first + DAY, last))

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Tell whether any day from `first` to `last` (one day if left out) is an estimate.

        The last days of an announced December stay provisional until the next year is announced.
        """
        last = first if last is None else last
        first, last = min(first, last), max(first, last)
        return any(
            self.status(year) is YearStatus.PROVISIONAL for year in range(first.year, last.year + 1)
        ) or (
            last >= date(last.year, *TURN_OF_YEAR)
            and self.status(last.year + 1) is YearStatus.PROVISIONAL
        )


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY
