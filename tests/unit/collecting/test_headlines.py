"""Titles of any length and with any characters become titles that can be kept and shown."""

from datetime import date

import pytest
from tests.fakes.web_pages import page

from infodesk.catalog.sources import ArticleSelectors
from infodesk.collecting.likeness.headlines import LONGEST_TITLE, headline, title_cut
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.reading.read_article import read_article

URL = "https://a.gov.cn/1.html"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  关于\n价格的　通知 ", "关于 价格的 通知"),
        ("价\u202e格\u2069通知", "价格通知"),
        ("通知\ud800\x00\x08", "通知"),
        ("通" * 301, "通" * 300),
        ("\x00 \u202e", ""),
    ],
)
def test_a_title_is_one_printable_line(written: str, kept: str) -> None:
    assert headline(written) == kept


def test_only_a_title_that_loses_words_is_reported() -> None:
    assert title_cut("通" * LONGEST_TITLE + " \u202e") == []
    (issue,) = title_cut("通" * (LONGEST_TITLE + 1))
    assert issue.rule_id == "reading.title_cut"
    assert issue.remedy


def test_a_listed_item_holds_nothing_that_cannot_be_stored() -> None:
    item = ListedItem(url=URL, title="题\ud800\u202e" + "长" * 400, credit="某\x00网")
    assert item.title == "题" + "长" * 299
    assert item.credit == "某网"


@pytest.mark.parametrize("selectors", [ArticleSelectors(), ArticleSelectors(title=["title"])])
def test_an_article_with_an_endless_title_is_read_and_warned_of(
    selectors: ArticleSelectors,
) -> None:
    html = f"<title>{'通' * 100_000}</title><p>{'各县市区发展改革局，请认真贯彻执行。' * 9}</p>"
    draft = read_article(
        page(URL, html.encode()),
        listed=ListedItem(url=URL),
        selectors=selectors,
        today=date(2026, 11, 22),
    )
    assert draft.title == "通" * 300
    assert "reading.title_cut" in {warning.rule_id for warning in draft.warnings}
