from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.access.errors import LinkDead
from infodesk.access.links import LIFETIMES, End, Link, Purpose, new_token, token_hash

LINK = Link(
    id="l1",
    person_id="leader_yi",
    purpose=Purpose.ITEM,
    subject="c1",
    step_key="leader",
    approval_hash="a1" * 32,
    issued_at=A_MONDAY,
    expires_at=A_MONDAY + timedelta(days=10),
)


def test_a_token_is_32_random_bytes_and_only_its_hash_is_kept() -> None:
    tokens = [new_token() for _ in range(200)]

    assert len({token for token, _ in tokens}) == 200
    for token, hashed in tokens:
        assert len(token) == 43
        assert hashed == token_hash(token)
        assert token not in hashed


def test_a_link_lives_until_it_expires() -> None:
    assert LINK.is_live(A_MONDAY)
    assert LINK.is_live(LINK.expires_at - timedelta(microseconds=1))
    assert not LINK.is_live(LINK.expires_at)


def test_a_link_that_was_ended_is_dead_at_once() -> None:
    ended = replace(LINK, ended_at=A_MONDAY, ended_because=End.DECIDED)

    assert not ended.is_live(A_MONDAY)


def test_every_purpose_has_a_lifetime() -> None:
    assert set(LIFETIMES) == set(Purpose)
    assert all(lifetime > timedelta() for lifetime in LIFETIMES.values())


@pytest.mark.parametrize("because", [*End, None])
def test_every_end_has_its_own_words_and_a_way_out(because: End | None) -> None:
    words = {str(LinkDead(end).message) for end in [*End, None]}

    assert len(words) == len(End) + 1
    assert LinkDead(because).remedy
