"""How a list goes on behind its first page, by the source's `[paging]`."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from infodesk.catalog.sources import Paging, PagingKind
from infodesk.collecting.web.page_tree import base_address, web_address
from infodesk.collecting.web.selectors import select

# createPageHTML(9, 0, "index", "html"): pages, the current one, name, extension. Some templates
# put the id of a box in front and the number of articles behind. A definition of the function has
# names where a call has numbers.
_CALL = re.compile(
    r"""createPageHTML\s*\(\s*(?:["'][^"'()]{0,60}["']\s*,\s*)?["']?(?P<pages>\d{1,5})["']?\s*,"""
    r"""\s*["']?\d{1,5}["']?\s*,\s*["'](?P<name>[^"'()]{1,100})["']\s*,"""
    r"""\s*["']\.?(?P<extension>[A-Za-z]{1,8})["']"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where the older pages of a list are, as far as its first page tells."""

    pages: int = 0  # how many pages the list says it has; 0: it does not say
    pattern: str = ""  # the address of an older page, {page} standing for its own number
    offset: int = 0  # own number of a page less its place in the list, which begins with 1

    def address(self, place: int) -> str:
        """Return the address of the page at a place (2, 3, …), or "" where there is none."""
        if not self.pattern or (self.pages and place > self.pages):
            return ""
        return self.pattern.replace("{page}", str(place + self.offset))


def pager_of(paging: Paging, *, text: str, url: str) -> Pager | None:
    """Return how to turn the pages of a list; None where its first page should tell and does not.

    `text` is the first page, `url` its address.
    """
    if paging.kind is PagingKind.NUMBERED:
        offset = paging.first_number - 2
        return Pager(pattern=_absolute(url, paging.address), offset=offset)
    if paging.kind is PagingKind.NEXT_LINK:
        return Pager()
    return pager_in(text, url=url)


def pager_in(text: str, *, url: str) -> Pager | None:
    """Return what a call of createPageHTML in a page says, or None where there is none."""
    call = _CALL.search(text)
    if call is None:
        return None
    pattern = _absolute(url, f"{call['name']}_{{page}}.{call['extension']}")
    return Pager(pages=max(int(call["pages"]), 1), pattern=pattern, offset=-1)


def next_page_in(tree: HtmlElement, selector: str, *, url: str) -> str:
    """Return where the link to the next page leads, or "" on the last page.

    Raises SelectorInvalid.
    """
    base = base_address(tree, url)
    addresses = (web_address(base, link.get("href", "")) for link in select(tree, selector))
    return next((address for address in addresses if address and address != url), "")


def _absolute(url: str, pattern: str) -> str:
    # A brace in an address is escaped by some libraries, so a plain word stands in for it.
    return web_address(url, pattern.replace("{page}", "PAGE-NUMBER")).replace(
        "PAGE-NUMBER", "{page}"
    )
