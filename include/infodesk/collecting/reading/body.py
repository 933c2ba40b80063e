"""The body of an article: cut out of its page, put in order, made safe."""

import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree, html
from lxml.html import HtmlElement

from infodesk.collecting.reading.draft import FileReference
from infodesk.collecting.reading.paragraphs import put_in_paragraphs
from infodesk.collecting.reading.sanitising import sanitised
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import SILENT, fragment_tree, text_of, web_address
from infodesk.collecting.web.selectors import select
from infodesk.kernel.canonical import sha256_hex

DEEPEST_NESTING = 200  # elements; real bodies stay below 40, and readers of a body may recurse
# Sanitising takes time with the square of the references (`&lt;`) in a text: 800,000 took 4 s.
MOST_REFERENCES = 100_000
ATTACHMENT_SUFFIXES = frozenset(
    {
        ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx",
        ".txt", ".zip", ".rar", ".7z", ".ceb",
    }
)  # fmt: skip
_MOVING_LABEL = "［音视频内容，请到原文查看］"
_MOVING = ("video", "audio", "iframe", "embed", "object")
# Pages that load pictures late keep the true address here and a placeholder in `src`.
_LATE_SOURCES = ("data-src", "data-original", "data-lazy-src")
_INLINE_PICTURE = re.compile(r"^data:image/(?:png|jpe?g|gif|webp|bmp);base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A sanitised body and the files that it names."""

    html: str
    images: tuple[FileReference, ...]
    attachments: tuple[FileReference, ...]


def read_body(element: HtmlElement, *, base: str, page_url: str, drop: Iterable[str] = ()) -> Body:
    """Return the body that an element holds; the element is changed by it.

    Tables, pictures, attachments and alignment are kept, layout and everything active goes.
    Raises PageUnreadable where elements are nested or characters escaped beyond reason,
    SelectorInvalid.
    """
    _check_nesting(element, page_url)
    for silent in list(element.iter(*SILENT)):
        silent.drop_tree()
    for selector in drop:
        for unwanted in select(element, selector):
            if unwanted is not element:
                unwanted.drop_tree()
    _point_to_moving_pictures(element, base=base, page_url=page_url)
    attachments = _resolve_links(element, base)
    images = _resolve_images(element, base)
    put_in_paragraphs(element)
    inner = _inner_html(element)
    if inner.count("&") > MOST_REFERENCES:
        raise PageUnreadable(
            f"网页正文含有过多转义字符：{page_url}", remedy="请人工核对原文，必要时手工录入"
        )
    return Body(
        html=sanitised(inner),
        images=tuple(images),
        attachments=tuple(attachments),
    )


def attachment_of(link: HtmlElement, base: str) -> FileReference | None:
    """Return the file that a link offers, or None where it leads to a page."""
    url = web_address(base, link.get("href", ""))
    path = PurePosixPath(unquote(urlsplit(url).path))
    suffix = path.suffix.lower()
    if suffix not in ATTACHMENT_SUFFIXES:
        return None
    name = text_of(link) or path.name
    return FileReference(url=url, name=name if name.lower().endswith(suffix) else name + suffix)


def with_stored_files(body_html: str, *, stored: dict[str, str]) -> str:
    """Return a body whose pictures and attachments are those in the store.

    `stored` maps addresses to SHA-256. A picture that is not stored becomes a link to where it
    should be: readers are never made to load anything from a third party.
    """
    root = fragment_tree(body_html)
    for link in root.iter("a"):
        if link.get("href") in stored:
            link.set("href", f"files/{stored[link.get('href', '')]}")
    for image in list(root.iter("img")):
        source = image.get("src", "")
        if source in stored:
            image.set("src", f"files/{stored[source]}")
        else:
            label = f"［图片未能收取：{image.get('alt') or '请见原文'}］"
            _replace(image, _link(source, label) if source.startswith("http") else _text(label))
    return sanitised(_inner_html(root))


def _check_nesting(element: HtmlElement, page_url: str) -> None:
    depth = deepest = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST_NESTING:
        raise PageUnreadable(
            f"网页正文嵌套过深（{deepest} 层）：{page_url}", remedy="请人工核对原文，必要时手工录入"
        )


def _point_to_moving_pictures(element: HtmlElement, *, base: str, page_url: str) -> None:
    for moving in list(element.iter(*_MOVING)):
        inner = moving.find("source")
        source = moving.get("src") or (inner.get("src") if inner is not None else "") or ""
        _replace(
            moving, _link(web_address(base, source) or page_url, "［音视频内容，请到原文查看］")
        )


def _resolve_links(element: HtmlElement, base: str) -> list[FileReference]:
    attachments = {}
    for link in list(element.iter("a")):
        written = link.get("href", "").strip()
        url = "" if written.startswith("#") else web_address(base, written)
        if not url:
            link.tag = "span"  # sanitising takes it out, in less time than drop_tag
            continue
        link.set("href", url)
        attachment = attachment_of(link, base)
        if attachment:
            attachments[attachment.url] = attachment
    return list(attachments.values())


def _resolve_images(element: HtmlElement, base: str) -> list[FileReference]:
    images = {}
    for image in list(element.iter("img")):
        found = _image(image, base)
        if not found:
            image.drop_tree()
            continue
        image.set("src", found.url)
        images[found.url] = found
    return list(images.values())


def _image(image: HtmlElement, base: str) -> FileReference | None:
    name = image.get("alt", "").strip()
    late = next((image.get(source) for source in _LATE_SOURCES if image.get(source)), None)
    source = (late or image.get("src") or "").strip()
    inline = _INLINE_PICTURE.match(source)
    if inline:
        return _inline_picture(source[inline.end() :], name)
    url = web_address(base, source)
    return FileReference(url=url, name=name) if url else None


def _inline_picture(encoded: str, name: str) -> FileReference | None:
    try:
        content = b64decode(encoded, validate=True)
    except ValueError:
        return None
    return FileReference(url=f"files/{sha256_hex(content)}", name=name, content=content)


def _link(url: str, label: str) -> HtmlElement:
    link = html.Element("a", href=url)
    link.text = label
    return link


def _text(label: str) -> HtmlElement:
    span = html.Element("span")
    span.text = label
    return span


def _replace(old: HtmlElement, new: HtmlElement) -> None:
    new.tail, old.tail = old.tail, None
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _inner_html(element: HtmlElement) -> str:
    holder = html.Element("div")
    holder.text = element.text
    holder.extend(list(element))
    return html.tostring(holder, encoding="unicode").removeprefix("<div>").removesuffix("</div>")
