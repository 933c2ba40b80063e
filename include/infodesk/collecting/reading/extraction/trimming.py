"""Cut away what stands around the text inside its own box."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from infodesk.collecting.reading.extraction.attached import leads_to_file
from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.titles import comparable_title
from infodesk.collecting.reading.extraction.vocabulary import (
    CLOCK_TIME,
    END_LINE,
    HEAD_LINE,
    INDEX_LABEL,
)

_HEAD_BLOCKS = 14  # blocks with text among which the lines under the title are looked for
_HEAD_LENGTH = 160  # characters of such a line at most
_SENTENCE = 20  # characters; a line with punctuation and so long begins the text
_END_LENGTH = 120  # characters of a line behind which nothing of the article follows
_FEW_LINKS = 2
_REST_SHARE = 0.25  # of the text; with more behind it, such a line is one of the text
_TEXT_BEFORE_HEADING = 0.3  # of the text; with more before it, the heading is that of a section


def trimmed_body(
    boxes: Sequence[Box], content: Box, *, title: str, heading: Box | None
) -> HtmlElement:
    """Return the element of `content` with only its article left in it; the page is changed."""
    inside = boxes[content.order : content.end]
    blocks = [box for box in inside if box.is_block and not box.is_junk]
    first = _first_kept(blocks, comparable_title(title), heading)
    last = _last_kept(blocks, first)
    kept = {box.order for box in blocks[first : last + 1] if not _is_link_item(box)}
    _prune(inside, content, kept)
    return content.element


def _first_kept(blocks: Sequence[Box], title: str, heading: Box | None) -> int:
    first = number = _behind_heading(blocks, heading)
    seen = 0
    while number < len(blocks) and seen < _HEAD_BLOCKS:
        box = blocks[number]
        number += 1
        if not box.chars:
            continue
        seen += 1
        if INDEX_LABEL.search(box.text):
            first = number = max(number, _behind_table(blocks, box))
        elif _is_head(box, title):
            first = number
        elif box.stops and box.chars >= _SENTENCE:
            break
    return first if first < len(blocks) else 0


def _behind_table(blocks: Sequence[Box], box: Box) -> int:
    """Return the number of the first block behind the table of 索引号, 发文字号 and so on."""
    table: Box | None = box
    while table is not None and table.tag != "table":
        table = table.parent
    if table is None or table.stops + sum(b.stops for b in blocks if table.holds(b)) > 40:
        return 0
    return sum(other.order < table.end for other in blocks)


def _behind_heading(blocks: Sequence[Box], heading: Box | None) -> int:
    if heading is None:
        return 0
    before = [box for box in blocks if box.order < heading.end]
    text_before = sum(box.chars for box in before if _is_paragraph(box))
    if not before or text_before > _TEXT_BEFORE_HEADING * sum(box.chars for box in blocks):
        return 0
    return len(before) if len(before) < len(blocks) else 0


def _is_paragraph(box: Box) -> bool:
    return box.stops > 2 and box.chars > 60 and not box.is_mostly_links


def _is_head(box: Box, title: str) -> bool:
    """Tell whether a block is the title, or the line of date, source and buttons under it."""
    if box.chars > _HEAD_LENGTH or (box.stops > 4 and box.chars > 60):
        return False
    text = box.text
    if (title and comparable_title(text) == title) or HEAD_LINE.search(text):
        return True
    return box.is_dated and box.chars < 40 and bool(CLOCK_TIME.search(text))


def _last_kept(blocks: Sequence[Box], first: int) -> int:
    weights = [box.chars - box.link_chars for box in blocks]
    most_behind = _REST_SHARE * sum(weights[first:])
    last, behind = len(blocks) - 1, 0
    for number in range(len(blocks) - 1, first, -1):
        box = blocks[number]
        behind += weights[number]
        if behind > most_behind:
            break
        if 0 < box.chars <= _END_LENGTH and END_LINE.match(box.text):
            last = number - 1
    return _before_links(blocks, first, last)


def _before_links(blocks: Sequence[Box], first: int, last: int) -> int:
    """Leave a list of links to other articles out; one or two, or attachments, may belong."""
    number, links = last, 0
    while number > first and (not blocks[number].chars or _is_only_link(blocks[number])):
        links += bool(blocks[number].chars)
        number -= 1
    return number if links > _FEW_LINKS else last


def _is_only_link(box: Box) -> bool:
    if box.link_chars < 0.9 * box.chars or box.pictures or box.text.startswith("附件"):
        return False
    return not any(leads_to_file(link) for link in box.element.iter("a"))


def _is_link_item(box: Box) -> bool:
    return box.link_chars > 8 and box.tag in {"li", "dd", "dt"} and _is_only_link(box)


def _prune(inside: Sequence[Box], content: Box, kept: set[int]) -> None:
    """Take every block out that is not kept and holds none that is."""
    holding = set(kept)
    for box in reversed(inside):
        if box.order in holding and box.parent is not None and box is not content:
            holding.add(box.parent.order)
    holding_elements = {box.element for box in inside if box.order in holding}
    gone_until = 0
    for box in inside:
        if box.order < gone_until:
            continue
        if box is not content and (box.is_junk_root or (box.is_block and box.order not in holding)):
            if box.element.getparent() is not None:  # else it went with the text around it
                box.element.drop_tree()
            gone_until = box.end
        elif box.is_block and box.order not in kept and box.chars:
            _clear_own_text(box, holding_elements)


def _clear_own_text(box: Box, holding: set[HtmlElement]) -> None:
    box.element.text = None
    for child in list(box.element):
        child.tail = None
        if child not in holding:
            box.element.remove(child)
