"""Shows in the text where each finding of the checks stands.

The checks count characters in the plain text of a body; the page shows the body as HTML. White
space differs between the two and nothing else does, so a place is carried over by counting the
characters that are not white space.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from lxml import html as lxml_html

from infodesk.bootstrap import Issue, Severity
from review_desk.xml_text import without_unfit

_GRAVEST_LAST = (Severity.HINT, Severity.MUST_ANSWER, Severity.BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedBody:
    """A body with its findings marked, and which of them could be."""

    html: str
    marked: frozenset[int]  # positions in the list of findings


def mark_findings(html: str, plain: str, findings: Sequence[Issue]) -> MarkedBody:
    """Return the HTML with a <mark> around each finding that has a place in the text.

    Where two overlap, the graver one is marked. A body whose characters do not match its plain
    text is returned as it is: a mark at the wrong place is worse than none.
    """
    root = lxml_html.fragment_fromstring(without_unfit(html), create_parent="div")
    _open_elsewhere(root)
    shown = "".join("".join(root.itertext()).split())
    fates = _fates(plain, findings)
    if "".join(without_unfit(plain).split()) != shown:
        return MarkedBody(html=_inner_html(root), marked=frozenset())
    _mark(root, iter(fates))
    _name_first_marks(root)
    return MarkedBody(
        html=_inner_html(root), marked=frozenset(fate for fate in fates if fate is not None)
    )


def _fates(plain: str, findings: Sequence[Issue]) -> list[int | None]:
    """Return for each visible character the finding that it belongs to."""
    owners: list[int | None] = [None] * len(plain)
    placed = [(n, f) for n, f in enumerate(findings) if f.start is not None and f.end is not None]
    for number, finding in sorted(placed, key=lambda pair: _GRAVEST_LAST.index(pair[1].severity)):
        owners[finding.start : finding.end] = [number] * len(plain[finding.start : finding.end])
    return [
        owner
        for owner, character in zip(owners, plain, strict=True)
        if not character.isspace() and without_unfit(character)
    ]


def _mark(element: lxml_html.HtmlElement, fates: Iterator[int | None]) -> None:
    """Put the marks into an element and all below it, in reading order."""
    children = list(element)
    element.text, marks = _marked(element.text, fates)
    for position, mark in enumerate(marks):
        element.insert(position, mark)
    for child in children:
        _mark(child, fates)
        child.tail, marks = _marked(child.tail, fates)
        for position, mark in enumerate(marks, element.index(child) + 1):
            element.insert(position, mark)


def _marked(
    text: str | None, fates: Iterator[int | None]
) -> tuple[str | None, list[lxml_html.HtmlElement]]:
    """Return what stays plain at the beginning of a text, and the marks with what follows each."""
    if not text:
        return text, []
    leading, marks = "", []
    for owner, piece in _runs(text, fates):
        if owner is not None:
            mark = lxml_html.Element("mark", {"data-finding": str(owner + 1)})
            mark.text = piece
            marks.append(mark)
        elif marks:
            marks[-1].tail = piece
        else:
            leading = piece
    return leading, marks


def _runs(text: str, fates: Iterator[int | None]) -> Iterator[tuple[int | None, str]]:
    owner: int | None = None
    owned: list[tuple[int | None, str]] = []
    for character in text:
        if not character.isspace():
            owner = next(fates)
        owned.append((owner, character))
    for whose, group in groupby(owned, key=lambda pair: pair[0]):
        yield whose, "".join(character for _, character in group)


def _name_first_marks(root: lxml_html.HtmlElement) -> None:
    """Let the list of findings lead to the first mark of each."""
    for mark in root.iter("mark"):
        number = mark.get("data-finding", "")
        if root.find(f".//mark[@id='in-text-{number}']") is None:
            mark.set("id", f"in-text-{number}")


def _open_elsewhere(root: lxml_html.HtmlElement) -> None:
    """Let links of the text open beside the page, so that nobody loses what he has typed."""
    for link in root.iter("a"):
        if link.get("href", "").startswith(("http:", "https:")):
            link.set("target", "_blank")
            link.set("rel", "noopener noreferrer")


def _inner_html(root: lxml_html.HtmlElement) -> str:
    children = "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return f"{escape(root.text or '', quote=False)}{children}"
