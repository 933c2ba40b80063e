"""Bring a body into paragraphs, however its editor made them."""

import re

from lxml import html
from lxml.html import HtmlElement

# Layout boxes: what they hold stays, they go when the body is sanitised. (Taking each out of the
# tree by itself would take time with the square of their number: 40,000 took over a minute.)
_BOXES = ("div", "section", "article", "main", "center", "header", "footer")
_BLOCKS = frozenset(
    {
        *_BOXES, "p", "table", "ul", "ol", "dl", "blockquote", "pre", "hr", "figure",
        "h1", "h2", "h3", "h4", "h5", "h6",
    }
)  # fmt: skip
_ALIGNABLE = ("p", "h2", "h3", "h4", "h5", "h6", "td", "th")
_ALIGNMENT = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_INDENT = " \t\r\n\f\u3000\u00a0\u2002\u2003\u200b\ufeff"


def put_in_paragraphs(body: HtmlElement) -> None:
    """Turn boxes and loose text into `p`, in place.

    Many sites write paragraphs as `<div>　　text</div>`: the box becomes a paragraph, the blanks
    that imitate an indent go (a channel indents by its style), and where text was centred or set
    to the right it stays so by `align`.
    """
    for heading in body.iter("h1"):
        heading.tag = "h2"  # the title of the article is the only first heading
    for element in body.iter():
        _note_alignment(element, body)
    # Innermost boxes first, so that an outer one sees the paragraphs made of the inner ones.
    for box in reversed(list(body.iter(*_BOXES))):
        if box is not body:
            _unbox(box)
    if _holds_block(body):
        _wrap_loose_text(body)
    elif text_is_there(body):
        _wrap_all(body)
    for paragraph in list(body.iter("p")):
        _tidy(paragraph)


def text_is_there(element: HtmlElement) -> bool:
    """Tell whether anything can be seen of the element: text or a picture."""
    return bool("".join(element.itertext()).strip(_INDENT)) or element.find(".//img") is not None


def _note_alignment(element: HtmlElement, body: HtmlElement) -> None:
    if not isinstance(element.tag, str):
        return
    found = _ALIGNMENT.search(element.get("style", ""))
    alignment = found[1].lower() if found else element.get("align", "").lower()
    if element.tag == "center":
        alignment = "center"
    elif alignment not in {"center", "right"}:
        alignment = _inherited_alignment(element, body)
    element.attrib.pop("align", None)
    if alignment in {"center", "right"} and element.tag in {*_ALIGNABLE, *_BOXES}:
        element.set("align", alignment)


def _inherited_alignment(element: HtmlElement, body: HtmlElement) -> str:
    """Return the alignment of the box that an element stands in."""
    box = None if element is body else element.getparent()
    is_layout = box is not None and box is not body and box.tag in _BOXES
    return box.get("align", "") if box is not None and is_layout else ""


def _unbox(box: HtmlElement) -> None:
    if not _holds_block(box):
        box.tag = "p"
        return
    _wrap_loose_text(box)
    alignment = box.get("align")
    for child in box:
        if alignment and child.tag in _ALIGNABLE and not child.get("align"):
            child.set("align", alignment)


def _holds_block(element: HtmlElement) -> bool:
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _wrap_all(body: HtmlElement) -> None:
    paragraph = html.Element("p")
    paragraph.text, body.text = body.text, None
    paragraph.extend(list(body))
    body.append(paragraph)


def _wrap_loose_text(box: HtmlElement) -> None:
    """Gather each run of text and inline elements between two blocks into a paragraph."""
    children = list(box)
    run = html.Element("p")
    run.text, box.text = box.text, None
    for child in children:
        if child.tag in _BLOCKS or _holds_block(child):
            tail, child.tail = child.tail, None
            _insert(box, run, before=child)
            run = html.Element("p")
            run.text = tail
        else:
            run.append(child)
    _insert(box, run, before=None)


def _insert(box: HtmlElement, run: HtmlElement, *, before: HtmlElement | None) -> None:
    if not text_is_there(run):
        return
    if before is None:
        box.append(run)
    else:
        before.addprevious(run)


def _tidy(paragraph: HtmlElement) -> None:
    if not text_is_there(paragraph):
        paragraph.drop_tree()
        return
    first: HtmlElement | None = paragraph
    while first is not None:
        if first.text:
            first.text = first.text.lstrip(_INDENT)
        first = first[0] if not first.text and len(first) else None
