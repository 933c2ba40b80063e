"""The text that a reader meets, freed of everything that a template may change.

Channels dress a text differently; whether they show what was approved is decided on these.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lxml import html as lxml_html

from infodesk.articles.article import Content

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
})  # fmt: skip
UNREAD = frozenset({"script", "style", "template", "noscript", "head", "title"})


@lru_cache(maxsize=4)  # a body that comes in is asked for its words by one rule after another
def readable_text(html: str) -> str:
    """Return the words of a page or fragment, one line a paragraph, row cell or heading.

    Runs of white space are one space; empty lines are left out.
    """
    if not html.strip():
        return ""
    # Given as bytes with a known encoding: lxml refuses a string that names another one itself.
    parser = lxml_html.HTMLParser(encoding="utf-8")
    page = f"<div>{html}</div>".encode(errors="replace")  # never empty, which lxml refuses too
    root = lxml_html.document_fromstring(page, parser=parser)
    lines = "".join(_words(root)).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def content_text(content: Content) -> str:
    """Return title and body as a reader meets them."""
    return f"{' '.join(content.title.split())}\n{readable_text(content.body_html)}".rstrip("\n")


def comparable(text: str) -> str:
    """Fold what no reader sees: white space of any kind and invisible characters.

    Punctuation is kept as it is: a comma of another width is another text.
    """
    return "".join(
        c
        for c in unicodedata.normalize("NFC", text)
        if not c.isspace() and unicodedata.category(c) != "Cf"
    )


def reads_as_approved(seen: str, content: Content) -> bool:
    """Tell whether the text seen holds the approved title and, unbroken, the approved body.

    A foreign page brings its own navigation along, so words around the text do not count; a
    changed, missing or inserted character inside it does.
    """
    page = comparable(seen)
    return (
        comparable(content.title) in page and comparable(readable_text(content.body_html)) in page
    )


def _words(element: lxml_html.HtmlElement) -> Iterator[str]:
    is_block = element.tag in BLOCKS
    if is_block:
        yield "\n"
    # A comment has no string as its tag, and nothing in it is read.
    if isinstance(element.tag, str) and element.tag not in UNREAD:
        yield _flowed(element.text)
        for child in element:
            yield from _words(child)
            yield _flowed(child.tail)
    if is_block:
        yield "\n"


def _flowed(text: str | None) -> str:
    """Return text whose line breaks are mere white space, as a browser takes them."""
    return " ".join((text or "").splitlines())
