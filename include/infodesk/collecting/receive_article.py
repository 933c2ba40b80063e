"""Take one listed article in: fetch, read, keep its files, record it once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import ArticleSelectors, Source
from infodesk.collecting.arrivals import COLLECTOR, Arrival, prepare_arrival
from infodesk.collecting.expectations import check_article
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reading.article_files import KeptFiles, keep_files
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.record_arrival import Fate, record_arrival
from infodesk.collecting.web.captures import Captures
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import host_of
from infodesk.collecting.web.pages import Page, WebPages
from infodesk.kernel.clock import Clock, local_date
from infodesk.kernel.files import FileStore
from infodesk.kernel.issues import Issue
from infodesk.kernel.transactions import Begin

__all__ = [
    "COLLECTOR",
    "Fate",
    "Intake",
    "Prepared",
    "Received",
    "prepare_article",
    "receive_article",
    "record_articles",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One article that was dealt with."""

    fate: Fate
    article_id: str
    draft: ArticleDraft
    kept: KeptFiles
    issues: tuple[Issue, ...] = ()  # of a new article: what does not agree with the source's file


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Everything that taking articles of one source in needs."""

    source: Source
    department_id: str
    rules: CollectingRules
    pages: WebPages
    captures: Captures
    files: FileStore
    begin: Begin[CollectingRecords]
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article that is fetched and read, and not recorded yet."""

    arrival: Arrival
    page: Page
    kept: KeptFiles

    def keep_page(self, captures: Captures) -> str:
        """Keep the page that the article was read from; return the SHA-256 of its record."""
        return captures.keep(self.page, at=self.arrival.sighting.seen_at)

    def with_evidence(self, capture: str) -> "Prepared":
        """Return the article with what proves it."""
        sighting = replace(self.arrival.sighting, capture=capture)
        return replace(self, arrival=replace(self.arrival, sighting=sighting))


def receive_article(item: ListedItem, *, intake: Intake) -> Received:
    """Fetch a listed article and record it, together with the review that it now needs.

    Raises PageError, SelectorInvalid.
    """
    prepared = prepare_article(item, intake=intake)
    proven = prepared.with_evidence(prepared.keep_page(intake.captures))
    return record_articles([proven], intake=intake)[0]


def prepare_article(item: ListedItem, *, intake: Intake) -> Prepared:
    """Fetch a listed article, read it and keep its files; outside any transaction.

    Killed here, nothing has happened and the next run begins anew; a stored file without an
    article does no harm. Raises PageError, SelectorInvalid.
    """
    page = _fetch(item, intake)
    draft = _read(page, item, intake)
    kept = keep_files(
        draft,
        pages=intake.pages,
        files=intake.files,
        allow_private=intake.source.allow_private_address,
    )
    now = intake.clock.now()
    arrival = prepare_arrival(
        draft,
        kept,
        tuple(check_article(draft, intake.source, listed=item, now=now)),
        page=page,
        sighting=Sighting(
            source_key=normalised_url(item.url),
            source_id=intake.source.id,
            url=draft.url,
            seen_at=now,
            title=draft.title,
            credit=draft.credit,
            published_at=draft.published,
        ),
        source=intake.source,
        department_id=intake.department_id,
        rules=intake.rules,
    )
    return Prepared(arrival=arrival, page=page, kept=kept)


def record_articles(prepared: Sequence[Prepared], *, intake: Intake) -> list[Received]:
    """Record articles together, each with its evidence.

    One transaction records of each the article, first revision, proposed destination, errand,
    ledger entry and whatever is amiss with it, or nothing of any: the next visit knows them and
    does not look at them again. A text that we have already becomes a witness of it.
    """
    with intake.begin() as records:
        fates = [
            record_arrival(each.arrival, source=intake.source, rules=intake.rules, records=records)
            for each in prepared
        ]
    return [
        Received(
            fate=fate,
            article_id=article_id,
            draft=each.arrival.draft,
            kept=each.kept,
            issues=each.arrival.issues if fate is Fate.NEW else (),
        )
        for each, (fate, article_id) in zip(prepared, fates, strict=True)
    ]


def _fetch(item: ListedItem, intake: Intake) -> Page:
    answer = intake.pages.fetch(item.url, allow_private=intake.source.allow_private_address)
    if not isinstance(answer, Page):
        raise PageUnreadable(f"没有得到内容：{item.url}", remedy="下次运行会再次收取")
    return answer


def _read(page: Page, item: ListedItem, intake: Intake) -> ArticleDraft:
    source = intake.source
    # Selectors describe the pages of the source's own host; a list may also point elsewhere.
    is_own = host_of(page.final_url) == source.host
    return read_article(
        page,
        listed=item,
        selectors=source.article if is_own else ArticleSelectors(),
        today=local_date(intake.clock.now()),
    )
