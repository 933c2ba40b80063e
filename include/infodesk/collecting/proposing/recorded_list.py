"""Trim a list page to its first entries, so that a recorded source stays small."""

import json
import re

from lxml import html

from infodesk.catalog.sources import Source, SourceKind
from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_tree import page_text, page_tree
from infodesk.collecting.web.pages import Page
from infodesk.collecting.web.selectors import select

_FEED_ENTRY = re.compile(r"<(item|entry)\b.*?</\1\s*>\s*", re.DOTALL | re.IGNORECASE)


def trimmed_list(page: Page, source: Source, *, keep: int) -> bytes:
    """Return the page with no more than its first `keep` entries, else as it was.

    The charset stays. A newspaper is recorded whole: its pages belong together.
    """
    decoded = decode_page(page.content, hint=page.charset_hint)
    if source.kind is SourceKind.FEED:
        return _encoded(_without_later_entries(decoded.text, keep), decoded.charset)
    if source.json_list is not None:
        return _encoded(_cut(decoded.text, source.json_list.items, keep), decoded.charset)
    if source.list is None:
        return page.content
    tree = page_tree(page_text(page))
    for element in select(tree, source.list.item)[keep:]:
        element.drop_tree()
    written = html.tostring(
        tree, encoding="unicode", doctype="<!DOCTYPE html>", include_meta_content_type=True
    )
    return _encoded(written, decoded.charset)


def _without_later_entries(text: str, keep: int) -> str:
    later = list(_FEED_ENTRY.finditer(text))[keep:]
    for match in reversed(later):
        text = text[: match.start()] + text[match.end() :]
    return text


def _cut(text: str, path: str, keep: int) -> str:
    data = json.loads(text.lstrip("\ufeff"))
    *above, last = path.split(".")
    holder = data
    for name in above:
        holder = holder[name]
    holder[last] = holder[last][:keep]
    return json.dumps(data, ensure_ascii=False, indent=1)


def _encoded(text: str, charset: str) -> bytes:
    return text.encode(charset, errors="xmlcharrefreplace")
