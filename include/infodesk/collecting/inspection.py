"""Look at a source without taking anything in: what its list gives, what its articles say."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infodesk.catalog.sources import Source, SourceKind
from infodesk.collecting.expectations import FIELD_NAMES, check_article, check_silence
from infodesk.collecting.listing.list_pages import ListPages
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.web.page_errors import ChallengeMet, PageError
from infodesk.collecting.web.page_tree import host_of
from infodesk.collecting.web.pages import Page, WebPages
from infodesk.collecting.web.selectors import SelectorInvalid
from infodesk.kernel.clock import SHANGHAI, local_date
from infodesk.kernel.issues import Issue, Severity

SAMPLE = 3  # articles looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFilled:
    """How one field fared in the articles looked at."""

    name: str
    label: str
    filled: int
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a look at a source showed."""

    source: Source
    items: tuple[ListedItem, ...]
    page: Page | None  # the newest page of the list, as it came
    articles: tuple[ArticleDraft, ...] = ()
    article_pages: tuple[Page, ...] = ()
    unread: tuple[str, ...] = ()  # why articles could not be read
    issues: tuple[Issue, ...] = ()

    @property
    def fields(self) -> tuple[FieldFilled, ...]:
        """Each field over all articles looked at."""
        return tuple(_field(name, label, self.articles) for name, label in FIELD_NAMES.items())

    @property
    def is_as_expected(self) -> bool:
        """Whether there is nothing that a person must look into."""
        grave = [issue for issue in self.issues if issue.severity is not Severity.HINT]
        return not grave and not self.unread


def inspect_source(
    source: Source, *, pages: WebPages, now: datetime, sample: int = SAMPLE
) -> Inspection:
    """Read the newest page of a source's list and the first articles on it; store nothing.

    Raises a PageError or SelectorInvalid where the list cannot be had or read, or the site wants
    a person.
    """
    # With everything known no older page is turned; what a source compares is of no concern here.
    harvest = read_listing(
        source.model_copy(update={"compares": ()}),
        pages=pages,
        before=SourceVisit(source_id=source.id, last_checked_at=now, last_read_at=now),
        known=frozenset,
        now=now,
    )
    issues = [*harvest.issues, *check_silence(harvest.newest, source, now=now)]
    wanted = () if source.compares else harvest.listing.items[:sample]
    articles, article_pages, unread = [], [], []
    for item in wanted:
        try:
            page = _fetch(item, source, pages)
            draft = read_article(page, listed=item, selectors=source.article, today=local_date(now))
        except ChallengeMet:
            raise
        except (PageError, SelectorInvalid) as error:
            unread.append(f"《{item.title}》{error}")
            continue
        articles.append(draft)
        article_pages.append(page)
        issues += [*check_article(draft, source, listed=item, now=now), *draft.issues]
    return Inspection(
        source=source,
        items=harvest.listing.items,
        page=harvest.answer if isinstance(harvest.answer, Page) else None,
        articles=tuple(articles),
        article_pages=tuple(article_pages),
        unread=tuple(unread),
        issues=tuple(issues),
    )


def count_pages(source: Source, page: Page, *, pages: WebPages, now: datetime) -> int:
    """Return how many pages a list says it has; 0 where it does not say."""
    if source.kind is SourceKind.DIGITAL_PAPER:
        return 0
    list_pages = ListPages(source, pages=pages, now=now)
    list_pages.read_first(page)
    return list_pages.page_count


def differing_shapes(inspection: Inspection, expected: dict[str, Any]) -> list[str]:
    """Compare a live source with what was recorded of it: not the words, but their shape.

    `expected` is the source's `expected.json`. Returned are sentences for the operator.
    """
    return [
        *_new_hosts(inspection.items, expected.get("items", ())),
        *_new_addresses(inspection.items, expected.get("items", ())),
        *_empty_fields(inspection.articles, expected.get("articles", ())),
    ]


def _fetch(item: ListedItem, source: Source, pages: WebPages) -> Page:
    answer = pages.fetch(item.url, allow_private=source.allow_private_address)
    if isinstance(answer, Page):
        return answer
    raise PageError(f"没有得到内容：{item.url}")


def _field(name: str, label: str, articles: Sequence[ArticleDraft]) -> FieldFilled:
    values = [_written(article, name) for article in articles]
    given = [value for value in values if value]
    return FieldFilled(
        name=name, label=label, filled=len(given), example=given[0][:60] if given else ""
    )


def _written(article: ArticleDraft, name: str) -> str:
    if name == "body":
        return " ".join(re.sub(r"<[^>]+>", " ", article.body_html).split())
    value = getattr(article, name)
    if isinstance(value, tuple):
        return "、".join(file.name or file.url for file in value)
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return value or ""


def _new_hosts(items: Sequence[ListedItem], expected: Sequence[dict[str, Any]]) -> list[str]:
    known = {host_of(item["url"]) for item in expected}
    found = sorted({host_of(item.url) for item in items} - known) if known else []
    return [f"列表链到了录制时没有的网站：{'、'.join(found)}"] if found else []


def _new_addresses(items: Sequence[ListedItem], expected: Sequence[dict[str, Any]]) -> list[str]:
    known = {_form(item["url"]) for item in expected}
    found = {_form(item.url) for item in items}
    if not known or not found or found & known:
        return []
    return [f"文章网址的样子变了：原为 {min(known)}，现为 {min(found)}"]


def _empty_fields(
    articles: Sequence[ArticleDraft], expected: Sequence[dict[str, Any]]
) -> list[str]:
    recorded = [article for article in expected if "as_in" not in article]
    names: Collection[str] = FIELD_NAMES.keys() - {"body"}
    return [
        f"录制时每篇都有{FIELD_NAMES[name]}，现在一篇也没有读到"
        for name in FIELD_NAMES
        if name in names and articles and recorded
        if all(article.get(name) for article in recorded)
        and not any(_written(article, name) for article in articles)
    ]


def _form(url: str) -> str:
    return re.sub(r"\d+", "#", url.partition("://")[2])
