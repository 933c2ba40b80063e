"""What a source owes us."""

from datetime import UTC, datetime, timedelta

import pytest

from infodesk.catalog.sources import Expectations
from infodesk.collecting.draft import ArticleDraft
from infodesk.collecting.expectations import check_article, check_listing, check_silence
from infodesk.collecting.listing import ListedItem, Listing

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
EXPECT = Expectations(minimum_items=2, maximum_silence_days=14, required=("title", "published"))


def _listing(*ages: float) -> Listing:
    return Listing(
        items=tuple(
            ListedItem(
                url=f"https://a.cn/{n}", title=f"第{n}条", published=NOW - timedelta(days=age)
            )
            for n, age in enumerate(ages)
        )
    )


def _draft(**fields) -> ArticleDraft:
    known = {"url": "https://a.cn/1", "title": "标题", "body_html": "<p>文</p>", "published": NOW}
    return ArticleDraft(**(known | fields))


@pytest.mark.parametrize(("ages", "count"), [((1, 2), 0), ((1, 2, 3), 0), ((1,), 1), ((), 1)])
def test_too_few_items(ages, count) -> None:
    issues = check_listing(_listing(*ages), EXPECT, now=NOW)
    assert [issue.rule_id for issue in issues] == ["expect.minimum_items"] * count


def test_no_items_is_not_no_news() -> None:
    (issue,) = check_listing(_listing(), Expectations(), now=NOW)
    assert "只读到 0 条" in issue.message
    assert "[list]" in issue.remedy


def test_items_of_tomorrow() -> None:
    issues = check_listing(_listing(1, -1), EXPECT, now=NOW)
    assert [issue.rule_id for issue in issues] == ["expect.future_date"]
    assert "《第1条》" in issues[0].message
    assert check_listing(_listing(1, -0.02), EXPECT, now=NOW) == []  # clocks differ by minutes


@pytest.mark.parametrize(
    ("days", "is_silent"), [(0, False), (14, False), (14.1, True), (400, True)]
)
def test_silence(days, is_silent) -> None:
    assert bool(check_silence(NOW - timedelta(days=days), EXPECT, now=NOW)) == is_silent


def test_a_source_that_never_had_anything_is_not_silent_but_too_short() -> None:
    assert check_silence(None, EXPECT, now=NOW) == []


def test_silence_says_since_when() -> None:
    (issue,) = check_silence(NOW - timedelta(days=20), EXPECT, now=NOW)
    assert "20 天没有新条目（上限 14 天）" in issue.message
    assert "2026-11-02" in issue.message


def test_required_fields() -> None:
    assert check_article(_draft(), EXPECT, now=NOW) == []
    (issue,) = check_article(_draft(published=None), EXPECT, now=NOW)
    assert issue.message == "《标题》没有读到发布时间"
    assert "https://a.cn/1" in issue.remedy


def test_a_field_that_only_the_list_could_fill_is_reported() -> None:
    assert check_article(_draft(unmatched=("published",)), EXPECT, now=NOW)
    assert check_article(_draft(unmatched=("credit",)), EXPECT, now=NOW) == []


def test_every_field_that_may_be_required() -> None:
    expect = Expectations(
        required=(
            "title",
            "published",
            "credit",
            "author",
            "document_number",
            "body",
            "attachments",
        )
    )
    issues = check_article(_draft(), expect, now=NOW)
    missing = [issue.message.removeprefix("《标题》没有读到") for issue in issues]
    assert missing == ["来源", "作者", "文号", "附件"]


def test_an_article_of_next_year() -> None:
    (issue,) = check_article(_draft(published=NOW + timedelta(days=365)), EXPECT, now=NOW)
    assert issue.rule_id == "expect.future_date"
    assert "2027-11-22 10:00" in issue.message
