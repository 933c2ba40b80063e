"""Visit one source: see what it lists, take in what is new, raise the alarm where it fails."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.collecting.article_groups import ArticleGroup
from infodesk.collecting.fetch_ahead import FetchAhead
from infodesk.collecting.listing.harvest import Harvest
from infodesk.collecting.listing.last_page import LastPage
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.polling import is_due
from infodesk.collecting.ports import CollectingRecords, SourceVisit
from infodesk.collecting.receive_article import Intake
from infodesk.collecting.tally import Tally
from infodesk.collecting.visits import (
    failed_visit,
    next_visit,
    record_visit,
    reports_of,
    reports_of_failure,
)
from infodesk.collecting.web.captures import Captures
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.collecting.web.page_errors import PageError
from infodesk.collecting.web.pages import Page, WebPages
from infodesk.collecting.web.selectors import SelectorInvalid
from infodesk.kernel.clock import Clock
from infodesk.kernel.files import FileStore
from infodesk.kernel.transactions import Begin
from infodesk.problems.problem import ProblemReport


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
    is_due: bool = True  # else it was not visited at all
    is_unchanged: bool = False  # the list is as it was when everything in it was dealt with
    alarms: tuple[str, ...] = ()  # kinds of the problems opened for the source

    @property
    def new(self) -> int:
        """How many articles were taken in."""
        return len(self.article_ids)

    @property
    def not_due(self) -> int:
        """1 where the source was left alone because it is not its time yet."""
        return int(not self.is_due)


def collect_source(
    source: Source,
    *,
    department_id: str,
    rules: CollectingRules,
    pages: WebPages,
    captures: Captures,
    files: FileStore,
    begin: Begin[CollectingRecords],
    clock: Clock,
    is_forced: bool = False,
) -> CollectOutcome:
    """Visit a source once; `department_id` is the centre, whose texts reprints are.

    A source whose time has not come is left alone, unless a person wants it now (`is_forced`).
    New articles are recorded one by one, or a few together where they come fast; a kill loses at
    most those under way, and the next visit takes them in. Whatever goes wrong with the source or
    with an article becomes a problem and a count of the outcome; only errors of our own database
    and file store are raised.
    """
    with begin() as records:
        last = records.sources.last(source.id)
    if not is_forced and not is_due(last, now=clock.now()):
        return CollectOutcome(source_id=source.id, is_due=False)
    remembered = LastPage(pages)
    intake = Intake(
        source=source,
        department_id=department_id,
        rules=rules,
        pages=remembered,
        captures=captures,
        files=files,
        begin=begin,
        clock=clock,
    )
    before = last or SourceVisit(source_id=source.id, last_checked_at=clock.now())
    try:
        harvest = _harvest(before, intake)
    except (PageError, SelectorInvalid) as error:
        return _conclude_failure(before, error, page=remembered.page, intake=intake)
    return _take_in(harvest, before=before, intake=replace(intake, pages=pages))


def _harvest(before: SourceVisit, intake: Intake) -> Harvest:
    def known(source_keys: Collection[str]) -> frozenset[str]:
        with intake.begin() as records:
            return records.articles.known(source_keys)

    return read_listing(
        intake.source, pages=intake.pages, before=before, known=known, now=intake.clock.now()
    )


def _take_in(harvest: Harvest, *, before: SourceVisit, intake: Intake) -> CollectOutcome:
    tally = Tally(newest_at=before.last_new_at, challenge=harvest.stopped_by)
    tally.listed = len(harvest.listing.items)
    tally.issues += harvest.issues
    tally.dated(harvest.newest, now=intake.clock.now())
    evidence = ""
    if harvest.issues and isinstance(harvest.answer, Page):
        evidence = intake.captures.keep(harvest.answer, at=intake.clock.now())
    _receive(_fresh_items(harvest, tally, intake), tally=tally, intake=intake)
    now = intake.clock.now()
    return _conclude(
        next_visit(before, harvest, tally=tally, polling=intake.rules.polling, now=now),
        reports_of(intake.source, tally, evidence=evidence, now=now),
        tally=tally,
        intake=intake,
        is_unchanged=harvest.is_unchanged,
    )


def _fresh_items(harvest: Harvest, tally: Tally, intake: Intake) -> list[ListedItem]:
    items = harvest.listing.items
    if not items:
        return []
    by_key = {normalised_url(item.url): item for item in reversed(items)}
    with intake.begin() as records:
        known = records.articles.known(by_key)
    tally.known = len(known)
    return [item for key, item in reversed(by_key.items()) if key not in known]


def _receive(fresh: Sequence[ListedItem], *, tally: Tally, intake: Intake) -> None:
    chosen = fresh[: intake.source.items_per_run]
    with (
        FetchAhead(intake.pages, order=[item.url for item in chosen]) as ahead,
        ArticleGroup(tally=tally, intake=replace(intake, pages=ahead)) as group,
    ):
        for position, item in enumerate(chosen):
            if tally.must_stop:
                tally.left_over = len(fresh) - position
                break
            group.take(item)
        else:
            tally.left_over = len(fresh) - len(chosen)
        group.record()


def _conclude_failure(
    before: SourceVisit,
    error: PageError | SelectorInvalid,
    *,
    page: Page | None,
    intake: Intake,
) -> CollectOutcome:
    now, polling = intake.clock.now(), intake.rules.polling
    # A page that came whole and cannot be read is what a person will want to look at.
    evidence = intake.captures.keep(page, at=now) if page else ""
    visit = failed_visit(before, error, polling=polling, now=now)
    reports = reports_of_failure(
        intake.source, error, visit=visit, evidence=evidence, polling=polling
    )
    return _conclude(visit, reports, tally=Tally(newest_at=None), intake=intake)


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
