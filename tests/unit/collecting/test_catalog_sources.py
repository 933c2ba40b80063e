"""Every source of the catalog has recorded pages, and reads them as expected."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.recorded_traps import TRAPS, RecordedSource, traps_in
from tests.fakes.web_pages import SITES, FakeWebPages, recorded_file

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.sources import Source
from infodesk.channels.rendering import readable_text
from infodesk.collecting.collect_source import CollectOutcome, collect_source
from infodesk.collecting.listing.harvest import Harvest
from infodesk.collecting.listing.list_pages import ListPages
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.reading import read_article as reading
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.kernel.clock import SHANGHAI

ROOT = Path(__file__).parents[3]
EXPECTED = ROOT / "tests" / "fixtures" / "sources"
SOURCES = load_catalog(ROOT / "include" / "catalog").sources
COLLECTED = {id_: source for id_, source in SOURCES.items() if not source.compares}
COMPARING = {id_: source for id_, source in SOURCES.items() if source.compares}
MOST_ARTICLES = 50  # each is approved by link and signed on paper when the demo is rehearsed


@pytest.fixture(autouse=True)
def _nothing_is_left_to_guessing(monkeypatch) -> None:
    """These sources have selectors for every field."""
    monkeypatch.setattr(reading, "read_page", None)


@pytest.fixture(params=SOURCES.values(), ids=SOURCES.keys())
def source(request) -> Source:
    return request.param


@pytest.fixture(params=COLLECTED.values(), ids=COLLECTED.keys())
def collected(request) -> Source:
    return request.param


@pytest.fixture(params=COMPARING.values(), ids=COMPARING.keys())
def comparing(request) -> Source:
    return request.param


def _expected(source_id: str) -> dict:
    return json.loads((EXPECTED / source_id / "expected.json").read_text(encoding="utf-8"))


def _now(source: Source) -> datetime:
    today = date.fromisoformat(_expected(source.id)["today"])
    return datetime.combine(today, time(10), tzinfo=SHANGHAI)


def _first_harvest(source: Source, pages: FakeWebPages) -> Harvest:
    now = _now(source)
    return read_listing(
        source,
        pages=pages,
        before=SourceVisit(source_id=source.id, last_checked_at=now),
        known=lambda _: frozenset(),
        now=now,
    )


def _expected_articles(source_id: str) -> list[dict]:
    """Return what is expected of each article; one that another source lists too is there."""
    return [
        _article_of(article["as_in"], article["url"]) if "as_in" in article else article
        for article in _expected(source_id)["articles"]
    ]


def _article_of(source_id: str, url: str) -> dict:
    (found,) = (a for a in _expected(source_id)["articles"] if a["url"] == url)
    return found


def _visit(source: Source, database: MemoryDatabase, *, is_forced: bool = False) -> CollectOutcome:
    return collect_source(
        source,
        department_id="credit_centre",
        rules=CollectingRules(),
        pages=FakeWebPages(SITES),
        captures=MemoryCaptures(),
        files=MemoryFileStore(),
        begin=database.begin,
        clock=StoppedClock(_now(source)),
        is_forced=is_forced,
    )


def _listed(item: ListedItem) -> dict:
    told = {
        "url": item.url,
        "title": item.title,
        "published": item.published.isoformat() if item.published else None,
    }
    optional = {"column": item.column, "credit": item.credit}
    return told | {name: text for name, text in optional.items() if text}


def _read(draft: ArticleDraft) -> dict:
    return {
        "url": draft.url,
        "title": draft.title,
        "published": draft.published.isoformat() if draft.published else None,
        "credit": draft.credit,
        "author": draft.author,
        "document_number": draft.document_number,
        "body_text": readable_text(draft.body_html).split("\n"),
        "tables": draft.body_html.count("<table>"),
        "images": [image.url for image in draft.images],
        "attachments": {file.url: file.name for file in draft.attachments},
    }


def test_it_has_pages_and_an_expectation(source) -> None:
    assert recorded_file(SITES, str(source.url)).is_file(), f"没有录制 {source.url} 的网页"
    expected = _expected(source.id)
    assert len(expected["items"]) >= 3
    assert len(expected["articles"]) == (0 if source.compares else len(expected["items"]))


def test_nothing_is_expected_of_a_source_that_is_gone() -> None:
    assert {folder.name for folder in EXPECTED.iterdir()} == set(SOURCES)


def test_its_list_reads_as_expected(collected) -> None:
    expected = _expected(collected.id)
    pages = FakeWebPages(SITES)
    harvest = _first_harvest(collected, pages)
    assert [_listed(item) for item in harvest.listing.items] == expected["items"]
    assert harvest.issues == ()
    assert harvest.pages_read == expected["pages_read"]


def test_its_first_visit_goes_back_to_the_date_and_no_further(collected) -> None:
    """The last page read holds an item from before that date, and nothing behind it is asked."""
    back_to = collected.paging.back_to if collected.paging else None
    if back_to is None:
        assert _expected(collected.id)["pages_read"] >= 1
        return
    assert _expected(collected.id)["pages_read"] == 2
    days = [datetime.fromisoformat(i["published"]).date() for i in _expected(collected.id)["items"]]
    assert all(day >= back_to for day in days)


def test_a_comparing_interface_reads_as_expected(comparing) -> None:
    expected = _expected(comparing.id)
    list_pages = ListPages(comparing, pages=FakeWebPages(SITES), now=_now(comparing))
    listing = list_pages.read_first(list_pages.fetch_first()).listing
    assert [_listed(item) for item in listing.items] == expected["items"]
    assert listing.issues == ()


def test_its_articles_read_as_expected(collected) -> None:
    today = _now(collected).date()
    articles = _expected_articles(collected.id)
    for listed, article in zip(_expected(collected.id)["items"], articles, strict=True):
        draft = read_article(
            FakeWebPages(SITES).fetch(listed["url"]),
            listed=ListedItem(url=listed["url"], title=listed["title"]),
            selectors=collected.article,
            today=today,
        )
        assert _read(draft) == article


def test_a_whole_visit_raises_no_alarm(collected) -> None:
    database = MemoryDatabase()
    outcome = _visit(collected, database)
    articles = _expected_articles(collected.id)
    assert outcome.alarms == ()
    assert outcome.new == len(articles)
    assert database.state.problems == {}
    contents = [article.revision.content for article in database.state.articles.values()]
    kept = {file.original_url for c in contents for file in (*c.images, *c.attachments)}
    assert kept == {url for a in articles for url in (*a["images"], *a["attachments"])}


def test_a_second_visit_brings_nothing_and_leaves_no_older_page_open(collected) -> None:
    database = MemoryDatabase()
    first = _visit(collected, database)
    second = _visit(collected, database, is_forced=True)
    assert (second.new, second.duplicate, second.failed, second.alarms) == (0, 0, 0, ())
    assert second.is_unchanged or second.known == first.new
    assert database.state.visits[collected.id].older_page == 0


def test_a_reprint_is_credited_to_a_body_and_not_to_its_department(collected) -> None:
    database = MemoryDatabase()
    _visit(collected, database)
    written = [a.revision.content.credit for a in database.state.articles.values()]
    named = [article["credit"] for article in _expected_articles(collected.id)]
    if collected.credit_is_department:
        assert set(written) == {collected.credit}
    else:
        assert written == [name or collected.credit for name in named]


def test_a_comparing_interface_finds_nothing_missed(comparing) -> None:
    """What the search of the site gives is what the lists of the site gave, and no article."""
    database = MemoryDatabase()
    for source_id in comparing.compares:
        _visit(SOURCES[source_id], database)
    before = set(database.state.articles)
    outcome = _visit(comparing, database)
    assert (outcome.alarms, outcome.new) == ((), 0)
    assert set(database.state.articles) == before


def test_what_a_list_did_not_give_is_told_by_the_search(comparing) -> None:
    database = MemoryDatabase()
    _visit(SOURCES[comparing.compares[0]], database)  # the other list is down
    outcome = _visit(comparing, database)
    assert outcome.alarms == ("source_expectation",)
    (report,) = database.state.problems.values()
    assert f"sources/{comparing.id}.toml 的 compares" in report.details
    items = _expected(comparing.id)["items"]
    missed = [i for i in items if normalised_url(i["url"]) not in database.state.keys]
    assert [i["title"] for i in missed if i["title"] in report.details]


def test_an_article_in_several_columns_is_taken_in_once() -> None:
    """All sources together bring each address once; the same text elsewhere becomes a witness."""
    database = MemoryDatabase()
    outcomes = [_visit(source, database) for source in SOURCES.values() if not source.compares]
    outcomes += [_visit(source, database) for source in COMPARING.values()]
    urls = {normalised_url(a["url"]) for id_ in COLLECTED for a in _expected(id_)["articles"]}
    assert set(database.state.keys) == urls
    assert sum(outcome.known for outcome in outcomes) > 0
    duplicates = sum(outcome.duplicate for outcome in outcomes)
    assert duplicates >= 3  # the daily prints what its own site and the evening paper have
    assert len(database.state.articles) == len(urls) - duplicates
    assert len(urls) <= MOST_ARTICLES
    assert database.state.problems == {}


def test_no_recorded_file_is_large_or_unused() -> None:
    known = {str(file) for id_ in SOURCES for file in _files_of(SOURCES[id_])}
    for file in SITES.rglob("*"):
        if file.is_file():
            assert file.stat().st_size < 30_000, file
            assert str(file).removesuffix(".headers.json") in known, f"没有来源用到 {file}"


def _files_of(source: Source) -> Iterator[Path]:
    asked = RecordedSource.of(source, now=_now(source)).asked
    yield from (recorded_file(SITES, url) for url in asked)
    for article in _expected(source.id)["articles"]:
        named = [article["url"], *article.get("images", ()), *article.get("attachments", ())]
        yield from (recorded_file(SITES, url) for url in named)


def test_no_fixture_is_dated_after_the_day_it_is_read(source) -> None:
    today = _now(source).date()
    for page in RecordedSource.of(source, now=_now(source)).texts:
        days = re.findall(r"(?<!\d)(20\d\d)[-/](\d\d)[-/](\d\d)(?!\d)", page)
        assert all(date(int(y), int(m), int(d)) <= today for y, m, d in days)


def test_its_fixture_holds_the_traps_it_says(source) -> None:
    assert traps_in(RecordedSource.of(source, now=_now(source))) == _expected(source.id)["traps"]


def test_every_trap_that_was_met_on_the_sites_is_in_some_fixture() -> None:
    held = {trap for source_id in SOURCES for trap in _expected(source_id)["traps"]}
    assert held == set(TRAPS)
