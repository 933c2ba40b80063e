"""Every reader of foreign bytes under one name, and what counts as an answer."""

import re
from collections.abc import Callable
from datetime import date

from tests.fakes.web_pages import FakeWebPages, page

from infodesk.bootstrap.extraction import extract_article
from infodesk.catalog.sources import ArticleSelectors, Source
from infodesk.collecting.listing.feeds import read_feed
from infodesk.collecting.listing.json_lists import read_json_list
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.listing.lists import read_list
from infodesk.collecting.listing.paging import pager_in
from infodesk.collecting.listing.papers import read_issue
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.web.challenges import is_challenge
from infodesk.collecting.web.page_tree import page_text, page_tree
from infodesk.kernel.canonical import canonical_json
from infodesk.kernel.errors import InfodeskError

URL = "https://a.gov.cn/tzgg/202607/t20260731_1.html"
TODAY = date(2026, 11, 23)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_UNSEEN = re.compile("[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BASE = {
    "id": "a_notices",
    "name": "某市·通知公告",
    "url": "https://a.gov.cn/tzgg/",
    "credit": "某市网站",
    "target": [{"channel": "portal", "column": "city"}],
}
_SELECTORS = {
    "title": ["h1", "meta:og:title"],
    "published": ["time", ".t"],
    "credit": [".c", "p"],
    "author": ["i"],
    "document_number": ["h1"],
    "body": ["#b", ".TRS_Editor", "body"],
    "attachments": ["a"],
    "drop": [".share"],
}
SOURCES = {
    "html_list": Source.model_validate(
        _BASE | {"kind": "html_list", "list": {"item": "li", "date": "span"}, "article": _SELECTORS}
    ),
    "feed": Source.model_validate(_BASE | {"kind": "feed"}),
    "json_api": Source.model_validate(
        _BASE
        | {"kind": "json_api", "json_list": {"items": "data", "title": "title", "link": "url",
                                             "date": "date", "total": "total"}}
    ),
    "digital_paper": Source.model_validate(
        _BASE | {"kind": "digital_paper", "paper": {"article_link": "a", "page_link": "li a"}}
    ),
}  # fmt: skip


def read_with_selectors(content: bytes) -> None:
    _check_draft(_draft(content, ArticleSelectors.model_validate(_SELECTORS)))


def read_without_selectors(content: bytes) -> None:
    _check_draft(_draft(content, ArticleSelectors()))


def extract(content: bytes) -> None:
    values = extract_article(content, url=URL, today=TODAY)
    _check_line(values["title"])
    canonical_json(values).encode()
    assert values["body_text"] or values["images"] or values["attachments"] or values["warnings"], (
        "nothing was read, and nobody is told why"
    )


def list_of_page(content: bytes) -> None:
    text = page_text(page(URL, content))
    selectors = SOURCES["html_list"].list
    assert selectors is not None
    _check_listing(read_list(page_tree(text), url=URL, selectors=selectors, today=TODAY))
    pager_in(text, url=URL)


def feed(content: bytes) -> None:
    _check_listing(read_feed(page(URL, content), today=TODAY))


def json_list(content: bytes) -> None:
    source = SOURCES["json_api"]
    assert source.json_list is not None
    answer = read_json_list(page(URL, content), source=source, query=source.json_list, today=TODAY)
    _check_listing(answer.listing)


def paper(content: bytes) -> None:
    source = SOURCES["digital_paper"]
    assert source.paper is not None
    issue = read_issue(source, source.paper, page(URL, content), pages=FakeWebPages())
    _check_listing(issue.listing)


def challenge(content: bytes) -> None:
    is_challenge(content)


READERS: dict[str, Callable[[bytes], None]] = {
    reader.__name__: reader
    for reader in (read_with_selectors, read_without_selectors, extract, list_of_page, feed,
                   json_list, paper, challenge)
}  # fmt: skip


def answer_of(reader: str, content: bytes) -> str:
    """Let a reader read; return "read", or the clear error that it answers with.

    Anything else that is raised is what these tests are looking for.
    """
    try:
        READERS[reader](content)
    except InfodeskError as error:
        answer = error
    else:
        return "read"
    assert _CHINESE.search(answer.message), f"nobody is told in Chinese: {answer!r}"
    assert answer.remedy, f"no way out is named: {answer!r}"
    str(answer).encode()
    return f"{type(answer).__name__}: {answer.message}"


def _draft(content: bytes, selectors: ArticleSelectors):
    listed = ListedItem(url=URL, title="通知")
    return read_article(page(URL, content), listed=listed, selectors=selectors, today=TODAY)


def _check_draft(draft) -> None:
    _check_line(draft.title)
    _check_line(draft.credit)
    _check_line(draft.author)
    told = [
        issue.message + issue.remedy + issue.excerpt for issue in (*draft.issues, *draft.warnings)
    ]
    files = [file.url + file.name for file in (*draft.images, *draft.attachments)]
    fields = [draft.url, draft.title, draft.body_html, draft.document_number]
    canonical_json([*fields, *told, *files]).encode()
    assert all(len(message) < 2_000 for message in told), "no person reads so long a warning"


def _check_listing(listing: Listing) -> None:
    for item in listing.items:
        _check_line(item.title)
        assert item.url.startswith(("http://", "https://"))
        item.url.encode()
        assert item.published is None or item.published.utcoffset() is not None
    for issue in listing.issues:
        (issue.message + issue.remedy + issue.excerpt).encode()


def _check_line(text: str) -> None:
    assert len(text) <= 300, "a title or name of such length breaks every page that shows it"
    assert not _UNSEEN.search(text), f"unseen characters in {text!r}"
