"""Find the list in a page: the most regular repetition of links with titles and dates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lxml.html import HtmlElement

from infodesk.collecting.listing.listed import is_elsewhere
from infodesk.collecting.reading.dates import published_in, published_in_address
from infodesk.collecting.web.page_tree import text_of, web_address

_LEAST_TITLE = 5  # characters; menus have shorter names
_WHOLE_TITLE = 24  # characters; longer titles are no surer sign
_ENTRY_TAGS = frozenset({"li", "tr", "dd", "dt", "div", "p", "a", "article", "section"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a list: its element, and the link in it that looks most like a title."""

    element: HtmlElement
    link: HtmlElement
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedLinks:
    """Children of one element, of one tag, each with a link; or of several elements alike."""

    parents: tuple[HtmlElement, ...]
    tag: str
    entries: tuple[Entry, ...]
    weight: float


def find_list(tree: HtmlElement, *, base: str, url: str, today: date) -> RepeatedLinks | None:
    """Return the repetition that is most likely the list of articles, or None.

    Long titles and dates speak for a list, short words for a menu. The last of equals wins: the
    innermost, where one list encloses another.
    """
    best: RepeatedLinks | None = None
    for parent in tree.iter():
        if not isinstance(parent.tag, str):
            continue
        for found in _repetitions(parent, base=base, url=url, today=today):
            if best is None or found.weight >= best.weight:
                best = found
    return _with_siblings(best, base=base, url=url) if best else None


def title_of(link: HtmlElement) -> str:
    """Return the title that a link shows or carries, the longer of the two."""
    return max(" ".join(link.get("title", "").split()), text_of(link), key=len)


def _repetitions(
    parent: HtmlElement, *, base: str, url: str, today: date
) -> Iterator[RepeatedLinks]:
    by_tag: dict[str, list[HtmlElement]] = {}
    for child in parent:
        if child.tag in _ENTRY_TAGS:
            by_tag.setdefault(child.tag, []).append(child)
    for tag, children in by_tag.items():
        entries = [entry for child in children if (entry := _entry(child, base=base, url=url))]
        weight = sum(_weight(entry, today) for entry in entries)
        # A column may be new: then one entry is all there is, and only its date shows what it is.
        if weight and (len(entries) > 1 or _is_dated(entries[0], today)):
            yield RepeatedLinks(parents=(parent,), tag=tag, entries=tuple(entries), weight=weight)


def _with_siblings(found: RepeatedLinks, *, base: str, url: str) -> RepeatedLinks:
    """Add the entries of elements beside the list that are made like it: a list cut in pieces."""
    first = found.parents[0]
    around = first.getparent()
    alike = [
        element
        for element in (around if around is not None else [])
        if element.tag == first.tag and element.get("class") == first.get("class")
    ]
    if len(alike) < 2:
        return found
    entries = [
        entry
        for parent in alike
        for child in parent
        if child.tag == found.tag and (entry := _entry(child, base=base, url=url))
    ]
    if any(len(title_of(entry.link)) < _LEAST_TITLE for entry in entries):
        return found  # menus, too, are often made like lists
    return replace(found, parents=tuple(alike), entries=tuple(entries))


def _entry(element: HtmlElement, *, base: str, url: str) -> Entry | None:
    links = [element] if element.tag == "a" else list(element.iter("a"))
    found = [
        Entry(element=element, link=link, address=address)
        for link in links
        if (address := web_address(base, link.get("href", ""))) and is_elsewhere(address, url)
    ]
    # Links of a box inside the entry ("related") come behind the title, so the first of equals.
    return max(found, key=lambda entry: min(len(title_of(entry.link)), _WHOLE_TITLE), default=None)


def _weight(entry: Entry, today: date) -> float:
    length = len(title_of(entry.link))
    if length < _LEAST_TITLE:
        return 0
    is_dated = _is_dated(entry, today)
    is_filed = published_in_address(entry.address) is not None
    return min(length, _WHOLE_TITLE) / _WHOLE_TITLE * (1 + 2 * is_dated + is_filed)


def _is_dated(entry: Entry, today: date) -> bool:
    around = text_of(entry.element, without=entry.link)
    return published_in(around, today=today) is not None
