"""Who held which post and when: `leaders.toml` (regulation, article 7: 杜绝政治错误、内容差错)."""

from datetime import date
from itertools import combinations
from typing import Self

from pydantic import Field, model_validator

from infodesk.catalog.base import Table, misfit


class Leader(Table):
    """One person's time in his posts; somebody who changed posts has several entries."""

    name: str = Field(min_length=2, description="姓名")
    titles: tuple[str, ...] = Field(
        min_length=1,
        description="任期内的职务，写全称；一人几职逐个写，如“市发展改革委党组书记”",
    )
    order: int = Field(ge=1, description="排序，1 在最前；同一时期各人不同")
    valid_from: date = Field(description="任职日期")
    valid_to: date | None = Field(default=None, description="免职日期（当日仍在任）；在任的不写")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise misfit("的免职日期早于任职日期", "请核对 valid_from 和 valid_to")
        return self

    def held_on(self, day: date) -> bool:
        """Tell whether the posts were his on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class LeadersFile(Table):
    """`leaders.toml`."""

    leaders: tuple[Leader, ...] = Field(default=(), description="领导，一人一段任期一项")

    @model_validator(mode="after")
    def _order_is_clear(self) -> Self:
        for one, other in combinations(self.leaders, 2):
            if one.order == other.order and one.name != other.name and _overlap(one, other):
                raise misfit(
                    f"中“{one.name}”和“{other.name}”同一时期的排序都是 {one.order}",
                    "同一时期每人的 order 须不同",
                )
        return self


def _overlap(one: Leader, other: Leader) -> bool:
    return one.held_on(max(one.valid_from, other.valid_from)) and other.held_on(
        max(one.valid_from, other.valid_from)
    )
