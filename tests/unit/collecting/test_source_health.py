"""How each source fares."""

from datetime import UTC, datetime

import pytest

from infodesk.catalog.sources import Source, SourceKind
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.source_health import Harvested, SourceState, source_health

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _source(source_id: str, *, verified: bool = True) -> Source:
    return Source(
        id=source_id,
        name=source_id,
        kind=SourceKind.FEED,
        url=f"https://{source_id}.example/feed.xml",
        credit="某网站",
        target=[{"channel": "portal", "column": "media"}],
        verified=verified,
    )


def _visit(source_id: str, **facts) -> SourceVisit:
    return SourceVisit(source_id=source_id, last_checked_at=NOW, **facts)


@pytest.mark.parametrize(
    ("facts", "verified", "state"),
    [
        ({}, True, SourceState.WELL),
        ({}, False, SourceState.UNCONFIRMED),
        ({"alarms": ("source_silent",)}, True, SourceState.ALARMED),
        ({"consecutive_failures": 1, "alarms": ("source_failed",)}, False, SourceState.FAILING),
    ],
)
def test_a_visit_says_how_a_source_stands(facts, verified, state) -> None:
    source = _source("a", verified=verified)

    [line] = source_health([source], visits={"a": _visit("a", **facts)}, harvested={})

    assert line.state is state


def test_a_source_that_was_never_visited_is_not_well() -> None:
    [line] = source_health([_source("a")], visits={}, harvested={})

    assert line.state is SourceState.NEVER_READ
    assert line.visit is None
    assert line.harvested == Harvested()


def test_what_needs_a_person_comes_first() -> None:
    sources = [_source(name) for name in ("well", "silent", "failing", "unread")]
    visits = {
        "well": _visit("well"),
        "silent": _visit("silent", alarms=("source_silent",)),
        "failing": _visit("failing", consecutive_failures=2),
    }

    lines = source_health(sources, visits=visits, harvested={"well": Harvested(in_all=3)})

    assert [line.source.id for line in lines] == ["failing", "silent", "unread", "well"]
    assert lines[-1].harvested.in_all == 3
