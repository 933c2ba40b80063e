"""Propose a complete source from one page of it: its kind, its tables and what to expect of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from lxml.html import HtmlElement

from infodesk.catalog.sources import (
    ArticleSelectors,
    Expectations,
    Paging,
    PagingKind,
    PaperSelectors,
    ReprintTarget,
    Source,
    SourceKind,
)
from infodesk.collecting.listing.feeds import read_feed
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.papers import forwarded_to
from infodesk.collecting.proposing.json_tables import propose_json
from infodesk.collecting.proposing.list_tables import propose_list
from infodesk.collecting.web.page_errors import PageError, PageUnreadable
from infodesk.collecting.web.page_tree import host_of, page_text, page_tree, text_of
from infodesk.collecting.web.pages import Page
from infodesk.kernel.clock import local_date

_TITLE_SEPARATORS = ("_", "-", "—", "|", "｜", "–")
_PAPER_LINK = "a[href*='node_']"
_PAPER_ARTICLES = "a[href*='content_'], area[href*='content_']"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a person may say of a source that its page does not."""

    id: str
    target: ReprintTarget
    name: str = ""
    credit: str = ""


def propose_source(page: Page, *, naming: Naming, today: date) -> Source:
    """Return a source that reads a page: `verified` is false, `[article]` is empty.

    Raises PageUnreadable where nothing like a list, a feed, an interface or a paper is found.
    """
    text = page_text(page)
    tree = page_tree(text)
    site, column = _site_and_column(tree)
    credit = naming.credit or site or host_of(page.final_url)
    said: dict[str, Any] = {
        "id": naming.id,
        "name": naming.name or "·".join(part for part in (site, column) if part) or credit,
        "credit": credit,
        "target": (naming.target,),
    }
    return Source.model_validate(said | _reading(page, text, tree, today=today))


def with_expectations(
    source: Source, items: Sequence[ListedItem], *, pages: int, article: ArticleSelectors
) -> Source:
    """Return the source, expecting of the next visits about what the first one found."""
    expect = Expectations(
        minimum_items=max(1, len(items) // 2),
        maximum_silence_days=_silence(items),
        minimum_pages=pages // 2 if pages >= 4 else 0,
        required=("title", "published", *(["credit"] if article.credit else []), "body"),
    )
    return source.model_copy(update={"expect": expect, "article": article})


def _reading(page: Page, text: str, tree: HtmlElement, *, today: date) -> dict[str, Any]:
    url = page.final_url
    if _is_feed(page, today):
        return {"kind": SourceKind.FEED, "url": url}
    query = propose_json(text, url=url)
    if query:
        bare = urlunsplit(urlsplit(url)._replace(query=""))
        is_paged = any("{page}" in value for value in query.query.values())
        return {
            "kind": SourceKind.JSON_API,
            "url": bare,
            "json_list": query,
            "paging": Paging(kind=PagingKind.NUMBERED) if is_paged else None,
        }
    if _is_paper(page):
        paper = PaperSelectors(page_link=_PAPER_LINK, article_link=_PAPER_ARTICLES)
        return {"kind": SourceKind.DIGITAL_PAPER, "url": page.url, "paper": paper}
    proposal = propose_list(tree, text=text, url=url, today=today)
    if proposal is None:
        raise PageUnreadable(
            f"没有在网页中找到文章列表：{url}",
            remedy="请确认这是栏目的列表页；列表由脚本生成的，请找出它所用的接口地址再试",
        )
    return {
        "kind": SourceKind.HTML_LIST,
        "url": url,
        "list": proposal.selectors,
        "paging": proposal.paging,
    }


def _is_feed(page: Page, today: date) -> bool:
    try:
        return bool(read_feed(page, today=today).items)
    except PageError:
        return False


def _is_paper(page: Page) -> bool:
    """Tell a paper by where its front page leads, or by its links to pages and their articles."""
    if "/node_" in forwarded_to(page):
        return True
    text = page_text(page)
    return "node_" in text and "content_" in text and ("<area" in text.lower() or "版" in text)


def _site_and_column(tree: HtmlElement) -> tuple[str, str]:
    metas = {m.get("name", "").lower(): m.get("content", "").strip() for m in tree.iter("meta")}
    site, column = metas.get("sitename", ""), metas.get("columnname", "")
    element = tree.find(".//title")
    title = text_of(element) if element is not None else ""
    for separator in _TITLE_SEPARATORS:
        first, found, last = title.rpartition(separator)
        if found and first:
            return site or last.strip(), column or first.split(separator)[0].strip()
    return site or title, column


def _silence(items: Sequence[ListedItem]) -> int:
    """Return twice the longest pause between items, a week at least and half a year at most."""
    days = sorted({local_date(item.published) for item in items if item.published})
    longest = max((later - earlier for earlier, later in pairwise(days)), default=timedelta(days=7))
    return min(max(longest.days * 2, 7), 180)
