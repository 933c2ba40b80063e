"""Where on a page its text stands: the part with the most sentences and the fewest links."""

from collections.abc import Iterator, Sequence

from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.vocabulary import (
    CONTAINER_TAGS,
    END_LINE,
    FOOTER_TEXT,
    HEADING_TAGS,
    INDEX_LABEL,
)

_FULL = 1.0  # a character in a sentence
_BARE = 0.3  # one in a short line without punctuation: a caption, a cell, a menu
_LONG_LINE = 30  # characters; so long a line is text even without punctuation
_LONGEST_LINE = 300
_LINK = -0.6  # one in a block that is mostly links
_FOOTER = -3.0
_LITTLE = 80.0  # gain; a page without more text than that may be one of pictures
_NOTHING_LEFT = 40.0  # gain outside the junk; with less, the junk is the article
_HINT_SHARE = 0.5  # of the best part's gain; less, and the hint names something else
_SPARED_SHARE = 0.5  # of the page's text; a part with more of it is not what it is called
_CORE_SHARE = 0.9  # of a part's gain; a box inside it with so much is the text itself
_CORE_SHARE_AMONG_OTHERS = 0.5  # the same where what stands beside it is plainly something else


def content_box(boxes: Sequence[Box], heading: Box | None) -> Box | None:
    """Return the box that holds the article's text, or None on a page without text.

    Sentences add to a box's gain, links and footers take from it; so the box with the greatest
    gain holds the text and little else. It does not end before the heading. Marks the junk of the
    page on the way.
    """
    own = [_own_gain(box) if box.chars else 0.0 for box in boxes]
    for table in _index_tables(boxes):
        own[table.order : table.end] = [0.0] * (table.end - table.order)
    _mark_junk(boxes, own, heading)
    for box, gain in zip(boxes, own, strict=True):
        box.gain = gain
    for box in reversed(boxes):
        if box.parent is not None and not box.is_junk:
            box.parent.gain += box.gain
    return _best(boxes, heading)


def _own_gain(box: Box) -> float:
    plain = box.chars - box.link_chars
    if box.link_chars > plain:
        return _LINK * box.link_chars
    if box.chars < 300 and FOOTER_TEXT.search("".join(box.pieces)):
        return _FOOTER * plain
    if box.stops:
        return _FULL * plain
    # A long line may do without punctuation; a heap of words is no sentence.
    if plain > _LONGEST_LINE:
        return 0.0
    return _FULL * min(plain, 2 * _LONG_LINE) if plain >= _LONG_LINE else _BARE * plain


def _index_tables(boxes: Sequence[Box]) -> list[Box]:
    """Return the tables of 索引号, 发文机关 and so on that open formal documents."""
    labelled = [box for box in boxes if 2 < box.chars < 40 and INDEX_LABEL.match(box.text)]
    tables = [table for box in labelled if (table := _table_around(box)) is not None]
    return [table for table in dict.fromkeys(tables) if tables.count(table) > 1]


def _table_around(box: Box | None) -> Box | None:
    while box is not None and box.tag != "table":
        box = box.parent
    return box


def _mark_junk(boxes: Sequence[Box], own: Sequence[float], heading: Box | None) -> None:
    """Believe the name of a part, such as `comments`, unless it holds the heading or all text."""
    for box, gain in zip(boxes, own, strict=True):
        box.gain = max(gain, 0.0)
    for box in reversed(boxes):
        if box.parent is not None:
            box.parent.gain += box.gain
    for box in boxes:
        is_around_heading = heading is not None and box.holds(heading)
        box.is_junk_root = (box.is_junk_root and not is_around_heading) or _is_teaser(boxes, box)
    _hand_down(boxes)
    left = sum(max(gain, 0.0) for box, gain in zip(boxes, own, strict=True) if not box.is_junk)
    if boxes and left < min(_NOTHING_LEFT, _SPARED_SHARE * boxes[0].gain):
        for box in boxes:
            box.is_junk_root = box.is_junk_root and box.gain < _SPARED_SHARE * boxes[0].gain
        _hand_down(boxes)


def _hand_down(boxes: Sequence[Box]) -> None:
    for box in boxes:
        box.is_junk = box.is_junk_root or (box.parent is not None and box.parent.is_junk)


def _is_teaser(boxes: Sequence[Box], box: Box) -> bool:
    """Tell whether an item of a list is another article's headline with its beginning below it."""
    if box.tag != "li" or not 3 <= box.end - box.order <= 40:
        return False
    inside = [inner for inner in boxes[box.order : box.end] if inner.chars]
    links = [inner for inner in inside if inner.is_mostly_links]
    headlines = [inner for inner in links if inner.tag in HEADING_TAGS]
    return bool(headlines) and len(inside) - len(links) <= 3


def _best(boxes: Sequence[Box], heading: Box | None) -> Box | None:
    after = heading.order if heading is not None else -1
    behind = [box for box in boxes if not box.is_junk and box.end > after]
    eligible = [box for box in behind if box.gain > 0]
    best = max(eligible, key=lambda box: (box.gain, box.order), default=None)
    if best is None or best.gain < _LITTLE:
        pictured = _pictured(boxes, behind)
        if pictured is not None:
            return pictured
    if best is None:
        return None
    hinted = [
        box
        for box in eligible
        if box.names_body and box.gain >= _HINT_SHARE * best.gain and not box.holds(best)
    ]
    if hinted:
        best = max(hinted, key=lambda box: (box.gain, box.order))
    return _core(boxes, _with_its_neighbours(best))


def _with_its_neighbours(best: Box) -> Box:
    """Take the container of a paragraph: what else stands in it is for the trimming to judge."""
    while best.tag not in CONTAINER_TAGS and best.parent is not None and not best.parent.is_junk:
        best = best.parent
    return best


def _pictured(boxes: Sequence[Box], behind: Sequence[Box]) -> Box | None:
    """Return the box called a text that holds pictures instead (一图读懂), or None."""
    for box in behind:
        inside = boxes[box.order : box.end]
        if box.names_body and any(b.pictures > 0 for b in inside if not b.is_junk):
            return box
    return None


def _core(boxes: Sequence[Box], best: Box) -> Box:
    """Go down while one box inside holds nearly everything, or everything but foreign parts."""
    while True:
        inner = max(_children(boxes, best), key=lambda box: box.gain, default=None)
        if inner is None or inner.tag not in CONTAINER_TAGS or best.stops:
            return best
        if best.names_body and not inner.names_body:
            return best
        if inner.gain < _CORE_SHARE * best.gain and not _stands_among_others(boxes, inner, best):
            return best
        best = inner


def _stands_among_others(boxes: Sequence[Box], inner: Box, outer: Box) -> bool:
    """Tell whether what is beside a box is something else: lists of links, comments."""
    if inner.gain < _CORE_SHARE_AMONG_OTHERS * outer.gain:
        return False
    beside = [box for box in boxes[inner.end : outer.end] if box.chars and not box.is_junk]
    if not beside:
        return False
    links = sum(box.link_chars for box in beside)
    return (
        links * 3 > sum(box.chars for box in beside)
        or sum(1 for box in beside if box.is_dated and box.chars < 60) > 1
        or any(box.chars < 40 and END_LINE.match(box.text) for box in beside[:3])
    )


def _children(boxes: Sequence[Box], box: Box) -> Iterator[Box]:
    order = box.order + 1
    while order < box.end:
        yield boxes[order]
        order = boxes[order].end
