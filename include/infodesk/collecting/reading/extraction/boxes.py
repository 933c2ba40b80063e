"""One walk over a page: every element with what is needed to judge it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from infodesk.collecting.reading.extraction.vocabulary import (
    BLOCK_TAGS,
    BODY_NAMES,
    BODY_TAGS,
    HIDDEN_STYLE,
    JUNK_NAMES,
    JUNK_TAGS,
    SKIPPED_TAGS,
)

_STOPS = re.compile("[，。；！？、：,]")
_DATE_LIKE = re.compile(r"\d\s?[-/.年月]\s?\d")
_LONGEST_NAME = 500  # characters
_SHORT = 160  # characters; a line that names a date is shorter
_NO_PIECES: list[str] = []  # those of all inline elements; a list for each would be garbage
_SENTENCE = 6  # characters; a shorter piece of text holds no sentence worth counting


@dataclass(slots=True, eq=False)
class Box:
    """An element of the page. Text belongs to the nearest block around it."""

    element: HtmlElement
    tag: str
    name: str  # class and id in lower case: what its author calls it
    parent: "Box | None"
    order: int  # position among all boxes
    in_link: bool
    names_body: bool  # it is called what publishing systems call the text
    is_junk_root: bool  # it is called what articles are not
    is_block: bool = True
    block: "Box" = field(init=False)  # itself where it is a block
    end: int = 0  # order of the first box behind it
    pieces: list[str] = field(init=False)  # its text, where it is a block
    chars: int = 0
    link_chars: int = 0
    stops: int = 0  # punctuation: sentences have it, menus do not
    pictures: int = 0
    is_dated: bool = False
    is_junk: bool = False  # it, or something around it, is no part of the article
    gain: float = 0.0  # of everything in it, see content_blocks

    @property
    def text(self) -> str:
        """The text of a block, on one line; the text of blocks inside it is theirs."""
        return " ".join("".join(self.pieces).split())

    @property
    def spaced_text(self) -> str:
        """The same with a space between elements: `<b>10-08</b><b>12:00</b>` is two words."""
        return " ".join(" ".join(self.pieces).split())

    @property
    def is_mostly_links(self) -> bool:
        """Tell whether more than half of its text is in links."""
        return self.link_chars * 2 > self.chars

    def holds(self, other: "Box") -> bool:
        """Tell whether `other` is this box or stands in it."""
        return self.order <= other.order < self.end


def boxes_of(body: HtmlElement) -> list[Box]:
    """Return the boxes of a page in document order.

    Scripts and controls have none, nor have `<b>` and its like without a name: their text is that
    of the block around them.
    """
    boxes: list[Box] = []
    way: list[Box] = []  # from the root to where the walk is
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if element.tag not in SKIPPED_TAGS:
                way.pop().end = len(boxes)
        elif element.tag in SKIPPED_TAGS:
            walk.skip_subtree()
            continue
        else:
            way.append(_entered(element, boxes, way[-1] if way else None))
            if element.text:
                _add_text(way[-1], element.text)
        if event == "end" and element.tail and way:
            _add_text(way[-1], element.tail)
    return boxes


def _entered(element: HtmlElement, boxes: list[Box], parent: Box | None) -> Box:
    """Return the box of an element, or that around it where it needs none of its own."""
    tag = str(element.tag)
    attributes = element.attrib
    is_block = tag in BLOCK_TAGS
    if parent is not None and not is_block:
        if tag == "br":
            parent.block.pieces.append("\n")
            return parent
        if tag == "img":
            parent.block.pictures += 1
            return parent
        if not attributes:
            return parent
    box = _box(element, tag, attributes, parent, len(boxes))
    box.is_block = is_block or parent is None
    box.block = box if box.is_block or parent is None else parent.block
    box.pieces = [] if box.is_block else _NO_PIECES
    boxes.append(box)
    return box


def _box(
    element: HtmlElement,
    tag: str,
    attributes: "etree._Attrib",
    parent: Box | None,
    order: int,
) -> Box:
    name = ""
    names_body, is_junk = tag in BODY_TAGS, tag in JUNK_TAGS
    if attributes:
        name = (
            f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_LONGEST_NAME]
            .strip()
            .lower()
        )
        if name and not (names_body or is_junk):
            names_body, is_junk = _judged(name)
        if "articleBody" in attributes.get("itemprop", ""):
            names_body = True
        if not names_body and _is_hidden(attributes):
            is_junk = True
    in_link = tag == "a" or (parent is not None and parent.in_link)
    return Box(element, tag, name, parent, order, in_link, names_body, is_junk)


@lru_cache(maxsize=8192)
def _judged(name: str) -> tuple[bool, bool]:
    """Tell whether a name is one of the text, and whether one of what surrounds it."""
    names_body = bool(BODY_NAMES.search(name))
    return names_body, not names_body and bool(JUNK_NAMES.search(name))


def _is_hidden(attributes: "etree._Attrib") -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and bool(HIDDEN_STYLE.search(style)))


def _add_text(box: Box, text: str) -> None:
    block = box.block
    block.pieces.append(text)
    stripped = text.strip()
    if not stripped:
        return
    length = len(stripped)
    block.chars += length
    if box.in_link:
        block.link_chars += length
    elif length >= _SENTENCE:
        block.stops += len(_STOPS.findall(stripped))
    if length < _SHORT and not block.is_dated and _DATE_LIKE.search(stripped):
        block.is_dated = True
