"""A visit to a source that sends anything at all: it ends, and what it records can be stored."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.web_pages import FakeWebPages
from tests.fuzz.answers import SOURCES
from tests.fuzz.broken_input import FEW, MANY, broken_feeds, broken_json, broken_pages

from infodesk.catalog.collecting import CollectingRules
from infodesk.collecting.collect_source import CollectOutcome, collect_source
from infodesk.collecting.web.page_errors import PageGone

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LIST = "https://a.gov.cn/tzgg/"
_LISTED = (
    "<ul><li><a href='/1.html'>一</a><span>2026-11-20</span></li><li><a href=/2.html>二</a></ul>"
)
_LISTS = {
    "html_list": st.just(_LISTED.encode()) | broken_pages(),
    "feed": broken_feeds(),
    "json_api": st.builds(lambda value: json.dumps({"data": [value]}).encode(), broken_json()),
    "digital_paper": st.just(_LISTED.encode()) | broken_pages(),
}


class AnyPage(FakeWebPages):
    """Answers the list with one thing and every other address with another."""

    def __init__(self, listed: bytes, article: bytes) -> None:
        super().__init__()
        self._listed, self._article = listed, article

    def fetch(self, url: str, **options):
        if len(self.asked) > 300:
            raise PageGone(f"网页不存在：{url}", remedy="测试中没有更多网页")
        self.answers[url] = self._listed if url.startswith(LIST) else self._article
        return super().fetch(url, **options)


def _visit(kind: str, listed: bytes, article: bytes) -> None:
    database, captures = MemoryDatabase(), MemoryCaptures()
    for _ in range(2):  # the second visit starts from what the first has left behind
        outcome = collect_source(
            SOURCES[kind],
            department_id="credit_centre",
            rules=CollectingRules(),
            pages=AnyPage(listed, article),
            captures=captures,
            files=MemoryFileStore(),
            begin=database.begin,
            clock=StoppedClock(NOW),
            is_forced=True,
        )
        assert isinstance(outcome, CollectOutcome)
    state = database.state
    assert SOURCES[kind].id in state.visits
    repr((state.problems, state.visits, state.entries)).encode()
    for article_ in state.articles.values():
        content = article_.revision.content
        f"{content.title}{content.body_html}{content.credit}{content.document_number}".encode()
        assert 0 < len(content.title) <= 300


@pytest.mark.parametrize("kind", sorted(_LISTS))
def test_a_visit_ends(kind: str) -> None:
    FEW(given(_LISTS[kind], broken_pages())(lambda a, b: _visit(kind, a, b)))()


@pytest.mark.full
@pytest.mark.parametrize("kind", sorted(_LISTS))
def test_many_visits_end(kind: str) -> None:
    MANY(given(_LISTS[kind], broken_pages())(lambda a, b: _visit(kind, a, b)))()
