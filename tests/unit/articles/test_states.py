from itertools import product

import pytest

from infodesk.articles.states import (
    ARTICLE_TRANSITIONS,
    ArticleState,
    ForbiddenTransition,
    check_transition,
)
from infodesk.publishing.states import PUBLICATION_TRANSITIONS
from infodesk.reviewing.cases import CASE_TRANSITIONS

TABLES = [ARTICLE_TRANSITIONS, CASE_TRANSITIONS, PUBLICATION_TRANSITIONS]


@pytest.mark.parametrize("table", TABLES, ids=["article", "case", "publication"])
def test_every_state_has_its_ways_and_they_lead_to_states(table) -> None:
    states = set(type(next(iter(table))))

    assert set(table) == states
    assert all(ways <= states for ways in table.values())
    assert all(state not in ways for state, ways in table.items())


@pytest.mark.parametrize("table", TABLES, ids=["article", "case", "publication"])
def test_exactly_the_ways_of_the_table_are_open(table) -> None:
    for before, after in product(table, repeat=2):
        if after in table[before]:
            check_transition(table, before, after)
        else:
            with pytest.raises(ForbiddenTransition, match=f"{before}.*{after}"):
                check_transition(table, before, after)


def test_only_a_review_clears_a_text() -> None:
    leading = {state for state, ways in ARTICLE_TRANSITIONS.items() if ArticleState.CLEARED in ways}

    assert leading == {ArticleState.UNDER_REVIEW}


def test_a_spiked_text_stays_spiked() -> None:
    assert ARTICLE_TRANSITIONS[ArticleState.SPIKED] == frozenset()
