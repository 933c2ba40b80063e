"""What collecting shows to people, on a phone and on a desk: sources, the clock, one reprint."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE
from tests.fakes.web_pages import SITES, FakeWebPages

from infodesk.bootstrap import desk, local_date, run_collect_host, source_hosts, wiring
from infodesk.collecting.likeness.duplicates import Doubt
from infodesk.collecting.reprints import PossibleDuplicate
from infodesk.kernel.outbox import Topic

pytestmark = pytest.mark.browser

TODAY = date(2026, 11, 23)  # the recorded pages are of the weeks before


@pytest.fixture
def collected(office) -> list[str]:
    """Collect the recorded sites, and return the articles."""
    office.clock.pass_time(days=(TODAY - local_date(office.clock.now())).days)
    wiring().__dict__["pages"] = FakeWebPages(SITES)
    for host in source_hosts():
        run_collect_host(host)
    with wiring().database.begin() as records:
        due = records.outbox.lease(
            Topic.REVIEW, now=office.clock.now(), lease_for=timedelta(minutes=1)
        )
    articles = [errand.subject for errand in due]
    office.advance(*articles)
    return articles


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_operator_sees_how_sources_fare_and_what_is_late(office, collected, sit_down, size):
    seat = sit_down(size)
    seat.page.goto(f"{seat.address}/board/sources")
    expect(seat.page.get_by_role("heading", name="信息源")).to_be_visible()
    expect(seat.page.get_by_text("国家发展改革委·新闻发布")).to_be_visible()
    seat.looks_right("sources")
    seat.page.goto(f"{seat.address}/board")
    seat.looks_right("board-with-clock")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_editor_compares_two_articles(office, collected, sit_down, size):
    first, second = collected[0], collected[1]
    with wiring().database.begin() as records:
        records.reprints.ask(
            PossibleDuplicate(
                article_id=second,
                other_id=first,
                doubt=Doubt.CONTAINED,
                share=0.71,
                found_at=office.clock.now(),
            )
        )
    seat = sit_down(size)
    page = seat.open(office.token("editor_jia"))
    page.goto(f"{seat.address}/items/{office.case_id(second)}")
    expect(page.get_by_text("网页存证").first).to_be_visible()
    seat.looks_right("item-of-a-reprint")
    page.get_by_role("link", name="比较这两篇").click()
    seat.looks_right("duplicate")
    page.get_by_label("不是同一篇，分别转载").check()
    page.get_by_role("button", name="记录判断").click()
    expect(page.get_by_text("可能重复")).to_have_count(0)
    assert desk.reprint(second).questions == ()
