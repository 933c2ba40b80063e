"""Read a list page with the selectors of its source."""

from datetime import date, datetime

from lxml.html import HtmlElement

from infodesk.catalog.sources import ListSelectors
from infodesk.collecting.listing.listed import ListedItem, Listing, is_elsewhere, unlinked_entry
from infodesk.collecting.reading.dates import published_in, published_in_address
from infodesk.collecting.web.page_tree import base_address, text_of, web_address
from infodesk.collecting.web.selectors import select, select_first
from infodesk.kernel.issues import Issue


def read_list(tree: HtmlElement, *, url: str, selectors: ListSelectors, today: date) -> Listing:
    """Return the items of a list page.

    An item inside another item (the "related" links of a pop-up box) is none; an empty separator
    is passed over. Where the list gives no date, the day in the article's address is taken.
    Raises SelectorInvalid.
    """
    base = base_address(tree, url)
    items: dict[str, ListedItem] = {}
    issues: list[Issue] = []
    entries = dates_read = 0
    for element in _outermost(select(tree, selectors.item)):
        link, address = _link(element, selectors.link, base)
        if link is None or not address or not is_elsewhere(address, url):
            if text := text_of(element):
                issues.append(unlinked_entry(text))
            continue
        entries += 1
        published = _published(element, link, selectors.date, today)
        dates_read += published is not None
        item = ListedItem(
            url=address,
            title=_title(element, link, selectors.title),
            published=published or published_in_address(address),
        )
        items.setdefault(address, item)
    return Listing(
        items=tuple(items.values()),
        issues=tuple(issues),
        repeated=entries - len(items),
        dates_read=dates_read,
    )


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    chosen = set(elements)
    return [e for e in elements if not any(above in chosen for above in e.iterancestors())]


def _link(element: HtmlElement, selector: str, base: str) -> tuple[HtmlElement | None, str]:
    """Return the link of an entry and where it leads; an entry may be the link itself."""
    link = select_first(element, selector)
    if link is None and element.tag == "a":
        link = element
    return link, web_address(base, link.get("href", "")) if link is not None else ""


def _title(element: HtmlElement, link: HtmlElement, selector: str) -> str:
    named = select_first(element, selector) if selector else None
    if named is not None:
        return text_of(named)
    # The attribute is whole where the visible text is often cut to fit the column.
    return " ".join(link.get("title", "").split()) or text_of(link)


def _published(
    element: HtmlElement, link: HtmlElement, selector: str, today: date
) -> datetime | None:
    dated = select_first(element, selector) if selector else None
    # A title may name days of its own, so the link is no part of the date.
    return published_in(text_of(dated, without=link), today=today) if dated is not None else None
