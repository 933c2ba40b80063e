"""The general reader by trafilatura, for pages without selectors of their own."""

import logging
from collections.abc import Iterator

import trafilatura
from lxml import html as lxml_html
from lxml.html import HtmlElement

from infodesk.collecting.credits import labelled_credit_in
from infodesk.collecting.dates import day_in
from infodesk.collecting.general_reader import ReadArticle
from infodesk.collecting.page_tree import page_tree, text_of

logger = logging.getLogger(__name__)

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "pre")
_HEADINGS = ("h1", "h2", "h3", "h4")
_SITE_NAME_FOLLOWS = "_-—|｜–"
_WHOLE = 0.9  # share of the text
_LONGEST_CREDIT_LINE = 80  # characters; a sentence that mentions "来源：" is longer


class TrafilaturaReader:
    """Reads an article page by its text density and metadata."""

    def read(self, html: str, *, url: str) -> ReadArticle:
        """Read a page; one that trafilatura cannot read has empty fields."""
        tree = page_tree(html)
        extracted = _extracted(tree, url, include_images=False)
        if extracted is None:
            return ReadArticle()
        metas = {meta.get("name", ""): meta.get("content", "") for meta in extracted.iter("meta")}
        title = _as_headed(metas.get("title", ""), tree)
        return ReadArticle(
            title=title,
            published=day_in(metas.get("date", "")),
            credit=_credit(tree),
            body_html=_body_html(_illustrated(extracted, tree, url), title),
        )


def _extracted(tree: HtmlElement, url: str, *, include_images: bool) -> HtmlElement | None:
    try:
        document = trafilatura.extract(
            tree,
            url=url or None,
            output_format="html",
            with_metadata=True,
            include_comments=False,
            include_formatting=True,
            include_images=include_images,
            include_links=True,
            include_tables=True,
        )
    except Exception:  # any page may come; one that breaks trafilatura is merely unread
        logger.warning("trafilatura could not read %s", url, exc_info=True)
        return None
    return page_tree(document) if document else None


def _illustrated(plain: HtmlElement, tree: HtmlElement, url: str) -> HtmlElement:
    """Return the article with its pictures.

    Asked for pictures, trafilatura also takes other articles' headlines beside theirs for text. So
    the text is what it finds without them, and the pictures are those that stand in that text.
    """
    illustrated = _extracted(tree, url, include_images=True)
    if illustrated is None:
        return plain
    words = {text_of(block) for block in _blocks(plain)} - {""}
    blocks = _blocks(illustrated)
    own = [number for number, block in enumerate(blocks) if text_of(block) in words]
    kept = set(own)
    if not own:
        return plain
    for number, block in enumerate(blocks):
        is_picture = not text_of(block) and block.find(".//img") is not None
        stands_in_text = own[0] - 1 <= number <= own[-1] + 1
        if number not in kept and not (is_picture and stands_in_text):
            block.drop_tree()
    # Where the two differ in their blocks, text would be lost: then rather without pictures.
    is_whole = len(text_of(illustrated)) >= _WHOLE * len(text_of(plain))
    return illustrated if is_whole else plain


def _blocks(document: HtmlElement) -> list[HtmlElement]:
    """Return the innermost blocks, in their order."""
    found = document.iter(*_BLOCKS)
    return [block for block in found if not any(True for _ in block.iterdescendants(*_BLOCKS))]


def _as_headed(title: str, tree: HtmlElement) -> str:
    """Return the heading that the title adds a site's name to, or that it is cut from.

    It is cut where a quotation mark in the heading ended the attribute that holds the title.
    """
    for heading in tree.iter(*_HEADINGS):
        headline = text_of(heading)
        rest = title.removeprefix(headline).lstrip()
        has_site_name = bool(headline) and rest != title and rest[:1] in _SITE_NAME_FOLLOWS
        if has_site_name or (title and headline.startswith(f'{title}"')):
            return headline
    return title


def _credit(tree: HtmlElement) -> str:
    found = (labelled_credit_in(line) for line in _credit_lines(tree))
    return next((credit for credit in found if credit), "")


def _credit_lines(tree: HtmlElement) -> Iterator[str]:
    """Yield each text that begins with the label, and the name in the next element behind it."""
    for element in tree.iter():
        for text, follower in (
            (element.text, next(iter(element), element.getnext())),
            (element.tail, element.getnext()),
        ):
            line = " ".join((text or "").split())
            if "来源" not in line or len(line) > _LONGEST_CREDIT_LINE:
                continue
            name = text_of(follower) if line.endswith((":", "：")) and follower is not None else ""
            yield line + name[:_LONGEST_CREDIT_LINE]


def _body_html(extracted: HtmlElement, title: str) -> str:
    body = extracted.find("body")
    if body is None:
        return ""
    # Pages laid out as lists would otherwise come out as one long bullet.
    for item in list(body.iter("li")):
        if item.find("p") is not None:
            item.drop_tag()
    for listing in list(body.iter("ul", "ol")):
        if listing.find("li") is None:
            listing.drop_tag()
    for heading in list(body.iter(*_HEADINGS)):
        if text_of(heading) == title:
            heading.drop_tree()
    return "".join(
        [body.text or "", *(lxml_html.tostring(child, encoding="unicode") for child in body)]
    )
