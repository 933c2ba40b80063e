"""An article page, and what the selectors of its source find in it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from lxml.html import HtmlElement

from infodesk.collecting.listing.founder_marks import with_marked_parts
from infodesk.collecting.reading.body import attachment_of
from infodesk.collecting.reading.date_claims import DateClaim, claim_in
from infodesk.collecting.reading.draft import FileReference
from infodesk.collecting.reading.extraction import PUBLICATION_METAS
from infodesk.collecting.web.normalised_url import without_tracking
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import base_address, page_text, page_tree, text_of
from infodesk.collecting.web.pages import Page
from infodesk.collecting.web.selectors import select

_META = "meta:"


class ArticlePage:
    """One parse of a page, asked for one field after another.

    Raises PageUnreadable for what is no web page, PageTooLarge.
    """

    def __init__(self, page: Page) -> None:
        if not _is_web_page(page):
            raise PageUnreadable(
                f"该条目是文件而不是网页（{page.media_type}）：{page.url}",
                remedy="请人工下载核对，需要转载的由编辑录入",
            )
        self.url = without_tracking(page.final_url)
        self.text = page_text(page)
        self.tree = page_tree(with_marked_parts(self.text), url=page.url)
        self.base = base_address(self.tree, page.final_url)

    def text_by(self, selectors: Sequence[str]) -> str:
        """Return the first text that the selectors find, in their order, or ""."""
        return next(self._texts(selectors), "")

    def date_by(self, selectors: Sequence[str], *, today: date) -> DateClaim | None:
        """Return the first text that holds a date, as a claim."""
        texts = self._texts(selectors)
        claims = (claim_in(text, where="selector", today=today) for text in texts)
        return next((claim for claim in claims if claim), None)

    def meta_dates(self, *, today: date) -> Iterator[DateClaim]:
        """Yield what the metas of the page say of its publication."""
        for name in PUBLICATION_METAS:
            for text in self._metas.get(name, ()):
                claim = claim_in(text, where="meta", today=today)
                if claim:
                    yield claim

    def element_by(self, selectors: Sequence[str]) -> HtmlElement | None:
        """Return the first element with anything to see in it."""
        for selector in selectors:
            for element in select(self.tree, selector):
                if text_of(element) or element.find(".//img") is not None:
                    return element
        return None

    def attachments_by(self, selectors: Sequence[str]) -> list[FileReference]:
        """Return the files that the links offer which the selectors find."""
        links = (link for selector in selectors for link in select(self.tree, selector))
        return [found for link in links if (found := attachment_of(link, self.base))]

    def _texts(self, selectors: Sequence[str]) -> Iterator[str]:
        for selector in selectors:
            if selector.startswith(_META):
                texts = self._metas.get(selector.removeprefix(_META).lower(), [])
            else:
                texts = [text_of(element) for element in select(self.tree, selector)]
            yield from (text for text in texts if text)

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        metas: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            name = meta.get("name") or meta.get("property") or ""
            metas.setdefault(name.lower(), []).append(" ".join(meta.get("content", "").split()))
        return metas


def _is_web_page(page: Page) -> bool:
    if page.content.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return False
    # Some servers name no type, or an odd one with a page behind it; the names of files are plain.
    return not page.media_type.startswith(("image/", "video/", "audio/", "application/octet"))
