"""Make an approved body fit for a channel's page: its files found, its markup whole and inert.

The words are not touched. The body was sanitised before it was reviewed; that it can do nothing
in a reader's browser is checked again here, because from here it goes to the public.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from lxml import html as lxml_html

from infodesk.articles.article import Attachment, Content
from infodesk.channels.channel import EditionUnfit

FILE_REFERENCE = re.compile(r"(?:\./)?files/([0-9a-f]{64})")
# Elements that run, load, collect or change how a browser parses what follows.
ACTIVE = frozenset({
    "applet", "base", "body", "button", "embed", "form", "frame", "frameset", "head", "html",
    "iframe", "input", "link", "math", "meta", "noembed", "noframes", "noscript", "object",
    "option", "plaintext", "script", "select", "style", "svg", "template", "textarea", "title",
    "xmp",
})  # fmt: skip
ADDRESSES = frozenset({"action", "background", "cite", "href", "longdesc", "poster", "src"})
SCHEME = re.compile(r"([^/?#:]*):")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MISTAKABLE = frozenset({"class", "id", "srcset", "style"})  # would meet the page's own

FileUrl = Callable[[Attachment], str]


def prepared_body(content: Content, *, file_url: FileUrl) -> str:
    """Return the body as HTML that can be put into a page.

    `file_url` says where the channel keeps a file. Images from elsewhere become links, so that
    reading the page asks nobody but the channel. Raises EditionUnfit for active content and for
    a file that the text names and the content does not list.
    """
    if not content.body_html.strip():
        return ""
    root = lxml_html.fragment_fromstring(content.body_html, create_parent="div")
    listed = {a.sha256: a for a in (*content.attachments, *content.images)}
    for element in list(root.iter()):
        if not isinstance(element.tag, str):  # comments and processing instructions
            element.drop_tree()
        elif element is not root:
            _check(element)
            _point_to_files(element, listed, file_url)
    _dress(root)
    return _inner_html(root)


def _check(element: lxml_html.HtmlElement) -> None:
    if element.tag in ACTIVE:
        raise _unfit(f"<{element.tag}> 元素")
    for name, value in element.attrib.items():
        if name.lower().startswith(("on", "form")):
            raise _unfit(f"{name} 属性")
        if name.lower() in ADDRESSES and not _is_harmless(value):
            raise _unfit(f"地址 {value[:40]}")


def _unfit(what: str) -> EditionUnfit:
    return EditionUnfit(f"正文含有不允许发布的代码：{what}", remedy="请清除正文中的代码后重新送审")


def _is_harmless(address: str) -> bool:
    # A browser drops white space and control characters before it reads the scheme.
    bare = "".join(c for c in address if c.isprintable() and not c.isspace())
    scheme = SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in SCHEMES


def _point_to_files(
    element: lxml_html.HtmlElement, listed: dict[str, Attachment], file_url: FileUrl
) -> None:
    for name in ("src", "href"):
        reference = FILE_REFERENCE.fullmatch(element.get(name, "").strip())
        if reference is None:
            continue
        file = listed.get(reference[1])
        if file is None:
            raise EditionUnfit(
                "正文引用了一个不在附件和图片清单中的文件",
                remedy="请补齐文件或删去引用后重新送审",
            )
        element.set(name, file_url(file))
        if element.tag == "a":
            element.set("download", file.name)


def _dress(root: lxml_html.HtmlElement) -> None:
    for element in list(root.iter()):
        for name in MISTAKABLE & set(element.attrib):
            del element.attrib[name]
        if element.tag == "img":
            _dress_image(element)
        elif element.tag == "a" and _is_elsewhere(element.get("href", "")):
            element.set("rel", "noopener noreferrer nofollow")
        elif element.tag == "table":
            _let_scroll(element)
        elif element.tag == "h1":
            element.tag = "h2"  # the page's one first heading is the title


def _dress_image(image: lxml_html.HtmlElement) -> None:
    source = image.get("src", "")
    if _is_elsewhere(source):
        image.tag = "a"
        label = image.get("alt", "").strip() or "查看原图"
        image.attrib.clear()
        image.attrib.update(
            {
                "class": "outside-image",
                "href": source,
                "aria-label": label,
                "rel": "noopener noreferrer nofollow",
            }
        )
        return
    image.set("alt", image.get("alt", "").strip() or "文中图片")
    image.set("loading", "lazy")


def _let_scroll(table: lxml_html.HtmlElement) -> None:
    """Wrap a table, so that on a phone it scrolls and not the page."""
    parent = table.getparent()
    if parent is None:
        return
    frame = lxml_html.Element("div")
    frame.attrib.update(
        {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": "表格"}
    )
    frame.tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)


def _is_elsewhere(address: str) -> bool:
    bare = address.strip().lower()
    return bare.startswith(("http:", "https:", "//"))


def _inner_html(root: lxml_html.HtmlElement) -> str:
    return "".join(_pieces(root)).strip()


def _pieces(root: lxml_html.HtmlElement) -> Iterator[str]:
    yield escape(root.text or "", quote=False)
    for child in root:
        yield lxml_html.tostring(child, encoding="unicode")
