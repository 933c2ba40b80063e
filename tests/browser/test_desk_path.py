"""One text through the whole desk in a real browser, on a phone and on a desk."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import DESKTOP, PHONE
from tests.plugins.review_desk.office import PINS

from infodesk.bootstrap import desk, run_publish_approved, wiring
from rehearsal.paper import sign_and_scan

pytestmark = pytest.mark.browser

BODY = (
    "<p>近日，国家发展改革委召开会议，研究部署推动经济持续回升向好的有关工作。</p>"
    "<p>会议强调，要<strong>加快建设</strong>全国统一大市场，联系电话13812345678。</p>"
    "<table><tbody><tr><th>指标</th><th>1月</th><th>2月</th><th>同比</th></tr>"
    "<tr><td>固定资产投资（亿元）</td><td>123.4</td><td>130.8</td><td>6.1%</td></tr></tbody></table>"
)


def test_a_reprint_travels_from_the_queue_to_the_portal(office, sit_down, tmp_path):
    article = office.receive("国家发展改革委召开会议部署推动经济持续回升向好有关工作", BODY)
    office.advance(article)
    office.give_pin("leader_yi", "clerk_bing")

    _editor_sets_a_pin_corrects_and_agrees(office, sit_down(PHONE), article)
    _leader_agrees(office, sit_down(PHONE, has_script=False), article)
    _clerk_brings_the_paper_back(office, sit_down(DESKTOP), article, tmp_path)

    assert run_publish_approved()["failed"] == 0
    columns = {p.placement.column_id: p.state for p in desk.publications(article)}
    assert columns == {"national": "live", "city": "live"}
    _operator_sees_an_empty_board(sit_down(DESKTOP))


def _editor_sets_a_pin_corrects_and_agrees(office, seat, article):
    page = seat.open(office.token("editor_jia"))
    seat.looks_right("queue")
    page.get_by_role("link", name="设置口令").click()
    seat.looks_right("pin")
    page.get_by_label("设置码").fill(desk.issue_pin_code("editor_jia", issued_by="operator_ding"))
    page.get_by_label("新口令").fill(PINS["editor_jia"])
    page.get_by_label("再输入一次").fill(PINS["editor_jia"])
    page.get_by_role("button", name="设置口令").click()
    page.get_by_role("link", name="去待办清单").click()
    page.get_by_role("link", name="国家发展改革委召开会议").click()
    seat.looks_right("item")

    page.get_by_role("link", name="修改稿件或发布位置").click()
    seat.looks_right("edit")
    second = page.get_by_label("第 2 段文字")
    second.fill(second.input_value().replace("联系电话13812345678", "联系方式见官网"))
    page.get_by_label("市政府要闻").check()
    page.get_by_role("button", name="预览修改").click()
    seat.looks_right("preview")
    expect(page.locator("ins", has_text="方式见官网")).to_be_visible()
    page.get_by_label("口令", exact=True).fill(PINS["editor_jia"])
    page.get_by_label("本机 30 天内不再询问").check()
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("heading", name="修改已保存")).to_be_visible()
    office.advance(article)

    page = seat.open(office.token("editor_jia"))
    page.get_by_role("link", name="国家发展改革委召开会议").click()
    page.get_by_role("link", name="去办理").click()
    page.get_by_label("同意，并附意见").check()
    page.get_by_label("意见", exact=True).fill("已与原文核对")
    assert page.get_by_label("口令", exact=True).count() == 0  # this device is remembered
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", name="意见已提交")).to_be_visible()
    seat.looks_right("decided")
    office.advance(article)


def _leader_agrees(office, seat, article):
    page = seat.open(office.token("leader_yi"))
    expect(page.get_by_text("已与原文核对")).to_be_visible()
    page.get_by_label("同意", exact=True).check()
    page.get_by_label("口令", exact=True).fill(PINS["leader_yi"])
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("还须在纸质审批单上签字")).to_be_visible()
    office.advance(article)


def _clerk_brings_the_paper_back(office, seat, article, folder):
    page = seat.open(office.token("clerk_bing"))
    seat.looks_right("paper")
    address = page.get_by_role("link", name="打印审批单").get_attribute("href")
    form = page.request.get(page.url.partition("/review")[0] + address).body()
    scan = folder / "scan.pdf"
    scan.write_bytes(sign_and_scan(form, seed=3))
    page.get_by_role("link", name="上传签字扫描件").click()
    seat.looks_right("scan")
    page.get_by_label("扫描件", exact=True).set_input_files(scan)
    page.get_by_label("口令", exact=True).fill(PINS["clerk_bing"])
    page.get_by_role("button", name="上传").click()
    picture = page.get_by_role("img", name="签字扫描件")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 500
    seat.looks_right("statement")
    page.get_by_label("签字同意", exact=True).check()
    page.get_by_label("口令", exact=True).fill(PINS["clerk_bing"])
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("审签完毕，系统随即发布")).to_be_visible()
    with wiring().database.read() as records:
        approval = records.approvals.get(office.case_id(article))
    assert approval.is_complete


def _operator_sees_an_empty_board(seat):
    page = seat.page
    page.goto(f"{seat.address}/board")
    seat.looks_right("board")
    expect(page.get_by_text("没有。")).to_have_count(2)
