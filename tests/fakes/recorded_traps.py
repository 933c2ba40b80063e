"""The traps that the real sites hold, found again in the recorded pages of a source."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tests.fakes.web_pages import SITES, FakeWebPages, recorded_file, recorded_headers

from infodesk.catalog.sources import Source
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.reading.dates import published_in_address
from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_tree import page_tree
from infodesk.collecting.web.selectors import select
from infodesk.kernel.clock import SHANGHAI


@dataclass(frozen=True, kw_only=True)
class RecordedSource:
    """What a first visit to a source asks for, and gets."""

    source: Source
    asked: list[str]
    lists: list[bytes]
    articles: list[bytes]
    headers: list[dict[str, str]]
    items: list[ListedItem]

    @classmethod
    def of(cls, source: Source, *, now: datetime) -> "RecordedSource":
        """Read the lists of a source and fetch the articles that they name."""
        pages = FakeWebPages(SITES)
        harvest = read_listing(
            source,
            pages=pages,
            before=SourceVisit(source_id=source.id, last_checked_at=now),
            known=lambda _: frozenset(),
            now=now,
        )
        asked = list(pages.asked)
        articles = [item.url for item in harvest.listing.items]
        return cls(
            source=source,
            asked=asked,
            lists=[recorded_file(SITES, url).read_bytes() for url in asked],
            articles=[recorded_file(SITES, url).read_bytes() for url in articles],
            headers=[recorded_headers(recorded_file(SITES, u)) for u in (*asked, *articles)],
            items=list(harvest.listing.items),
        )

    @property
    def texts(self) -> list[str]:
        """Every page as text."""
        return [decode_page(page).text for page in (*self.lists, *self.articles)]


def traps_in(recorded: RecordedSource) -> list[str]:
    """Return the traps that a source's pages hold, by name."""
    return [name for name, is_held in TRAPS.items() if is_held(recorded)]


def _in_list(pattern: str) -> Callable[[RecordedSource], bool]:
    return lambda r: any(re.search(pattern, decode_page(p).text, re.DOTALL) for p in r.lists)


def _in_article(pattern: str) -> Callable[[RecordedSource], bool]:
    return lambda r: any(re.search(pattern, decode_page(p).text, re.DOTALL) for p in r.articles)


def _in_some_list_tree(selector: str) -> Callable[[RecordedSource], bool]:
    return lambda r: any(select(page_tree(decode_page(p).text), selector) for p in r.lists)


def _day_differs_from_address(recorded: RecordedSource) -> bool:
    pairs = [(item.published, published_in_address(item.url)) for item in recorded.items]
    return any(
        listed.astimezone(SHANGHAI).date() != filed.astimezone(SHANGHAI).date()
        for listed, filed in pairs
        if listed and filed
    )


def _is_not_gb2312(recorded: RecordedSource) -> bool:
    def lies(page: bytes) -> bool:
        try:
            page.decode("gb2312")
        except UnicodeDecodeError:
            return b"charset=gb2312" in page
        return False

    return any(lies(page) for page in (*recorded.lists, *recorded.articles))


def _header_names_other_charset(recorded: RecordedSource) -> bool:
    return any("utf-8" in h["content-type"] for h in recorded.headers) and any(
        b"gb2312" in page for page in recorded.articles
    )


def _titles_repeat(recorded: RecordedSource) -> bool:
    titles = Counter(item.title for item in recorded.items)
    return any(count > 1 for count in titles.values())


def _leads_to_other_columns(recorded: RecordedSource) -> bool:
    if recorded.source.kind != "html_list" or not recorded.source.url.path.endswith("/"):
        return False
    return any(not item.url.startswith(str(recorded.source.url)) for item in recorded.items)


TRAPS: dict[str, Callable[[RecordedSource], bool]] = {
    # lists
    "nested_links_in_popbox": _in_some_list_tree("li .popbox li > a[href]"),
    "empty_separators": _in_some_list_tree("li.empty"),
    "script_made_icons": _in_list(r"document\.write\("),
    "mobile_redirect_script": _in_list(r"uaredirect\.js"),
    "meta_without_space": _in_list(r'name="[^"]+"content='),
    "list_date_differs_from_address": _day_differs_from_address,
    "identical_titles": _titles_repeat,
    "titles_cut_short": _in_list(r"\.\.\.</a>"),
    "dates_without_year": _in_list(r"\[\d\d-\d\d\]"),
    "articles_of_other_columns": _leads_to_other_columns,
    "relative_addresses": _in_list(r'href="\.{1,2}/'),
    "advertisements": _in_list(r'class="ad"|>(?:公益)?广告<'),
    "item_repeated_on_next_page": lambda r: any(
        link in decode_page(r.lists[0]).text
        for page in r.lists[1:]
        for link in re.findall(r'href="([^"]*content[^"]+)"', decode_page(page).text)
    ),
    "highlighted_titles": _in_list(r'"title": "[^"]*<em>'),
    "results_of_other_columns": lambda r: b"yjgl_21574" in b"".join(r.lists),
    "relative_feed_links": _in_list(r"<link>/"),
    "feed_without_date": lambda r: any(not item.published for item in r.items),
    "meta_refresh": _in_list(r"(?i)<meta http-equiv=.refresh"),
    "area_map": _in_list(r"<area "),
    "links_to_other_issues": _in_list(r"上一期"),
    "article_continued_on_other_page": _in_list(r"上接第"),
    # charsets
    "gb18030_called_gb2312": _is_not_gb2312,
    "wrong_charset_in_header": _header_names_other_charset,
    # articles
    "numbers_in_spans": _in_article(r"<(span|font)[^>]*>\d+</\1>"),
    "paragraphs_in_divs": _in_article(r"<div>　　"),
    "two_ends_of_page": _in_article(r"</html>.*</html>"),
    "empty_index_cells": _in_article(r"成文日期：</td><td></td>"),
    "older_template": _in_article(r"detail-article-title oflow-hd"),
    "tables": _in_article(r"<table(?! class=\"(?:enclosure|xxgk_head)| id=)"),
    "pictures": _in_article(r"<img[^>]*(?:W0\d+|attachement|res/|data-src)"),
    "pictures_loaded_late": _in_article(r"<img data-src="),
    "picture_only_body": _in_article(r'\n?<div style="text-align:center"><img[^>]*></div>\n</div>'),
    "attachments_in_body": _in_article(r'<p>[^\n]*?href="[^"]+\.(?:pdf|docx)"'),
    "attachments_beside_body": _in_article(r'<table class="enclosure"'),
    "founder_markers": _in_article(r"<!--enpcontent-->"),
    "founder_properties": _in_article(r"<!--enpproperty "),
    "founder_elements": _in_article(r"<founder-title>"),
    "moving_pictures": _in_article(r"<(?:video|iframe)"),
}
