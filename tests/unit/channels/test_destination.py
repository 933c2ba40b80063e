from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.channels.destination import Destination, Placement, approval_hash

CONTENT_HASH = "a1" * 32
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PORTAL = Placement(channel_id="portal", column_id="news")
WECHAT = Placement(channel_id="wechat", column_id="all")
BOTH = Destination(placements=(PORTAL, WECHAT), not_before=NOON)


def hash_of(destination: Destination, content_hash: str = CONTENT_HASH) -> str:
    return approval_hash(content_hash, destination)


@given(st.permutations([PORTAL, WECHAT, replace(PORTAL, is_pinned=True)]))
def test_the_order_of_places_does_not_matter(order: list[Placement]) -> None:
    known = Destination(placements=(PORTAL, WECHAT, replace(PORTAL, is_pinned=True)))

    assert hash_of(Destination(placements=tuple(order))) == hash_of(known)


def test_the_same_instant_in_another_zone_is_the_same_time() -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))

    assert hash_of(replace(BOTH, not_before=shanghai)) == hash_of(BOTH)


@pytest.mark.parametrize(
    "change",
    [
        {"placements": (PORTAL,)},
        {"placements": ()},
        {"placements": (replace(PORTAL, is_pinned=True), WECHAT)},
        {"placements": (replace(PORTAL, column_id="notices"), WECHAT)},
        {"placements": (replace(PORTAL, channel_id="credit"), WECHAT)},
        {"not_before": None},
        {"not_before": NOON + timedelta(microseconds=1)},
    ],
)
def test_every_place_and_the_time_count(change) -> None:
    assert hash_of(replace(BOTH, **change)) != hash_of(BOTH)


def test_the_content_counts() -> None:
    assert hash_of(BOTH, "b2" * 32) != hash_of(BOTH)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="没有时区"):
        hash_of(replace(BOTH, not_before=NOON.replace(tzinfo=None)))
