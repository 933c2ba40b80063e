"""Attachments that a page offers beside its text: below it, or in a table of their own."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from infodesk.collecting.reading.extraction.boxes import Box

_FILE = re.compile(
    r"\.(?:pdf|ofd|docx?|wps|xlsx?|et|csv|pptx?|txt|zip|rar|7z|ceb)(?:[?#]|\s*$)", re.IGNORECASE
)
_NEAR = 60  # boxes before and behind the text; further off, files are those of the site


def attached_links(boxes: Sequence[Box], content: Box | None) -> tuple[HtmlElement, ...]:
    """Return the links to files that stand near the text, but not in it."""
    if content is None:
        return ()
    near = (
        *boxes[max(content.order - _NEAR, 0) : content.order],
        *boxes[content.end : content.end + _NEAR],
    )
    return tuple(
        box.element
        for box in near
        if box.tag == "a" and not box.is_junk and leads_to_file(box.element)
    )


def leads_to_file(link: HtmlElement) -> bool:
    """Tell whether a link leads to a document and not to a page."""
    return bool(_FILE.search(link.get("href", "")))
