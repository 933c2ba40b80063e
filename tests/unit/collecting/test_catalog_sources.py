"""Every source of the catalog has recorded pages, and reads them as expected."""

import json
from datetime import date, datetime, time
from pathlib import Path

import pytest
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.web_pages import SITES, FakeWebPages, recorded_file

from infodesk.catalog.loading import load_catalog
from infodesk.catalog.sources import Source, SourceKind
from infodesk.channels.rendering import readable_text
from infodesk.collecting.collect_source import collect_source
from infodesk.collecting.feeds import read_feed
from infodesk.collecting.general_reader import ReadArticle
from infodesk.collecting.listing import ListedItem, Listing
from infodesk.collecting.lists import read_list
from infodesk.collecting.page_tree import page_text, page_tree
from infodesk.collecting.reading import read_article
from infodesk.kernel.clock import SHANGHAI

ROOT = Path(__file__).parents[3]
EXPECTED = ROOT / "tests" / "fixtures" / "sources"
SOURCES = load_catalog(ROOT / "include" / "catalog").sources


class NoReader:
    """These sources have selectors for every field; nothing may be left to guessing."""

    def read(self, html: str, *, url: str) -> ReadArticle:
        raise AssertionError(f"{url} was left to the general reader")


def _expected(source_id: str) -> dict:
    return json.loads((EXPECTED / source_id / "expected.json").read_text(encoding="utf-8"))


def _listing(source: Source, today: date) -> Listing:
    page = FakeWebPages(SITES).fetch(str(source.url))
    if source.kind is SourceKind.FEED:
        return read_feed(page, today=today)
    tree = page_tree(page_text(page))
    return read_list(tree, url=page.final_url, selectors=source.list, today=today)


@pytest.fixture(params=SOURCES.values(), ids=SOURCES.keys())
def source(request) -> Source:
    return request.param


def test_it_has_pages_and_an_expectation(source) -> None:
    assert recorded_file(SITES, str(source.url)).is_file(), f"没有录制 {source.url} 的网页"
    assert len(_expected(source.id)["articles"]) >= 3


def test_nothing_is_expected_of_a_source_that_is_gone() -> None:
    assert {folder.name for folder in EXPECTED.iterdir()} == set(SOURCES)


def test_its_list_reads_as_expected(source) -> None:
    expected = _expected(source.id)
    listing = _listing(source, date.fromisoformat(expected["today"]))
    assert [
        {
            "url": item.url,
            "title": item.title,
            "published": item.published.isoformat() if item.published else None,
        }
        for item in listing.items
    ] == expected["items"]
    assert listing.issues == ()


def test_its_articles_read_as_expected(source) -> None:
    expected = _expected(source.id)
    today = date.fromisoformat(expected["today"])
    for listed, article in zip(expected["items"], expected["articles"], strict=True):
        draft = read_article(
            FakeWebPages(SITES).fetch(listed["url"]),
            listed=ListedItem(url=listed["url"], title=listed["title"]),
            selectors=source.article,
            general_reader=NoReader(),
            today=today,
        )
        assert {
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
        } == article


def test_a_whole_visit_raises_no_alarm(source) -> None:
    expected = _expected(source.id)
    today = date.fromisoformat(expected["today"])
    database = MemoryDatabase()
    outcome = collect_source(
        source,
        department_id="credit_centre",
        pages=FakeWebPages(SITES),
        general_reader=NoReader(),
        files=MemoryFileStore(),
        begin=database.begin,
        clock=StoppedClock(datetime.combine(today, time(10), tzinfo=SHANGHAI)),
    )
    assert outcome.alarms == ()
    assert outcome.new == len(expected["articles"])
    assert database.state.problems == {}
    contents = [article.revision.content for article in database.state.articles.values()]
    kept = {file.original_url for c in contents for file in (*c.images, *c.attachments)}
    assert kept == {
        url
        for article in expected["articles"]
        for url in (*article["images"], *article["attachments"])
    }
    assert all(content.credit for content in contents)
