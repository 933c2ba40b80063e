"""Who wrote a text, or edited it, as its page says."""

import re
from collections.abc import Iterator, Sequence

from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.credit_lines import cleaned, head_of
from infodesk.collecting.reading.extraction.page_facts import PageFacts

_PERSON = r"\s*[:：]\s*(?P<name>[^\W\d_·]{2,12}(?:[·、，/][^\W\d_]{2,6}){0,4})(?=$|[\s|)）\]】])"
_AUTHOR = re.compile(r"(?:作者|撰文|^文)" + _PERSON)
_EDITOR = re.compile(r"(?:责任编辑|责编|编辑)" + _PERSON)
_LINE = 160  # characters; a sentence that names somebody is longer
_BEFORE_END, _BEHIND_END = 12, 20  # boxes at the end of the text where its editor is named


def author_of(
    facts: PageFacts, boxes: Sequence[Box], *, title: Box | None, content: Box | None
) -> str:
    """Return who wrote the text, else who edited it, or ""."""
    head = [box for box in head_of(boxes, title, content) if not box.is_junk]
    for box in head:
        if box.tag == "founder-author" and box.chars:
            return box.text
    lines = [box.text for box in (*head, *_tail(boxes, content)) if 3 < box.chars < _LINE]
    for pattern in (_AUTHOR, _EDITOR):
        for line in lines:
            found = pattern.search(line)
            if found:
                return found["name"]
    return cleaned(facts.meta("author"))


def _tail(boxes: Sequence[Box], content: Box | None) -> Iterator[Box]:
    if content is not None:
        start = max(content.order, content.end - _BEFORE_END)
        yield from boxes[start : content.end + _BEHIND_END]
