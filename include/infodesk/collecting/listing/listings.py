"""Walk what a source lists: its newest page, older ones as far as needed, or one day's paper."""

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta

from infodesk.catalog.source_lines import said_in
from infodesk.catalog.sources import PaperSelectors, Source, SourceKind
from infodesk.collecting.expectations import check_listing
from infodesk.collecting.listing.harvest import NOTHING, Harvest
from infodesk.collecting.listing.list_pages import ListPages
from infodesk.collecting.listing.listed import ListedItem, Listing
from infodesk.collecting.listing.older_pages import Known, OlderPages
from infodesk.collecting.listing.paper_checks import check_issue
from infodesk.collecting.listing.papers import read_issue
from infodesk.collecting.listing.reconciliation import check_reconciliation
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.pages import NotModified, WebPages
from infodesk.kernel.clock import local_date
from infodesk.kernel.issues import Issue, Severity

# Some servers answer 304 although the list has changed: once a day it is asked for in full.
FULL_READ_AFTER = timedelta(days=1)


def read_listing(
    source: Source, *, pages: WebPages, before: SourceVisit, known: Known, now: datetime
) -> Harvest:
    """Return what a source lists, and what is wrong with that.

    `before` is what the last visit left behind, `known` tells which normalised addresses belong
    to an article already. An unchanged list is not read again, unless older pages of it are owed
    or it is there to compare. A failure behind the newest page is an issue and loses nothing of
    it. Raises a PageError or SelectorInvalid where the newest page cannot be had or read.
    """
    if source.kind is SourceKind.DIGITAL_PAPER:
        return _harvest_paper(source, pages=pages, before=before, now=now)
    list_pages = ListPages(source, pages=pages, now=now)
    may_skip = not before.older_page and not source.compares
    asks_for_news = may_skip and _was_read_lately(before, now)
    answer = list_pages.fetch_first(
        etag=before.etag if asks_for_news else "",
        last_modified=before.last_modified if asks_for_news else "",
    )
    if isinstance(answer, NotModified) or (may_skip and answer.content_hash == before.content_hash):
        return Harvest(answer=answer, older_page=before.older_page, is_unchanged=True)
    newest = list_pages.read_first(answer)
    issues = [
        *newest.listing.issues,
        *check_listing(newest.listing, source, now=now, page_count=list_pages.page_count),
        *(_no_paging(source) if list_pages.says_no_paging else ()),
    ]
    walk = (
        _walk_to_compare(source, list_pages, known=known, now=now)
        if source.compares
        else OlderPages(source=source, list_pages=list_pages, before=before, known=known)
    )
    walk.walk(newest)
    listing = Listing(items=tuple(walk.items.values()))
    if source.compares:
        issues += check_reconciliation(listing, source, known=known, today=local_date(now))
    return Harvest(
        answer=answer,
        listing=NOTHING if source.compares else listing,
        pages_read=walk.pages_read,
        older_page=0 if source.compares else walk.resume,
        is_complete=bool(source.compares) or not walk.resume,
        issues=(*issues, *walk.issues),
        newest=_newest(listing.items, now),
        stopped_by=walk.stopped_by,
    )


def _walk_to_compare(
    source: Source, list_pages: ListPages, *, known: Known, now: datetime
) -> OlderPages:
    """Return a walk over all the days that are compared, at every visit anew."""
    first_day = local_date(now) - timedelta(days=source.compares_days)
    paging = source.paging and source.paging.model_copy(update={"back_to": first_day})
    return OlderPages(
        source=source.model_copy(update={"paging": paging, "items_per_run": sys.maxsize}),
        list_pages=list_pages,
        before=SourceVisit(source_id=source.id, last_checked_at=now),
        known=known,
    )


def _was_read_lately(before: SourceVisit, now: datetime) -> bool:
    return before.last_read_at is not None and now - before.last_read_at < FULL_READ_AFTER


def _harvest_paper(
    source: Source, *, pages: WebPages, before: SourceVisit, now: datetime
) -> Harvest:
    paper = _declared(source)
    # A front page that only sends its reader on does not change while the day's pages come in.
    answer = pages.fetch(str(source.url), allow_private=source.allow_private_address)
    if isinstance(answer, NotModified):
        raise PageUnreadable(f"服务器未按要求返回网页：{source.url}", remedy="请在浏览器中打开核对")
    since = local_date(before.last_read_at) if before.last_read_at else None
    issue = read_issue(source, paper, answer, pages=pages, since=since)
    return Harvest(
        answer=answer,
        listing=issue.listing,
        pages_read=issue.pages,
        is_complete=not issue.lost,
        issues=(
            *issue.listing.issues,
            *check_listing(issue.listing, source, now=now, page_count=issue.pages),
            *check_issue(issue, source, paper, now=now),
        ),
        newest=_newest(issue.listing.items, now),
    )


def _newest(items: Iterable[ListedItem], now: datetime) -> datetime | None:
    """Return the newest date; one in the future is wrong and must not keep an alarm silent."""
    return max((i.published for i in items if i.published and i.published <= now), default=None)


def _declared(source: Source) -> PaperSelectors:
    if source.paper is None:
        raise PageUnreadable(
            f"来源 {source.id} 没有写读法", remedy=f"请在 sources/{source.id}.toml 补上 [paper]"
        )
    return source.paper


def _no_paging(source: Source) -> tuple[Issue, ...]:
    return (
        Issue(
            rule_id="expect.paging",
            severity=Severity.MUST_ANSWER,
            message="列表页中没有找到 createPageHTML，无法翻到以前的页",
            remedy="网站可能已改版，请打开列表页核对翻页的写法，并修改 "
            + said_in(source, "paging", "kind"),
        ),
    )
