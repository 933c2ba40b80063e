"""Lets a person who knows no HTML change the words of a body: each paragraph is a field of its own.

A body is taken apart into pieces, runs of text without a picture, table or line break in between.
Each is shown as a text field where it stands, inside its own table cell or list item. What comes
back is put into the body by character, so that links and bold type in a paragraph survive a
corrected word, and a body of which nothing was changed comes back exactly as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import html as lxml_html

from review_desk.diffs import Change, diff_text
from review_desk.xml_text import without_unfit

Element = lxml_html.HtmlElement

# Text inside these flows with the text around it.
_INLINE = frozenset({"a", "b", "em", "i", "s", "strong", "sub", "sup", "u", "mark", "span"})
# A new line typed into one of these begins another one of its kind; elsewhere it is a line break.
_REPEATABLE = frozenset({"p", "li"})
_REMOVABLE = _REPEATABLE | {"h2", "h3", "h4", "h5", "h6", "blockquote", "dt", "dd", "figcaption"}
MOST_PIECES = 600  # a form may have 1,000 fields; longer tables stay as they are


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where text hangs in the tree: an element's text, or what follows the element."""

    element: Element
    is_tail: bool

    @property
    def text(self) -> str:
        """The text that hangs here."""
        return (self.element.tail if self.is_tail else self.element.text) or ""

    def put(self, text: str) -> None:
        """Hang other text here."""
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text

    def put_after(self, element: Element) -> None:
        """Hang an element behind the text that hangs here."""
        if not self.is_tail:
            self.element.insert(0, element)
            return
        parent = self.element.getparent()
        if parent is not None:
            parent.insert(parent.index(self.element) + 1, element)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside one block."""

    block: Element
    slots: list[Slot] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The run as a person reads and edits it."""
        return " ".join("".join(slot.text for slot in self.slots).split())

    @property
    def is_whole_block(self) -> bool:
        """Whether the block holds nothing but this run."""
        own = {slot.element for slot in self.slots}
        return all(element in own for element in self.block.iter())


class EditableBody:
    """A body in pieces."""

    def __init__(self, html: str) -> None:
        """Take a sanitised body apart."""
        self._html = html
        self._root: Element = lxml_html.fragment_fromstring(
            without_unfit(html), create_parent="div"
        )
        self.pieces = _pieces_of(self._root)

    @property
    def texts(self) -> list[str]:
        """The words of each piece."""
        return [piece.text for piece in self.pieces]

    def edited(self, texts: Sequence[str], *, appended: str = "") -> str:
        """Return the body with its pieces replaced, and paragraphs added at its end.

        Raises ValueError when there are not as many texts as pieces.
        """
        wanted = [
            (piece, text.strip())
            for piece, text in zip(self.pieces, texts, strict=True)
            if " ".join(text.split()) != piece.text or "\n" in text.strip()
        ]
        added = [line.strip() for line in appended.splitlines() if line.strip()]
        if not wanted and not added:
            return self._html
        for piece, text in wanted:
            _replace(piece, text)
        for line in added:
            self._root.append(_element("p", line))
        return self._inner_html()

    def as_form(self, texts: Sequence[str]) -> str:
        """Return the body with a text field in the place of each piece; the tree is used up."""
        for number, (piece, text) in enumerate(zip(self.pieces, texts, strict=True), 1):
            _show_as_field(piece, text, number)
        for link in self._root.iter("a"):
            link.attrib.pop("href", None)  # a click into a field must not lead away
        return self._inner_html()

    def _inner_html(self) -> str:
        whole = lxml_html.tostring(self._root, encoding="unicode")
        return whole.removeprefix("<div>").removesuffix("</div>")


def _pieces_of(root: Element) -> list[Piece]:
    found: list[Piece] = []
    _walk(root, found)
    with_text = [piece for piece in found if piece.text]
    if len(with_text) <= MOST_PIECES:
        return with_text
    return [p for p in with_text if not any(True for _ in p.block.iterancestors("table"))][
        :MOST_PIECES
    ]


def _walk(block: Element, found: list[Piece]) -> None:
    piece = Piece(block, [Slot(block, is_tail=False)])
    found.append(piece)
    for child in block:
        if _flows(child):
            piece.slots.extend(_slots_within(child))
        else:
            _walk(child, found)
            piece = Piece(block)
            found.append(piece)
        piece.slots.append(Slot(child, is_tail=True))


def _flows(element: Element) -> bool:
    return all(inner.tag in _INLINE for inner in element.iter())


def _slots_within(element: Element) -> list[Slot]:
    slots = [Slot(element, is_tail=False)]
    for child in element:
        slots += [*_slots_within(child), Slot(child, is_tail=True)]
    return slots


def _replace(piece: Piece, text: str) -> None:
    first, *more = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    parent = piece.block.getparent()
    if not first and parent is not None and _may_go(piece):
        piece.block.drop_tree()
        return
    for slot, part in zip(
        piece.slots, _spread([slot.text for slot in piece.slots], first), strict=True
    ):
        slot.put(part)
    if parent is not None and piece.block.tag in _REPEATABLE and piece.is_whole_block:
        _add_blocks(piece.block, more)
    else:
        for line in reversed(more):
            line_break = lxml_html.Element("br")
            line_break.tail = line
            piece.slots[-1].put_after(line_break)


def _may_go(piece: Piece) -> bool:
    return piece.block.tag in _REMOVABLE and piece.is_whole_block


def _add_blocks(block: Element, lines: Sequence[str]) -> None:
    for line in reversed(lines):
        further = _element(str(block.tag), line)
        further.attrib.update(dict(block.attrib))
        further.tail, block.tail = block.tail, None
        block.addnext(further)


def _element(tag: str, text: str) -> Element:
    element = lxml_html.Element(tag)
    element.text = text
    return element


def _spread(parts: Sequence[str], text: str) -> list[str]:
    """Return a new text in as many parts as the old one: what is inserted stays where it is typed.

    An insertion at a seam goes to the part on its left, as in a word processor.
    """
    fresh = ["" for _ in parts]
    owners = [number for number, part in enumerate(parts) for _ in part]
    at, current = 0, 0
    for span in diff_text("".join(parts), text):
        if span.change is Change.ADDED:
            fresh[current] += span.text
            continue
        for character in span.text:
            current = owners[at]
            at += 1
            if span.change is Change.SAME:
                fresh[current] += character
    return fresh


def _show_as_field(piece: Piece, text: str, number: int) -> None:
    area = lxml_html.Element(
        "textarea",
        {
            "name": "piece",
            "rows": str(min(12, 1 + len(text) // 24)),
            "aria-label": f"第 {number} 段文字",
        },
    )
    area.text = text
    first = piece.slots[0]
    for slot in piece.slots[1:]:
        slot.put("")
        if slot.is_tail and slot.element.getparent() is not None and slot.element.tag in _INLINE:
            slot.element.drop_tree()
    first.put("")
    first.put_after(area)
