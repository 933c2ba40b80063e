"""Fetch and read one page of a list, whatever the kind of its source."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from infodesk.catalog.sources import JsonList, ListSelectors, PagingKind, Source, SourceKind
from infodesk.collecting.listing.feeds import read_feed
from infodesk.collecting.listing.json_lists import key_in, query_address, read_json_list
from infodesk.collecting.listing.listed import Listing
from infodesk.collecting.listing.lists import read_list
from infodesk.collecting.listing.paging import Pager, next_page_in, pager_of
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import page_text, page_tree
from infodesk.collecting.web.pages import NotModified, Page, WebPages
from infodesk.kernel.clock import local_date

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, read."""

    listing: Listing
    next_address: str = ""  # where its own link to the next page leads


class ListPages:
    """The pages of one source's list, by their place: 1 is the newest.

    Serves every kind but the digital paper, which is no list. Fetching raises a PageError.
    """

    def __init__(self, source: Source, *, pages: WebPages, now: datetime) -> None:
        self._source = source
        self._pages = pages
        self._today = local_date(now)
        self._key: str | None = None  # of an interface; read from its page once
        self._pager: Pager | None = None
        self.says_no_paging = False  # the first page lacks what `[paging]` expects of it

    @property
    def page_count(self) -> int:
        """How many pages the list says it has; 0 where it does not say."""
        return self._pager.pages if self._pager else 0

    def fetch_first(self, *, etag: str = "", last_modified: str = "") -> Page | NotModified:
        """Fetch the newest page. Raises a PageError."""
        return self._pages.fetch(
            self._address_of_first(),
            etag=etag,
            last_modified=last_modified,
            allow_private=self._source.allow_private_address,
            referer=self._referer,
        )

    def read_first(self, page: Page) -> ListPage:
        """Read the newest page, and what it says about the others.

        Raises PageUnreadable, PageTooLarge, SelectorInvalid.
        """
        if self._source.kind is SourceKind.JSON_API:
            return self._read_first_answer(page)
        paging = self._source.paging
        if paging is not None and self._source.kind is SourceKind.HTML_LIST:
            self._pager = pager_of(paging, text=page_text(page), url=page.final_url)
            self.says_no_paging = self._pager is None
        return self._read(page)

    def address(self, place: int, *, before: ListPage | None) -> str:
        """Return where the page at a place (2, 3, …) is, or "" where there is none.

        `before` is the page in front of it, where that was read: some lists tell only there.
        """
        paging = self._source.paging
        if paging is None or place > paging.most_pages:
            return ""
        if self._source.kind is SourceKind.JSON_API:
            is_behind = self.page_count and place > self.page_count
            return "" if is_behind else self._query_address(place)
        if paging.kind is PagingKind.NEXT_LINK:
            return before.next_address if before else ""
        return self._pager.address(place) if self._pager else ""

    def read_older(self, address: str) -> ListPage:
        """Fetch and read an older page. Raises a PageError, SelectorInvalid."""
        answer = self._pages.fetch(
            address, allow_private=self._source.allow_private_address, referer=self._referer
        )
        if isinstance(answer, NotModified):
            raise PageUnreadable(
                f"服务器未按要求返回网页：{address}", remedy="请在浏览器中打开核对"
            )
        return self._read(answer)

    def _read(self, page: Page) -> ListPage:
        source = self._source
        if source.kind is SourceKind.FEED:
            return ListPage(listing=read_feed(page, today=self._today))
        if source.kind is SourceKind.JSON_API:
            answer = read_json_list(page, source=source, query=self._query, today=self._today)
            return ListPage(listing=answer.listing)
        selectors = self._selectors
        tree = page_tree(page_text(page), url=page.url)
        listing = read_list(tree, url=page.final_url, selectors=selectors, today=self._today)
        follows = source.paging.next_link if source.paging else ""
        return ListPage(
            listing=listing,
            next_address=next_page_in(tree, follows, url=page.final_url) if follows else "",
        )

    def _read_first_answer(self, page: Page) -> ListPage:
        answer = read_json_list(page, source=self._source, query=self._query, today=self._today)
        if answer.total and answer.entries:
            self._pager = Pager(pages=-(-answer.total // answer.entries))
        return ListPage(listing=answer.listing)

    @property
    def _selectors(self) -> ListSelectors:
        return _declared(self._source, self._source.list, "list")

    @property
    def _query(self) -> JsonList:
        return _declared(self._source, self._source.json_list, "json_list")

    def _address_of_first(self) -> str:
        if self._source.kind is SourceKind.JSON_API:
            return self._query_address(1)
        return str(self._source.url)

    def _query_address(self, place: int) -> str:
        if self._key is None:
            self._key = self._handed_out_key() if self._query.key_page else ""
        return query_address(
            self._source, self._query, key=self._key, place=place, today=self._today
        )

    def _handed_out_key(self) -> str:
        page = self._pages.fetch(
            self._query.key_page, allow_private=self._source.allow_private_address
        )
        text = page_text(page) if isinstance(page, Page) else ""
        return key_in(text, self._source, self._query)

    @property
    def _referer(self) -> str:
        return self._source.json_list.referer if self._source.json_list else ""


def _declared(source: Source, table: T | None, name: str) -> T:
    if table is None:
        raise PageUnreadable(
            f"来源 {source.id} 没有写读法", remedy=f"请在 sources/{source.id}.toml 补上 [{name}]"
        )
    return table
