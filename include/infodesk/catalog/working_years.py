"""Holidays and make-up days as the State Council announced them: `working_days/<year>.toml`."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from infodesk.catalog.base import Table, misfit
from infodesk.kernel.working_days import TURN_OF_YEAR, Notice, WorkingYear, YearStatus

SATURDAY = 5


class NoticeTable(Table):
    """A notice of the State Council."""

    name: str = Field(min_length=1, description="通知名称")
    number: str = Field(min_length=1, description="发文字号")
    issued_on: date = Field(description="发文日期")


class HolidayTable(Table):
    """One holiday with the weekend days on which its work is made up."""

    name: str = Field(min_length=1, description="节日名称")
    first: date = Field(description="放假第一天")
    last: date = Field(description="放假最后一天（含）；只放一天的与第一天相同")
    make_up_days: tuple[date, ...] = Field(default=(), description="调休上班的日子")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise misfit(
                f"的最后一天 {self.last} 早于第一天 {self.first}", "请对照通知改正 first 或 last"
            )
        for day in self.make_up_days:
            if day.weekday() < SATURDAY:
                raise misfit(f"的调休上班日 {day} 不是周末", "请对照通知改正 make_up_days")
        return self

    def days(self) -> Iterator[date]:
        """Yield each day off."""
        day = self.first
        while day <= self.last:
            yield day
            day += timedelta(days=1)


class WorkingYearTable(Table):
    """One year."""

    year: int = Field(ge=2000, le=2100, description="年份，与文件名相同")
    status: YearStatus = Field(
        description="announced 国务院已公布；provisional 暂定，用到它的期限会注明"
    )
    notice: tuple[NoticeTable, ...] = Field(
        default=(), description="依据的通知，年中有调整的再写一条；announced 时必填"
    )
    holidays: tuple[HolidayTable, ...] = Field(
        min_length=1, description="放假安排，一个假期一项（相连的两个节日可合为一项）"
    )

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.status is YearStatus.ANNOUNCED and not self.notice:
            raise misfit(
                "status 为 announced，但没有写依据的通知", "请补上 [[notice]]，或改为 provisional"
            )
        days_off = [day for holiday in self.holidays for day in holiday.days()]
        make_up_days = [day for holiday in self.holidays for day in holiday.make_up_days]
        seen: set[date] = set()
        for day in days_off + make_up_days:
            if day in seen:
                raise misfit(f"{day} 写了两次", "同一天只能属于一个假期或一次调休")
            seen.add(day)
            if not date(self.year - 1, *TURN_OF_YEAR) <= day <= date(self.year, 12, 31):
                raise misfit(
                    f"{day} 不属于 {self.year} 年的安排", "只写当年和上年 12 月 29 日以后的日子"
                )
        return self

    def working_year(self) -> WorkingYear:
        """Return the table as the calendar counts with it."""
        return WorkingYear(
            year=self.year,
            status=self.status,
            holidays={day: holiday.name for holiday in self.holidays for day in holiday.days()},
            make_up_days=frozenset(
                day for holiday in self.holidays for day in holiday.make_up_days
            ),
            notices=tuple(
                Notice(name=n.name, number=n.number, issued_on=n.issued_on) for n in self.notice
            ),
        )
