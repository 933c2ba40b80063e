"""Read one day's issue of a digital paper (方正翔宇 and its like): its pages, their articles."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from infodesk.catalog.sources import PaperSelectors, Source
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.reading.dates import published_in_address
from infodesk.collecting.web.page_errors import ChallengeMet, PageError, PageGone, PageUnreadable
from infodesk.collecting.web.page_tree import (
    base_address,
    host_of,
    page_text,
    page_tree,
    text_of,
    web_address,
)
from infodesk.collecting.web.pages import NotModified, Page, WebPages
from infodesk.collecting.web.selectors import select, select_first
from infodesk.kernel.clock import SHANGHAI, local_date

MOST_FORWARDINGS = 3
MOST_PAGES = 64  # 版; no daily of a city comes near it
MOST_DAYS_BACK = 7  # for an issue where the newest is not there yet, or for those in between

_REFRESH = re.compile(r"^\s*\d*\s*[;,]?\s*url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:window|self|top|document)?\.?location(?:\.href|\.replace)?\s*[=(]\s*[\"']([^\"']+)[\"']"
)
_DAY = re.compile(r"/(?P<year>20\d{2})(?P<dash>-?)(?P<month>\d{2})/(?P<day>\d{2})(?=/)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssue:
    """One day's paper: 一期."""

    listing: Listing
    day: date | None  # by its address
    pages: int  # 版, as far as they could be had
    lost: tuple[PageError, ...] = ()  # why others could not


def read_issue(
    source: Source,
    paper: PaperSelectors,
    front: Page,
    *,
    pages: WebPages,
    since: date | None = None,
) -> PaperIssue:
    """Return the newest issue that a paper's front page leads to.

    With `since`, the issues from that day on are read too, so that neither a day on which we did
    not run nor a page that came late is missed; seven days at most. An article is listed once,
    however many links lead to it; its day is that of the issue. Where
    the issue named is not there yet, the one of the day before is read. A page that cannot be had
    does not lose the others, unless the site wants a person: raises a PageError for the first
    page, ChallengeMet, SelectorInvalid.
    """
    walk = _Walk(source=source, paper=paper, pages=pages)
    newest = walk.first_page(front)
    walk.read_issue(newest)
    issue = walk.issue(newest)
    for address in _issues_between(newest.final_url, since):
        with suppress(PageGone):  # no paper came out on that day
            walk.read_issue(walk.fetch(address))
    items = dict.fromkeys((*issue.listing.items, *walk.issue(newest).listing.items))
    return replace(
        issue,
        listing=replace(issue.listing, items=tuple(items)),
        lost=tuple(walk.lost),
    )


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Reads an issue page by page."""

    source: Source
    paper: PaperSelectors
    pages: WebPages
    articles: dict[str, ListedItem] = field(default_factory=dict)
    read_pages: int = 0
    lost: list[PageError] = field(default_factory=list)

    def fetch(self, address: str) -> Page:
        answer = self.pages.fetch(address, allow_private=self.source.allow_private_address)
        if isinstance(answer, NotModified):
            raise PageUnreadable(
                f"服务器未按要求返回网页：{address}", remedy="请在浏览器中打开核对"
            )
        return answer

    def first_page(self, front: Page) -> Page:
        """Follow a front page that only sends its reader on to the day's first page."""
        page = front
        for _ in range(MOST_FORWARDINGS):
            target = forwarded_to(page)
            if not target or self._links(page):
                return page
            page = self._newest_from(target)
        return page

    def read_issue(self, first: Page) -> None:
        """Note the articles of an issue, page by page."""
        self.read(first)
        for address in self.page_addresses(first):
            try:
                self.read(self.fetch(address))
            except ChallengeMet:
                raise
            except PageError as error:
                self.lost.append(error)

    def page_addresses(self, first: Page) -> list[str]:
        """Return the other pages of the issue, in order."""
        here = {_without_fragment(first.final_url), _without_fragment(first.url)}
        found = [
            address
            for address in self._links(first)
            if address not in here and _same_issue(address, first.final_url)
        ]
        return list(dict.fromkeys(found))[:MOST_PAGES]

    def read(self, page: Page) -> None:
        """Note the articles of one page."""
        tree = page_tree(page_text(page), url=page.url)
        base = base_address(tree, page.final_url)
        named = select_first(tree, self.paper.page_name) if self.paper.page_name else None
        column = text_of(named) if named is not None else ""
        day = published_in_address(page.final_url)
        for link in select(tree, self.paper.article_link):
            address = _without_fragment(web_address(base, link.get("href", "")))
            if address and host_of(address) == host_of(page.final_url):
                self._note(address, _title(link), column=column, day=day)
        self.read_pages += 1

    def issue(self, first: Page) -> PaperIssue:
        """Return what was read."""
        skipped = {_bare(title) for title in self.paper.skip_titles}
        items = tuple(item for item in self.articles.values() if _bare(item.title) not in skipped)
        day = published_in_address(first.final_url)
        return PaperIssue(
            listing=Listing(items=items, dates_read=sum(1 for item in items if item.published)),
            day=local_date(day) if day else None,
            pages=self.read_pages,
            lost=tuple(self.lost),
        )

    def _note(self, address: str, title: str, *, column: str, day: datetime | None) -> None:
        known = self.articles.get(address)
        # An area of the page's picture has no words, or fewer than the link in the list below it.
        if known is None or len(title) > len(known.title):
            self.articles[address] = ListedItem(
                url=address,
                title=title,
                published=published_in_address(address) or day,
                column=known.column if known else column,
            )

    def _links(self, page: Page) -> list[str]:
        tree = page_tree(page_text(page), url=page.url)
        base = base_address(tree, page.final_url)
        links = select(tree, self.paper.page_link)
        addresses = (_without_fragment(web_address(base, a.get("href", ""))) for a in links)
        return [address for address in addresses if address]

    def _newest_from(self, target: str) -> Page:
        """Fetch a day's page, or that of a day before where it is not there yet."""
        earlier = _days_before(target)
        while True:
            try:
                return self.fetch(target)
            except PageGone:
                target = next(earlier, "")
                if not target:
                    raise


def forwarded_to(page: Page) -> str:
    """Return where a page sends its reader on, or ""."""
    text = page_text(page)
    tree = page_tree(text)
    base = base_address(tree, page.final_url)
    for meta in tree.iter("meta"):
        match = _REFRESH.match(meta.get("content", ""))
        if meta.get("http-equiv", "").lower() == "refresh" and match:
            return web_address(base, match[1])
    scripted = _SCRIPTED.search(text)
    return web_address(base, scripted[1]) if scripted else ""


def _days_before(address: str) -> Iterator[str]:
    """Yield where the issues of the days before an address's own would be, newest first."""
    match = _DAY.search(address)
    day = published_in_address(address)
    if match is None or day is None:
        return
    for back in range(1, MOST_DAYS_BACK + 1):
        earlier = (day.astimezone(SHANGHAI) - timedelta(days=back)).date()
        written = f"/{earlier:%Y}{match['dash']}{earlier:%m}/{earlier:%d}"
        yield address[: match.start()] + written + address[match.end() :]


def _issues_between(newest: str, since: date | None) -> Iterator[str]:
    for address in _days_before(newest):
        day = published_in_address(address)
        if since is None or day is None or local_date(day) < since:
            return
        yield address


def _same_issue(address: str, first: str) -> bool:
    """Tell whether a page belongs to the issue: links to the issues before it do not."""
    day, issue_day = _DAY.search(address), _DAY.search(first)
    if issue_day is None or day is None:
        return host_of(address) == host_of(first)
    return day[0] == issue_day[0] and host_of(address) == host_of(first)


def _without_fragment(address: str) -> str:
    return urlsplit(address)._replace(fragment="").geturl()


def _title(link: HtmlElement) -> str:
    written = text_of(link) or link.get("title", "") or link.get("alt", "")
    return " ".join(written.split())


def _bare(title: str) -> str:
    return re.sub(r"[\s\u3000·•:：()（）【】\[\]]+", "", title)
