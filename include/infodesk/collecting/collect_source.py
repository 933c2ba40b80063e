"""Visit one source: see what it lists, take in what is new, raise the alarm where it fails."""

from dataclasses import dataclass
from datetime import timedelta

from infodesk.catalog.sources import Source, SourceKind
from infodesk.collecting.alarms import source_failed
from infodesk.collecting.expectations import check_listing
from infodesk.collecting.feeds import read_feed
from infodesk.collecting.general_reader import GeneralReader
from infodesk.collecting.listing import ListedItem, Listing
from infodesk.collecting.lists import read_list
from infodesk.collecting.normalised_url import normalised_url
from infodesk.collecting.page_errors import PageError, PageUnreadable
from infodesk.collecting.page_tree import page_text, page_tree
from infodesk.collecting.pages import NotModified, Page, WebPages
from infodesk.collecting.ports import CollectingRecords, SourceVisit
from infodesk.collecting.receive_article import Fate, Intake, receive_article
from infodesk.collecting.selectors import SelectorInvalid
from infodesk.collecting.tally import Tally
from infodesk.collecting.visits import failed_visit, next_visit, record_visit, reports_of
from infodesk.kernel.clock import Clock, local_date
from infodesk.kernel.files import FileStore
from infodesk.kernel.transactions import Begin
from infodesk.problems.problem import ProblemReport

# Some servers answer 304 although the list has changed: once a day it is asked for in full.
FULL_READ_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOutcome:
    """What one visit brought. An alarm does not make it fail, so that the rest goes on."""

    source_id: str
    article_ids: tuple[str, ...] = ()  # new ones, in the order of the list
    listed: int = 0
    known: int = 0
    duplicate: int = 0
    failed: int = 0
    left_over: int = 0  # beyond items_per_run, or behind a stop: the next visit takes them
    is_unchanged: bool = False  # the list is as it was when everything in it was dealt with
    alarms: tuple[str, ...] = ()  # kinds of the problems opened for the source

    @property
    def new(self) -> int:
        """How many articles were taken in."""
        return len(self.article_ids)


def collect_source(
    source: Source,
    *,
    department_id: str,
    pages: WebPages,
    general_reader: GeneralReader,
    files: FileStore,
    begin: Begin[CollectingRecords],
    clock: Clock,
) -> CollectOutcome:
    """Visit a source once; `department_id` is the centre, whose texts reprints are.

    Each new article is recorded in a transaction of its own, so a kill loses at most the one under
    way, and the next visit takes it in. Whatever goes wrong with the source or with an article
    becomes a problem and a count of the outcome; only errors of our own database and file store
    are raised.
    """
    intake = Intake(
        source=source,
        department_id=department_id,
        pages=pages,
        general_reader=general_reader,
        files=files,
        begin=begin,
        clock=clock,
    )
    with begin() as records:
        before = records.sources.last(source.id)
    before = before or SourceVisit(source_id=source.id, last_checked_at=clock.now())
    tally = Tally(newest_at=before.last_new_at)
    try:
        answer = _fetch_list(intake, before)
        listing = _changed_listing(answer, intake, before)
    except (PageError, SelectorInvalid) as error:
        visit = failed_visit(before, now=clock.now())
        return _conclude(visit, [source_failed(source, error)], tally=tally, intake=intake)
    if listing is not None:
        _take_in(listing, tally=tally, intake=intake)
    now = clock.now()
    return _conclude(
        next_visit(before, answer, tally=tally, now=now),
        reports_of(source, tally, now=now),
        tally=tally,
        intake=intake,
        is_unchanged=listing is None,
    )


def _fetch_list(intake: Intake, before: SourceVisit) -> Page | NotModified:
    read_at = before.last_read_at
    is_recent = read_at is not None and intake.clock.now() - read_at < FULL_READ_AFTER
    return intake.pages.fetch(
        str(intake.source.url),
        etag=before.etag if is_recent else "",
        last_modified=before.last_modified if is_recent else "",
        allow_private=intake.source.allow_private_address,
    )


def _changed_listing(
    answer: Page | NotModified, intake: Intake, before: SourceVisit
) -> Listing | None:
    """Read the list, or return None where it is the one that was dealt with last time."""
    if isinstance(answer, NotModified) or answer.content_hash == before.content_hash:
        return None
    source, today = intake.source, local_date(intake.clock.now())
    if source.kind is SourceKind.FEED:
        return read_feed(answer, today=today)
    if source.list is None:
        raise PageUnreadable(
            f"来源 {source.id} 没有列表选择器", remedy=f"请在 sources/{source.id}.toml 补上 [list]"
        )
    tree = page_tree(page_text(answer))
    return read_list(tree, url=answer.final_url, selectors=source.list, today=today)


def _take_in(listing: Listing, *, tally: Tally, intake: Intake) -> None:
    now, expect = intake.clock.now(), intake.source.expect
    tally.listed = len(listing.items)
    tally.issues += [*listing.issues, *check_listing(listing, expect, now=now)]
    for item in listing.items:
        tally.dated(item.published, now=now)
    fresh = _fresh_items(listing, tally, intake)
    for position, item in enumerate(fresh):
        if position >= intake.source.items_per_run or tally.must_stop:
            tally.left_over = len(fresh) - position
            return
        try:
            received = receive_article(item, intake=intake)
        except (PageError, SelectorInvalid) as error:
            tally.failed(item, error)
            continue
        tally.received(received)
        if received.fate is Fate.NEW:
            tally.dated(received.draft.published or now, now=now)
            tally.issues += received.issues


def _fresh_items(listing: Listing, tally: Tally, intake: Intake) -> list[ListedItem]:
    by_key = {normalised_url(item.url): item for item in reversed(listing.items)}
    with intake.begin() as records:
        known = records.articles.known(by_key)
    tally.known = len(known)
    return [item for key, item in reversed(by_key.items()) if key not in known]


def _conclude(
    visit: SourceVisit,
    reports: list[ProblemReport],
    *,
    tally: Tally,
    intake: Intake,
    is_unchanged: bool = False,
) -> CollectOutcome:
    with intake.begin() as records:
        record_visit(visit, reports, records=records)
    return CollectOutcome(
        source_id=intake.source.id,
        article_ids=tuple(tally.article_ids),
        listed=tally.listed,
        known=tally.known,
        duplicate=tally.duplicate,
        failed=len(tally.failures),
        left_over=tally.left_over,
        is_unchanged=is_unchanged,
        alarms=tuple(report.kind for report in reports),
    )
