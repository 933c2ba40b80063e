"""A page as a tree, and the text that a person reads in it."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_bounds import check_attributes, check_size
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.pages import Page

SILENT = frozenset({"script", "style", "noscript", "template"})  # their text is not to be read
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# The parser drops whatever stands behind the first end of a page; some government sites have two.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# No document may hold these characters; lxml refuses to write them where it has read them. Those
# that turn the direction of writing let a text show other words than it holds: no text here has use
# for them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LONGEST_ADDRESS = 4_000  # characters; servers and browsers take no longer ones
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Possessive and bounded: 99,000 line breaks behind one character took 43 s.
_LINE_BREAK_IN_CHINESE = re.compile(
    rf"(?<=[{_CJK}])[^\S\u3000\n]{{0,200}}+\n\s{{0,200}}+(?=[{_CJK}])"
)


def page_text(page: Page) -> str:
    """Return the page decoded. Raises PageTooLarge where parsing it would take too much."""
    check_size(page.content, url=page.url)
    text = decode_page(page.content, hint=page.charset_hint).text
    check_attributes(text, url=page.url)
    return text


def page_tree(text: str, *, url: str = "") -> HtmlElement:
    """Parse a page, however broken; comments are left out, an empty page is an empty tree.

    Raises PageUnreadable, naming `url`, where elements are nested so deep that the parser would
    leave the rest of the page out.
    """
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    content = _REFERENCE.sub(_real_character, printable(_ENDS.sub("", text)))
    try:
        tree = html.document_fromstring(content.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # nothing in it that could be a tree
        return html.document_fromstring(b"<html></html>", parser=parser)
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        raise PageUnreadable(
            f"网页嵌套过深，后面的内容读不到：{url or '（片段）'}",
            remedy="请人工核对原文，必要时手工录入",
        )
    return tree


def printable(text: str) -> str:
    """Return a text without characters that show nothing or change how the others are shown."""
    return _UNPRINTABLE.sub("", text)


def fragment_tree(fragment: str) -> HtmlElement:
    """Parse a piece of a page; what it holds are the children of the element returned."""
    tree = page_tree(fragment)
    body = tree.find("body")
    return tree if body is None else body


def base_address(tree: HtmlElement, page_url: str) -> str:
    """Return what relative links start from: the page's own <base>, else its address."""
    base = tree.find(".//base[@href]")
    return web_address(page_url, base.get("href", "")) or page_url if base is not None else page_url


def web_address(base: str, link: str) -> str:
    """Return a link as an absolute http(s) address, or "" where it leads to no page."""
    if len(link) > _LONGEST_ADDRESS:
        return ""
    try:
        address = urljoin(base, link.strip())
        _ = address.encode()  # half a character, as JSON may hold, goes into no request
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number shows itself only when it is read
    except ValueError:
        return ""
    leads_somewhere = link.strip() and parts.scheme in {"http", "https"} and parts.hostname
    if not leads_somewhere:
        return ""
    # `hTTp://` and characters in front of it are no matter to the parser, but to others they are.
    return address if address.startswith(("http://", "https://")) else parts.geturl()


def _real_character(reference: re.Match[str]) -> str:
    """Leave a reference such as `&#12288;` alone, drop one to a character that may not be."""
    digits = reference[1] or reference[2]
    code = int(digits[-8:], 16 if reference[1] else 10)
    is_real = code <= 0x10FFFF and not _UNPRINTABLE.match(chr(code))
    return reference[0] if is_real else ""


def text_of(element: HtmlElement, *, without: HtmlElement | None = None) -> str:
    """Return the text of an element on one line, leaving out scripts and `without`.

    Inline elements add nothing: `<span>2026</span>年` is `2026年`. A line break in the source
    between two Chinese characters is no space.
    """
    joined = "".join(_visible_text(element, without))
    return " ".join(_LINE_BREAK_IN_CHINESE.sub("", joined).split())


def _visible_text(element: HtmlElement, without: HtmlElement | None) -> Iterator[str]:
    silent_depth = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        is_silent = node is without or node.tag in SILENT
        if event == "start":
            silent_depth += is_silent
            if node.tag == "br":
                yield "\n"
            if not silent_depth and node.text:
                yield node.text
            continue
        silent_depth -= is_silent
        if not silent_depth and node is not element and node.tail:
            yield node.tail


def host_of(url: str) -> str:
    """Return the host of an address, in lower case."""
    return urlsplit(url).hostname or ""
