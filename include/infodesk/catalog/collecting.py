"""How we collect: `collecting.toml`, the rules that are the same for every source."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from infodesk.catalog.base import Id, Table, misfit
from infodesk.catalog.sources import ReprintTarget


class Priority(StrEnum):
    """How soon a reprint should be dealt with."""

    URGENT = "urgent"  # 急
    NORMAL = "normal"  # 平
    LOW = "low"  # 缓


class Polling(Table):
    """How often a source is asked: more often while it brings something new."""

    least_minutes: Annotated[int, Field(ge=5)] = Field(
        default=60, description="最勤隔多少分钟问一次"
    )
    most_minutes: Annotated[int, Field(ge=5)] = Field(
        default=24 * 60, description="最疏隔多少分钟问一次，出错时也不超过它"
    )
    overdue_hours: Annotated[int, Field(ge=1)] = Field(
        default=72, description="连续多少小时读不到一个来源的列表，即作为“长时间读不到”报警"
    )


class SourceWatch(Table):
    """When a published reprint's original is looked at again: often at first, then rarely."""

    after_hours: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=(2, 8, 24, 72, 168, 720),
        min_length=1,
        description="自收取起第几小时各看一次；最后一个间隔此后一直沿用",
    )
    until_days: Annotated[int, Field(ge=1)] = Field(default=365, description="收取多少天后不再看")
    ignore: tuple[str, ...] = Field(
        default=(), description="原文变化若只涉及匹配这些正则的文字（如阅读次数），不算变化"
    )

    @model_validator(mode="after")
    def _ignores_by_patterns(self) -> Self:
        for pattern in self.ignore:
            try:
                re.compile(pattern)
            except re.error as error:
                raise misfit(
                    f"的 ignore“{pattern}”不是正则（{error}）", "请改成正则，或删去这一条"
                ) from None
        return self


class Duplicates(Table):
    """When two texts are taken for one, and when a person is asked."""

    same_at: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.9, description="两篇文字互相包含的比例都达到此值即视为同一篇"
    )
    ask_at: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.6, description="一篇包含另一篇的比例达到此值即请编辑判断"
    )
    title_days: Annotated[int, Field(ge=0)] = Field(
        default=7, description="多少天内标题相同的请编辑判断；标题相同本身不算重复"
    )


class RelevanceRule(Table):
    """What matches is proposed for these columns with this priority.

    A rule matches when each of its conditions that is given matches.
    """

    id: Id = Field(description="规则 id")
    name: str = Field(description="规则名称，编辑在稿件页上看到它")
    sources: tuple[str, ...] = Field(default=(), description="只适用于这些来源")
    title_has: tuple[str, ...] = Field(default=(), description="标题含其中任何一个词")
    text_has: tuple[str, ...] = Field(default=(), description="标题或正文含其中任何一个词")
    without: tuple[str, ...] = Field(default=(), description="标题含其中任何一个词则不适用")
    priority: Priority = Field(default=Priority.NORMAL, description="urgent 急、normal 平、low 缓")
    target: tuple[ReprintTarget, ...] = Field(
        default=(), description="建议的渠道和栏目，代替来源自己的建议；为空则不改"
    )
    reprint_within_hours: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="应在原文发布后多少小时内转载；不写则没有时限"
    )
    basis: str = Field(default="", description="时限的依据")


class CollectingRules(Table):
    """`collecting.toml`."""

    polling: Polling = Field(default=Polling(), description="多久问一次")
    source_watch: SourceWatch = Field(default=SourceWatch(), description="何时回看原文")
    duplicates: Duplicates = Field(default=Duplicates(), description="重复的判断")
    relevance: tuple[RelevanceRule, ...] = Field(
        default=(), description="相关性规则，自上而下，取第一条符合的"
    )
