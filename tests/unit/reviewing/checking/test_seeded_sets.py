"""Every rule finds what it is for and leaves what looks like it, on sets made from seeds."""

from collections.abc import Mapping

import pytest
from tests.fakes.check_cases.quality import all_cases, quality
from tests.fakes.check_cases.seeds import Seeded

from infodesk.reviewing.checking.rule import Rule
from infodesk.reviewing.checking.rule_book import RULES

LEAST = 20
WANTED = 0.98


@pytest.fixture(scope="module")
def cases() -> Mapping[str, Seeded]:
    return all_cases()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_on_its_set(rule: Rule, cases: Mapping[str, Seeded]) -> None:
    found = quality(rule, cases[rule.id])

    assert found.true >= LEAST
    assert found.near >= LEAST
    assert found.recall >= WANTED, found.missed
    assert found.precision >= WANTED, found.mistaken


def test_every_set_belongs_to_a_rule(cases: Mapping[str, Seeded]) -> None:
    assert set(cases) == {rule.id for rule in RULES}
