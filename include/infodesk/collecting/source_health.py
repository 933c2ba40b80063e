"""How each source fares, for the operator: what "no news" can be trusted to mean (article 4.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from infodesk.catalog.sources import Source
from infodesk.collecting.ports import SourceVisit


class SourceState(StrEnum):
    """How a source stands; the worst come first in the operator's list."""

    FAILING = "failing"  # 读不到
    ALARMED = "alarmed"  # 读到了，但与预期不符
    NEVER_READ = "never_read"  # 还没有采集过
    UNCONFIRMED = "unconfirmed"  # 正常，但写法还没有在真实网站上核对过
    WELL = "well"  # 正常


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvested:
    """How many articles a source has brought."""

    in_all: int = 0
    of_late: int = 0  # in the last 30 days


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """One source as the operator sees it."""

    source: Source
    state: SourceState
    harvested: Harvested
    visit: SourceVisit | None  # the last one


class Harvests(Protocol):
    """What the sources have brought, within one transaction."""

    def harvested(self, *, since: datetime) -> Mapping[str, Harvested]:
        """Return counts by source id; `since` divides what is late from what is all."""
        ...


def source_health(
    sources: Iterable[Source],
    *,
    visits: Mapping[str, SourceVisit],
    harvested: Mapping[str, Harvested],
) -> list[SourceHealth]:
    """Return every source of the catalog, those that need a person first."""
    order = list(SourceState)
    lines = [
        SourceHealth(
            source=source,
            state=_state(source, visits.get(source.id)),
            harvested=harvested.get(source.id, Harvested()),
            visit=visits.get(source.id),
        )
        for source in sources
    ]
    return sorted(lines, key=lambda line: (order.index(line.state), line.source.host))


def _state(source: Source, visit: SourceVisit | None) -> SourceState:
    if visit is None:
        return SourceState.NEVER_READ
    if visit.consecutive_failures:
        return SourceState.FAILING
    if visit.alarms:
        return SourceState.ALARMED
    return SourceState.WELL if source.verified else SourceState.UNCONFIRMED
