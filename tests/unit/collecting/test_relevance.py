"""What is proposed for a reprint."""

from datetime import timedelta

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.catalog.collecting import Priority, RelevanceRule
from infodesk.catalog.sources import ReprintTarget, Source
from infodesk.channels.destination import Destination, Placement
from infodesk.collecting.relevance import propose

SOURCE = Source(
    id="ndrc",
    name="某委",
    kind="feed",
    url="https://www.example.gov.cn/feed.xml",
    credit="某委网站",
    target=(ReprintTarget(channel="portal", column="national"),),
)
OWN = Destination(placements=(Placement(channel_id="portal", column_id="national"),))


def rule(**fields) -> RelevanceRule:
    return RelevanceRule(**{"id": "r", "name": "规则"} | fields)


def proposed(*rules, title="关于印发信用管理办法的通知", text="正文", published=None):
    return propose(
        title=title, text=text, published=published, source=SOURCE, rules=rules, now=A_MONDAY
    )


@pytest.mark.parametrize(
    ("conditions", "is_matched"),
    [
        ({"title_has": ("办法",)}, True),
        ({"title_has": ("条例", "办法")}, True),
        ({"title_has": ("条例",)}, False),
        ({"title_has": ("办法",), "without": ("通知",)}, False),
        ({"text_has": ("正文",)}, True),
        ({"text_has": ("办法",)}, True),  # the title is text too
        ({"text_has": ("附件",)}, False),
        ({"title_has": ("办法",), "text_has": ("附件",)}, False),
        ({"sources": ("ndrc",)}, True),
        ({"sources": ("other",), "title_has": ("办法",)}, False),
    ],
)
def test_each_condition_that_is_given_must_hold(conditions, is_matched) -> None:
    assert proposed(rule(**conditions)).rule_id == ("r" if is_matched else "")


def test_the_first_that_matches_counts() -> None:
    found = proposed(
        rule(id="no", title_has=("条例",)),
        rule(id="first", name="首条", title_has=("办法",), priority=Priority.URGENT),
        rule(id="second", title_has=("通知",), priority=Priority.LOW),
    )

    assert (found.rule_id, found.rule_name, found.priority) == ("first", "首条", Priority.URGENT)


def test_without_a_rule_the_source_says_where_and_no_clock_runs() -> None:
    found = proposed(rule(title_has=("条例",), reprint_within_hours=12))

    assert found.destination == OWN
    assert (found.priority, found.rule_name, found.reprint_by) == (None, "", None)


def test_a_rule_may_name_other_columns() -> None:
    credit = ReprintTarget(channel="credit", column="news")

    assert proposed(rule(title_has=("信用",), target=(credit,))).destination == Destination(
        placements=(Placement(channel_id="credit", column_id="news"),)
    )
    assert proposed(rule(title_has=("信用",))).destination == OWN


@pytest.mark.parametrize(
    ("published", "begins"),
    [
        (A_MONDAY - timedelta(hours=5), A_MONDAY - timedelta(hours=5)),
        (None, A_MONDAY),
        (A_MONDAY + timedelta(days=3), A_MONDAY),  # cannot be true
    ],
)
def test_when_the_clock_begins(published, begins) -> None:
    found = proposed(rule(title_has=("办法",), reprint_within_hours=12), published=published)

    assert found.reprint_by == begins + timedelta(hours=12)


def test_what_was_old_when_it_came_has_no_clock() -> None:
    in_time = rule(title_has=("办法",), reprint_within_hours=12)

    assert proposed(in_time, published=A_MONDAY - timedelta(days=7)).reprint_by is not None
    stock = proposed(in_time, published=A_MONDAY - timedelta(days=7, seconds=1))
    assert stock.reprint_by is None
    assert stock.rule_id  # it is proposed all the same
