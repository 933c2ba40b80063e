"""Turn the pages of a list: back to a date at first, later only as far as there is anything new."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from infodesk.catalog.source_lines import said_in
from infodesk.catalog.sources import PagingKind, Source
from infodesk.collecting.listing.list_pages import ListPage, ListPages
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.collecting.web.page_errors import ChallengeMet, PageError
from infodesk.collecting.web.selectors import SelectorInvalid
from infodesk.kernel.clock import local_date
from infodesk.kernel.issues import Issue, Severity

Known = Callable[[Collection[str]], frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turned:
    """One page of the list, taken."""

    page: ListPage
    place: int
    owed: int  # items that no visit took in yet
    is_news: bool  # nothing on it was known


@dataclass(slots=True, kw_only=True)
class OlderPages:
    """One visit's walk from the newest page of a list to older ones.

    The first visits go back to `back_to`, as many articles a visit as `items_per_run` allows; the
    last page that was read is where the next visit goes on, so neither that bound nor a kill loses
    any article, and one that fails is tried a second time. Later visits turn a page only while it
    brought nothing but news.
    """

    source: Source
    list_pages: ListPages
    before: SourceVisit
    known: Known
    items: dict[str, ListedItem] = field(default_factory=dict)  # by key, newest first
    issues: list[Issue] = field(default_factory=list)
    pages_read: int = 0
    resume: int = 0  # the page from which the next visit goes on; 0: nothing is owed
    stopped_by: ChallengeMet | None = None
    _unknown: int = 0
    _is_over: bool = False

    def walk(self, newest: ListPage) -> None:
        """Take the newest page and read on from there; what fails behind it is an issue."""
        last = self._take(newest, place=1)
        paging, older_page = self.source.paging, self.before.older_page
        if paging is None:
            return
        if self.before.last_read_at is None:
            if paging.back_to:
                self._turn(last, on_to=2, goes_on=self._goes_back)
            return
        last = self._turn(last, on_to=2, goes_on=lambda turned: turned.is_news)
        if older_page and not self._is_over:
            # Where only the page before tells the address, those in between are read again.
            can_jump = paging.kind is not PagingKind.NEXT_LINK
            place = max(older_page if can_jump else 0, last.place + 1)
            self._turn(last, on_to=place, goes_on=self._goes_back)

    def _turn(self, last: _Turned, *, on_to: int, goes_on: Callable[[_Turned], bool]) -> _Turned:
        """Read pages from a place on while there is cause to; return the last one read."""
        place = on_to
        while goes_on(last) and not self._is_past(last):
            address = self.list_pages.address(place, before=last.page)
            if not address:
                break
            page = self._read(address, place) if self._has_room(place) else None
            if page is None:
                self._is_over = True
                break
            if self._is_repetition(page):
                self._is_over = True
                self.issues.append(_repeated(place, address))
                break
            last = self._take(page, place=place)
            place += 1
        return last

    def _take(self, page: ListPage, *, place: int) -> _Turned:
        """Take the items of a page, those after `back_to`, and note what is unknown of them."""
        self.pages_read += 1
        by_key = {normalised_url(item.url): item for item in page.listing.items}
        known = self.known(by_key)
        unknown = by_key.keys() - known - self.items.keys()
        wanted = {key: item for key, item in by_key.items() if not self._is_too_old(item)}
        owed = len(unknown & wanted.keys())
        self._unknown += owed
        for key, item in wanted.items():
            self.items.setdefault(key, item)
        # What was owed at the last visit has had its turn, once all of it fits in.
        had_its_turn = place == self.before.older_page
        if place > 1 and owed and not (had_its_turn and self._fits):
            self._go_on_at(place)
        return _Turned(
            page=page,
            place=place,
            owed=owed,
            is_news=bool(by_key) and len(unknown) == len(by_key),
        )

    def _read(self, address: str, place: int) -> ListPage | None:
        try:
            page = self.list_pages.read_older(address)
        except (PageError, SelectorInvalid) as error:
            self._go_on_at(place - 1)
            self.stopped_by = error if isinstance(error, ChallengeMet) else None
            self.issues.append(_unreadable(place, address, error))
            return None
        self.issues += page.listing.issues
        if not page.listing.items:
            self._go_on_at(place - 1)
            self.issues.append(_empty(place, address, self.source))
            return None
        return page

    def _has_room(self, place: int) -> bool:
        if self._unknown >= self.source.items_per_run:
            self._go_on_at(place - 1)
            return False
        return True

    @property
    def _fits(self) -> bool:
        return self._unknown <= self.source.items_per_run

    def _go_on_at(self, place: int) -> None:
        self.resume = self.resume or place

    def _goes_back(self, last: _Turned) -> bool:
        paging = self.source.paging
        if paging is not None and paging.back_to:
            return True  # until the date is reached
        return last.place <= self.before.older_page or last.owed > 0

    def _is_past(self, last: _Turned) -> bool:
        """Tell whether a page reaches behind the date that we go back to."""
        return any(self._is_too_old(item) for item in last.page.listing.items)

    def _is_too_old(self, item: ListedItem) -> bool:
        paging = self.source.paging
        if paging is None or paging.back_to is None or item.published is None:
            return False
        return local_date(item.published) < paging.back_to

    def _is_repetition(self, page: ListPage) -> bool:
        keys = {normalised_url(item.url) for item in page.listing.items}
        return keys <= self.items.keys()


def _repeated(place: int, address: str) -> Issue:
    return Issue(
        rule_id="listing.page_repeated",
        severity=Severity.HINT,
        message=f"列表第 {place} 页与前面各页完全相同，没有再往下翻：{address}",
        remedy="网站可能不认页号，请打开该页核对，并修改来源文件的 [paging]",
    )


def _unreadable(place: int, address: str, error: PageError | SelectorInvalid) -> Issue:
    return Issue(
        rule_id="listing.older_page_failed",
        severity=Severity.MUST_ANSWER,
        message=f"列表第 {place} 页没有读到：{error.message}",
        remedy=error.remedy or f"下次运行从该页继续；一直读不到的，请打开核对：{address}",
    )


def _empty(place: int, address: str, source: Source) -> Issue:
    return Issue(
        rule_id="listing.older_page_empty",
        severity=Severity.MUST_ANSWER,
        message=f"列表第 {place} 页一条也没有读到：{address}",
        remedy="下次运行从该页继续；请打开核对：确实没有更多的，请改小 "
        + said_in(source, "paging", "most_pages"),
    )
