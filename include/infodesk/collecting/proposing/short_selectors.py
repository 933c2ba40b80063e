"""Write short and stable selectors for what was found in a page."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from infodesk.collecting.proposing.repeated_links import Entry, RepeatedLinks
from infodesk.collecting.web.page_tree import host_of
from infodesk.collecting.web.selectors import select, select_first

# A name with many digits, or of a state the page is in, will not be the same tomorrow.
_UNSTABLE = re.compile(r"\d{3}|^(on|active|cur|current|hover|first|last|odd|even|clearfix|clear)$")
_NAME = re.compile(r"^[A-Za-z_][\w-]*$")
_MOST_STEPS = 6


def item_selector(tree: HtmlElement, found: RepeatedLinks) -> str:
    """Return the shortest selector that takes the entries of a list and no others.

    Where none does, the path from the nearest ancestor with a name.
    """
    wanted = {entry.element for entry in found.entries}
    allowed = {child for parent in found.parents for child in parent}
    first = found.parents[0]
    for parent in _ways_to(first):
        selector = f"{parent} > {found.tag}"
        chosen = set(select(tree, selector))
        if wanted <= chosen <= allowed:
            return selector
    around = first.getparent()
    if len(found.parents) > 1 and around is not None:
        return f"{_path(around)} > {first.tag!s} > {found.tag}"
    return f"{_path(first)} > {found.tag}"


def without_odd_entries(found: RepeatedLinks) -> tuple[RepeatedLinks, str]:
    """Leave out entries of another make: advertisements that lead to another site.

    Returns the rest, and what to add to the selector: `:not(.ad)`, or "".
    """
    hosts = Counter(host_of(entry.address) for entry in found.entries)
    own_host, _ = hosts.most_common(1)[0]
    odd = [entry for entry in found.entries if host_of(entry.address) != own_host]
    rest = [entry for entry in found.entries if entry not in odd]
    if not odd or len(odd) > len(rest) / 2:
        return found, ""
    common = set.intersection(*(set(entry.element.get("class", "").split()) for entry in odd))
    kept = {name for entry in rest for name in entry.element.get("class", "").split()}
    name = min(filter(_is_stable, common - kept), default="")
    return (replace(found, entries=tuple(rest)), f":not(.{name})") if name else (found, "")


def link_selector(found: RepeatedLinks) -> str:
    """Return a selector that finds the title's link in each entry."""
    if found.tag == "a":
        return ""
    steps = _steps_from(found.entries[0].element, found.entries[0].link)
    for selector in (":scope > a[href]", "a[href]", "a[title]", *_relative(steps)):
        if all(_finds(entry, selector, entry.link) for entry in found.entries):
            return selector
    return "a[href]"


def below(entry: HtmlElement, element: HtmlElement) -> list[str]:
    """Return selectors for an element of an entry, the shortest first."""
    return _relative(_steps_from(entry, element))


def _finds(entry: Entry, selector: str, element: HtmlElement) -> bool:
    return select_first(entry.element, selector) is element


def _ways_to(element: HtmlElement) -> Iterator[str]:
    """Yield selectors for an element, from the shortest to those that name its ancestors."""
    own = list(_names(element))
    yield from own
    own_tag = tail = str(element.tag)
    above: HtmlElement | None = element.getparent()
    for _ in range(_MOST_STEPS):
        if above is None or above.tag in {"body", "html"}:
            return
        for name in _names(above):
            for last in (*own, own_tag):
                yield f"{name} {last}"
            yield f"{name} > {tail}"
        tail = f"{_step(above)} > {tail}"
        above = above.getparent()


def _names(element: HtmlElement) -> Iterator[str]:
    identity = element.get("id", "")
    if _NAME.match(identity) and not re.search(r"\d{4}", identity):
        yield f"#{identity}"
    for name in element.get("class", "").split():
        if _NAME.match(name) and not _UNSTABLE.search(name):
            yield f"{element.tag!s}.{name}"


def _step(element: HtmlElement) -> str:
    """Return an element's place among its siblings."""
    parent = element.getparent()
    alike = [child for child in parent if child.tag == element.tag] if parent is not None else []
    if len(alike) < 2 or parent is None:
        return str(element.tag)
    place = [child for child in parent if isinstance(child.tag, str)].index(element) + 1
    return f"{element.tag!s}:nth-child({place})"


def _path(element: HtmlElement) -> str:
    steps = [_step(element)]
    above = element.getparent()
    while above is not None and above.tag not in {"body", "html"}:
        name = next(_names(above), "")
        if name.startswith("#"):
            return " > ".join([name, *steps])
        steps.insert(0, _step(above))
        above = above.getparent()
    return " > ".join(["body", *steps])


def _steps_from(entry: HtmlElement, element: HtmlElement) -> list[HtmlElement]:
    """Return the elements from below an entry down to one of its own."""
    steps = [element]
    while (above := steps[0].getparent()) is not None and above is not entry:
        steps.insert(0, above)
    return steps


def _relative(steps: list[HtmlElement]) -> list[str]:
    last = steps[-1]
    names = [f".{n}" for n in last.get("class", "").split() if _is_stable(n)]
    whole = ":scope > " + " > ".join(str(step.tag) for step in steps)
    placed = ":scope > " + " > ".join(_step(step) for step in steps)
    return [whole, *names, placed] if len(steps) == 1 else [*names, whole, placed]


def _is_stable(name: str) -> bool:
    return bool(_NAME.match(name)) and not _UNSTABLE.search(name)
