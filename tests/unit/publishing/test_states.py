"""Every way between two states is either in this list or refused."""

from itertools import product

import pytest

from infodesk.articles.states import ForbiddenTransition, check_transition
from infodesk.publishing.states import OUT, PUBLICATION_TRANSITIONS, REPLACEABLE, PublicationState

ALLOWED = {
    ("awaiting_release", "released"),
    ("awaiting_release", "refused"),
    ("awaiting_release", "superseded"),
    ("released", "publishing"),
    ("released", "failed"),
    ("released", "refused"),
    ("released", "superseded"),
    ("publishing", "live"),
    ("publishing", "handed_over"),
    ("publishing", "failed"),
    ("publishing", "refused"),
    ("handed_over", "live"),
    ("failed", "released"),
    ("failed", "superseded"),
    ("refused", "awaiting_release"),
    ("refused", "released"),
    ("refused", "superseded"),
    ("superseded", "awaiting_release"),
    ("superseded", "released"),
}


@pytest.mark.parametrize(("before", "after"), [*product(PublicationState, repeat=2)])
def test_only_the_listed_ways_are_open(before, after):
    if (before.value, after.value) in ALLOWED:
        check_transition(PUBLICATION_TRANSITIONS, before, after)
    else:
        with pytest.raises(ForbiddenTransition):
            check_transition(PUBLICATION_TRANSITIONS, before, after)


def test_nothing_that_may_be_out_is_replaced_silently():
    assert not REPLACEABLE & (OUT | {PublicationState.PUBLISHING})


def test_every_state_but_live_leads_on():
    dead_ends = {state for state, ways in PUBLICATION_TRANSITIONS.items() if not ways}
    assert dead_ends == {PublicationState.LIVE}
