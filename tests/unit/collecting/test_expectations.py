"""What a source owes us."""

from datetime import UTC, datetime, timedelta

import pytest

from infodesk.catalog.sources import (
    Expectations,
    JsonList,
    ListSelectors,
    ReprintTarget,
    Source,
    SourceKind,
)
from infodesk.collecting.expectations import check_article, check_listing, check_silence
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.collecting.reading.draft import ArticleDraft

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
EXPECT = Expectations(minimum_items=2, maximum_silence_days=14, required=("title", "published"))


def _source(expect: Expectations = EXPECT, **fields) -> Source:
    known = {
        "id": "news",
        "name": "新闻",
        "kind": SourceKind.HTML_LIST,
        "url": "https://a.cn/list/",
        "credit": "示例网",
        "target": (ReprintTarget(channel="portal", column="city"),),
        "list": ListSelectors(item="#l > li"),
        "expect": expect,
    }
    return Source(**(known | fields))


SOURCE = _source()


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


def _check(draft: ArticleDraft, source: Source = SOURCE, title: str = "标题"):
    return check_article(
        draft, source, listed=ListedItem(url="https://a.cn/1", title=title), now=NOW
    )


@pytest.mark.parametrize(("ages", "count"), [((1, 2), 0), ((1, 2, 3), 0), ((1,), 1), ((), 1)])
def test_too_few_items(ages, count) -> None:
    issues = check_listing(_listing(*ages), SOURCE, now=NOW)
    assert [issue.rule_id for issue in issues] == ["expect.minimum_items"] * count


def test_no_items_is_not_no_news() -> None:
    (issue,) = check_listing(_listing(), _source(Expectations()), now=NOW)
    assert "只读到 0 条" in issue.message
    assert "[list]" in issue.remedy


def test_items_of_tomorrow() -> None:
    issues = check_listing(_listing(1, -1), SOURCE, now=NOW)
    assert [issue.rule_id for issue in issues] == ["expect.future_date"]
    assert "《第1条》" in issues[0].message
    assert check_listing(_listing(1, -0.02), SOURCE, now=NOW) == []  # clocks differ by minutes


@pytest.mark.parametrize(
    ("days", "is_silent"), [(0, False), (14, False), (14.1, True), (400, True)]
)
def test_silence(days, is_silent) -> None:
    assert bool(check_silence(NOW - timedelta(days=days), SOURCE, now=NOW)) == is_silent


def test_a_source_that_never_had_anything_is_not_silent_but_too_short() -> None:
    assert check_silence(None, SOURCE, now=NOW) == []


def test_silence_says_since_when() -> None:
    (issue,) = check_silence(NOW - timedelta(days=20), SOURCE, now=NOW)
    assert "20 天没有新条目（上限 14 天）" in issue.message
    assert "2026-11-02" in issue.message


def test_required_fields() -> None:
    assert _check(_draft()) == []
    (issue,) = _check(_draft(published=None))
    assert issue.message == "《标题》没有读到发布时间"
    assert "https://a.cn/1" in issue.remedy


def test_a_field_that_only_the_list_could_fill_is_reported() -> None:
    assert _check(_draft(unmatched=("published",)))
    assert _check(_draft(unmatched=("credit",))) == []


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
    issues = _check(_draft(), _source(expect))
    missing = [issue.message.removeprefix("《标题》没有读到") for issue in issues]
    assert missing == ["来源", "作者", "文号", "附件"]


def test_an_article_of_next_year() -> None:
    (issue,) = _check(_draft(published=NOW + timedelta(days=365)))
    assert issue.rule_id == "expect.future_date"
    assert "2027-11-22 10:00" in issue.message


def test_every_breach_names_file_table_key_and_value() -> None:
    (few,) = check_listing(_listing(1), SOURCE, now=NOW)
    assert "sources/news.toml 的 [list]" in few.remedy
    assert "sources/news.toml 的 [expect] minimum_items = 2" in few.remedy
    (silent,) = check_silence(NOW - timedelta(days=20), SOURCE, now=NOW)
    assert "sources/news.toml 的 [expect] maximum_silence_days = 14" in silent.remedy
    (missing,) = _check(_draft(published=None))
    assert "[article] published = []（未写，默认）" in missing.remedy
    assert '[expect] required = ["title", "published"]' in missing.remedy


def test_the_line_is_named_where_the_file_is_known() -> None:
    source = SOURCE.written_in('name = "新闻"\n\n[expect]\n# 两条\nminimum_items = 2\n')
    (few,) = check_listing(_listing(1), source, now=NOW)
    assert "sources/news.toml 第 5 行 [expect] minimum_items = 2" in few.remedy


@pytest.mark.parametrize(
    ("pages", "is_told"), [(0, False), (9, False), (5, False), (4, True), (1, True)]
)
def test_a_list_that_lost_its_pages(pages, is_told) -> None:
    source = _source(Expectations(minimum_pages=5))
    issues = check_listing(_listing(1, 2), source, now=NOW, page_count=pages)
    assert [issue.rule_id for issue in issues] == ["expect.minimum_pages"] * is_told


@pytest.mark.parametrize(
    ("fields", "dates_read", "is_told"),
    [
        ({"list": ListSelectors(item="li", date="span")}, 0, True),
        ({"list": ListSelectors(item="li", date="span")}, 1, False),
        ({"list": ListSelectors(item="li")}, 0, False),
        (
            {
                "kind": SourceKind.JSON_API,
                "list": None,
                "json_list": JsonList(items="data", link="url", title="title", date="time"),
            },
            0,
            True,
        ),
    ],
)
def test_a_list_whose_dates_are_gone(fields, dates_read, is_told) -> None:
    listing = Listing(items=_listing(1, 2).items, dates_read=dates_read)
    issues = check_listing(listing, _source(**fields), now=NOW)
    assert [issue.rule_id for issue in issues] == ["expect.list_dates"] * is_told
    assert all("date = " in issue.remedy for issue in issues)


def test_a_list_that_repeats_itself() -> None:
    same_title = tuple(ListedItem(url=f"https://a.cn/{n}", title="公告") for n in range(4))
    (issue,) = check_listing(Listing(items=same_title), SOURCE, now=NOW)
    assert issue.rule_id == "expect.list_repeats"
    assert "标题全都是“公告”" in issue.message
    assert check_listing(Listing(items=same_title[:3]), SOURCE, now=NOW) == []
    (issue,) = check_listing(Listing(items=_listing(1, 2).items, repeated=8), SOURCE, now=NOW)
    assert "10 条只通向 2 个网址" in issue.message


@pytest.mark.parametrize(
    ("listed", "agrees"),
    [
        ("关于公布示范项目名单（样例）的公告", True),
        ("关于公布示范项目名单(样例)的公告", True),
        ("关于公布示范项目...", True),
        ("关于公布示范项目……", True),
        ("关于公布示范项目", True),
        ("[通知]关于公布示范项目名单（样例）的公告", True),
        ("关于公布示范项目名单（样例）的公告_示例网", True),
        ("“关于公布示范项目名单（样例）的公告”", True),
        ("", True),
        ("关于调整成品油价格的公告", False),
        ("关于", False),
        ("更多", False),
    ],
)
def test_titles_of_list_and_article(listed, agrees) -> None:
    draft = _draft(title="关于公布示范项目名单（样例）的公告")
    issues = _check(draft, title=listed)
    assert [issue.rule_id for issue in issues] == ["expect.titles_agree"] * (not agrees)


def test_titles_need_not_agree_where_the_source_says_so() -> None:
    source = _source(Expectations(titles_agree=False))
    assert _check(_draft(), source, title="另一个标题") == []


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (3, False), (4, True), (-4, True)])
def test_dates_that_lie_apart(days, is_told) -> None:
    dates = (
        DateClaim(where="selector", instant=NOW, has_time=True),
        DateClaim(where="address", instant=NOW - timedelta(days=days), has_time=False),
    )
    issues = _check(_draft(dates=dates))
    assert [issue.rule_id for issue in issues] == ["expect.days_apart"] * is_told
    assert all("网址 2026-11-" in i.message and "网页 2026-11-22" in i.message for i in issues)


def test_a_day_that_a_page_names_in_passing_is_no_other_date() -> None:
    dates = (
        DateClaim(where="list", instant=NOW, has_time=False),
        DateClaim(where="page", instant=NOW - timedelta(days=200), has_time=False),
    )
    assert _check(_draft(dates=dates)) == []
