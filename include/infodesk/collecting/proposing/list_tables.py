"""Propose the `[list]` and `[paging]` of a source from one of its list pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lxml.html import HtmlElement

from infodesk.catalog.sources import ListSelectors, Paging, PagingKind
from infodesk.collecting.listing.paging import pager_in
from infodesk.collecting.proposing.repeated_links import Entry, RepeatedLinks, find_list, title_of
from infodesk.collecting.proposing.short_selectors import (
    below,
    item_selector,
    link_selector,
    without_odd_entries,
)
from infodesk.collecting.reading.dates import published_in
from infodesk.collecting.web.page_tree import base_address, text_of, web_address
from infodesk.collecting.web.selectors import select, select_first

_NEXT_WORDS = re.compile(r"^(下一?页|后一页|next|>|›|»|下页)\s*[>›»]*$", re.IGNORECASE)
_ENOUGH = 0.8  # share of the entries that a selector must serve
_A_DATE_AND_LITTLE_ELSE = 24  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProposal:
    """How a page might be read as a list."""

    selectors: ListSelectors
    paging: Paging | None
    pages: int = 0  # how many the page says there are; 0: it does not say


def propose_list(tree: HtmlElement, *, text: str, url: str, today: date) -> ListProposal | None:
    """Return a proposal, or None where the page holds nothing like a list of articles."""
    found = find_list(tree, base=base_address(tree, url), url=url, today=today)
    if found is None:
        return None
    item = item_selector(tree, found)
    found, left_out = without_odd_entries(found)
    link = link_selector(found)
    pager = pager_in(text, url=url)
    return ListProposal(
        selectors=ListSelectors(
            item=item + left_out,
            **({"link": link} if link else {}),
            date=_date_selector(found, today),
            title=_title_selector(found, today),
        ),
        paging=Paging(kind=PagingKind.CREATE_PAGE_HTML) if pager else _other_paging(tree, url),
        pages=pager.pages if pager else 0,
    )


def _date_selector(found: RepeatedLinks, today: date) -> str:
    """Return what holds the date of an entry, or "" where the list gives none."""

    def holds_date(entry: Entry, element: HtmlElement) -> bool:
        said = text_of(element, without=entry.link)
        return len(said) <= _A_DATE_AND_LITTLE_ELSE and published_in(said, today=today) is not None

    for selector in _inside(found, holds_date):
        return selector
    # The date may stand in the entry itself, beside the link.
    bare = sum(1 for entry in found.entries if holds_date(entry, entry.element))
    return ":scope" if bare >= _ENOUGH * len(found.entries) and found.tag != "a" else ""


def _title_selector(found: RepeatedLinks, today: date) -> str:
    """Return what holds the title, where the link holds more: a date, a summary."""

    def holds_more(entry: Entry) -> bool:
        if entry.link.get("title", "").strip():
            return False
        return any(published_in(text_of(child), today=today) for child in entry.link)

    if not any(holds_more(entry) for entry in found.entries):
        return ""

    def holds_title(entry: Entry, element: HtmlElement) -> bool:
        said = text_of(element)
        is_inside = entry.link in element.iterancestors()
        return is_inside and len(said) >= len(title_of(entry.link)) / 2 and len(element) == 0

    return next(iter(_inside(found, holds_title)), "")


def _inside(found: RepeatedLinks, holds: Callable[[Entry, HtmlElement], bool]) -> list[str]:
    """Return the selectors that serve most entries, judged by the first entry's elements."""
    serving = []
    for sample in found.entries[:3]:
        for element in sample.element.iterdescendants():
            if holds(sample, element):
                serving += [
                    selector
                    for selector in below(sample.element, element)
                    if _share(found, selector, holds) >= _ENOUGH
                ]
        if serving:
            break
    return serving


def _share(
    found: RepeatedLinks, selector: str, holds: Callable[[Entry, HtmlElement], bool]
) -> float:
    served = 0
    for entry in found.entries:
        element = select_first(entry.element, selector)
        served += element is not None and holds(entry, element)
    return served / len(found.entries)


def _other_paging(tree: HtmlElement, url: str) -> Paging | None:
    base = base_address(tree, url)
    for link in select(tree, "a[href]"):
        address = web_address(base, link.get("href", ""))
        if not address or not _NEXT_WORDS.match(text_of(link)):
            continue
        pattern = _numbered(address, url)
        if pattern:
            return Paging(kind=PagingKind.NUMBERED, address=pattern)
        return Paging(kind=PagingKind.NEXT_LINK, next_link=_next_link(link))
    return None


def _numbered(address: str, url: str) -> str:
    """Return the pattern where the second page is the list's address with a 2 in it."""
    folder, _, name = url.rpartition("/")
    stem, dot, extension = name.rpartition(".")
    other_folder, _, other = address.rpartition("/")
    match = re.fullmatch(rf"{re.escape(stem)}([_-])2{re.escape(dot + extension)}", other)
    return f"{stem}{match[1]}{{page}}{dot}{extension}" if match and folder == other_folder else ""


def _next_link(link: HtmlElement) -> str:
    words = text_of(link)
    named = next((n for n in link.get("class", "").split() if n.isalpha()), "")
    return f"a.{named}:contains('{words}')" if named else f"a:contains('{words}')"
