"""The operators' page of sources: which can be trusted, and which need a person."""

import pytest
from tests.fakes.web_pages import FakeWebPages

from infodesk.bootstrap import desk, run_collect_host, wiring
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.web.page_errors import PageUnreachable


@pytest.fixture
def operator(browse):
    """Give an operator's browser."""
    return browse(operator="operator_ding")


def _row(page, source_id: str) -> str:
    return next(row for row in page.text.split("<tr") if f"{source_id}.toml" in row)


def test_every_source_of_the_catalog_is_listed(office, operator):
    page = operator.get("/board/sources")

    for source in wiring().catalog.sources.values():
        assert source.name in page.text
        assert "尚未采集" in _row(page, source.id)
    assert "check_source.py --all" in page.text  # none was seen live yet


def test_a_source_that_fails_stands_first_with_how_often(office, operator):
    source = wiring().catalog.sources["ndrc_news"]
    pages = FakeWebPages()
    pages.answers[str(source.url)] = PageUnreachable("无法连接", remedy="请核对")
    wiring().__dict__["pages"] = pages
    run_collect_host(source.host)

    page = operator.get("/board/sources")

    assert page.text.index("ndrc_news.toml") < page.text.index("fgw_shanxi_notices.toml")
    assert "读不到" in _row(page, "ndrc_news")
    assert "连续 1 次" in _row(page, "ndrc_news")


def test_a_source_that_answers_tells_when_and_how_much(office, operator):
    article_id = office.receive()
    now = office.clock.now()
    with wiring().database.begin() as records:
        records.articles.add_witness(
            article_id,
            Sighting(source_key="ndrc.example/1", source_id="ndrc_news", url="", seen_at=now),
        )
        records.sources.save(
            SourceVisit(source_id="ndrc_news", last_checked_at=now, last_new_at=now)
        )

    row = _row(operator.get("/board/sources"), "ndrc_news")

    assert "待核对" in row  # verified = false
    assert "1 篇" in row
    assert desk.sources()[-1].source.id == "ndrc_news"


def test_it_is_for_operators(office, browse):
    assert browse().get("/board/sources").status_code == 401
