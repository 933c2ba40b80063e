"""What of foreign HTML may enter: the structure of a document, and nothing that acts."""

import re

import nh3

# A reprint keeps paragraphs, headings, lists, tables, emphasis, pictures and links. `div` and
# `span` carry layout only; their content stays.
_PARAGRAPHS = {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_LISTS = {"ul", "ol", "li", "dl", "dt", "dd"}
_TABLES = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
_INLINE = {"a", "strong", "b", "em", "i", "u", "s", "sub", "sup", "img", "figure", "figcaption"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # nh3 would let lang and title through everywhere
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "ol": {"start"},
}
# Where a document centres its heading or sets its signature to the right, that is part of it.
_ALIGNABLE = ("p", "h2", "h3", "h4", "h5", "h6", "td", "th")
_ALIGNMENTS = {tag: {"align": {"center", "right"}} for tag in _ALIGNABLE}
# Here not only the tag goes but what is in it: it was never meant to be read as text.
_CODE = {"script", "style", "noscript", "template", "head", "title"}
_FOREIGN = {"iframe", "frame", "noframes", "object", "embed", "applet", "svg", "math"}
_CONTROLS = {"select", "option", "textarea", "button", "input"}

_STORED_FILE = re.compile(r"^files/[0-9a-f]{64}$")
_WEB_ADDRESS = re.compile(r"^https?://[^/\s]", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"^\d{1,3}$")
_NUMERIC = frozenset({"colspan", "rowspan", "span", "start"})


def _checked_value(_tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src"}:
        kept = bool(_WEB_ADDRESS.match(value) or _STORED_FILE.match(value))
    elif attribute in _NUMERIC:
        kept = bool(_SMALL_NUMBER.match(value))
    else:
        kept = True
    return value if kept else None


_MOST_READINGS = 8

_CLEANER = nh3.Cleaner(
    tags=_PARAGRAPHS | _LISTS | _TABLES | _INLINE,
    attributes=_ATTRIBUTES,
    tag_attribute_values=_ALIGNMENTS,
    attribute_filter=_checked_value,
    clean_content_tags=_CODE | _FOREIGN | _CONTROLS,
    strip_comments=True,
    link_rel="noopener noreferrer",
    url_schemes={"http", "https"},
)


def sanitised(html: str) -> str:
    """Return foreign HTML reduced to the allow-list; doing it again changes nothing.

    Links and pictures may name web addresses and stored files (`files/<sha256>`), nothing else.
    """
    # A link that lies open across a table is put elsewhere at each reading, by every browser too:
    # what is kept must read the same for all, so it is read until it stays as it is.
    clean = _CLEANER.clean(html)
    for _ in range(_MOST_READINGS):
        again = _CLEANER.clean(clean)
        if again == clean:
            break
        clean = again
    return clean.strip()
