"""The number of a document (文号) where a page shows it beside the text."""

import re
from collections.abc import Sequence

from infodesk.collecting.reading.credits import document_number_in
from infodesk.collecting.reading.extraction.boxes import Box

_LABEL = re.compile(r"^\W*(?:发文字号|发文文号|文件编号|文\s*号)\s*[\]】]?\s*[:：]?")


def document_number_of(boxes: Sequence[Box], content: Box | None) -> str:
    """Return the number in the table of 索引号 and 发文字号 that opens formal documents, or ""."""
    until = len(boxes) if content is None else content.end
    shown = [box for box in boxes[:until] if box.chars]
    for number, box in enumerate(shown):
        label = _LABEL.match(box.text) if box.chars < 80 else None
        if not label:
            continue
        beside = shown[number + 1].text if number + 1 < len(shown) else ""
        return document_number_in(box.text[label.end() :] or beside)
    return ""
