"""An original that has changed: met in the queue, read and settled on a phone and on a desk."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE
from tests.fakes.web_pages import FakeWebPages

from infodesk.bootstrap import run_watch_originals, wiring
from infodesk.collecting.originals.watched import OriginalWatch

pytestmark = pytest.mark.browser

HOST = "www.ndrc.example"
URL = f"https://{HOST}/xwdt/1.html"
TITLE = "国家发展改革委召开会议部署推动经济持续回升向好有关工作"
PARAGRAPHS = (
    "近日，国家发展改革委召开会议，研究部署推动经济持续回升向好的有关工作。",
    "会议指出，今年以来经济运行总体平稳、稳中有进，高质量发展扎实推进。",
    "会议强调，要加快建设全国统一大市场，规范招商引资行为，3月15日前完成自查。",
    "会议要求，各有关方面要压实责任，及时报送进展情况。",
    "有关司局负责同志参加会议。",
)


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def web(paragraphs: tuple[str, ...]) -> bytes:
    return (
        f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}（更新）</h1>"
        f"<p>发布时间：2026-03-01 10:00　来源：国家发展改革委网站</p>"
        f"<div>{body(*paragraphs)}<p><a href=/files/list.pdf>自查清单.pdf</a></p></div>"
        "</body></html>"
    ).encode()


def test_a_changed_original_is_read_and_settled_on_every_screen(office, sit_down):
    article = office.receive(TITLE, body(*PARAGRAPHS))
    with wiring().database.begin() as records:
        records.originals.watch(
            OriginalWatch(
                article_id=article,
                source_id="ndrc_news",
                url=URL,
                since=office.clock.now(),
                next_look_at=office.clock.now() + timedelta(hours=2),
            )
        )
    office.advance(article)
    pages = FakeWebPages()
    first, second, third, *rest = PARAGRAPHS
    corrected = third.replace("3月15日前完成自查", "年底以前完成自查并报告")
    pages.answers[URL] = web((first, second, corrected, *rest))
    wiring().__dict__["pages"] = pages
    office.clock.pass_time(hours=3)
    assert run_watch_originals(HOST)["changed"] == 1

    for size in (PHONE, DESKTOP):
        seat = sit_down(size)
        page = seat.open(office.token("editor_jia"))
        page.get_by_role("link", name="原文有变化").click()
        seat.looks_right("originals")
        page.get_by_role("link", name=TITLE).click()
        seen = page.locator("ins:visible", has_text="报告")
        expect(seen.first).to_be_visible()
        assert seen.count() == 1  # beside each other or in one column, never both
        seat.looks_right("original")

    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择如何处理")
    seat.complaints.clear()  # Chromium itself mentions the answer 422
    page.get_by_label("更正", exact=True).check()
    page.get_by_label("理由").fill("日期有误，按原文更正")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("日期有误，按原文更正")).to_be_visible()
    seat.looks_right("original-settled")
    page.get_by_role("link", name="修改我方稿件").click()
    expect(page.get_by_role("button", name="预览修改")).to_be_visible()
