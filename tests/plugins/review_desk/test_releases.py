"""The centre's last step: released after a check, and the address of what was published by hand."""

import re
import zipfile
from io import BytesIO

import pytest
from tests.fakes.scan_reader import signed
from tests.plugins.review_desk.office import PINS, PREFIX, agree, everything

from infodesk.bootstrap import PaperVerdict, desk, run_publish_approved, wiring


@pytest.fixture
def cleared(office, browse):
    """Clear a department's notice whose chain is complete, and give the clerk's browser."""
    office.give_pin("clerk_bing", "editor_jia")
    article = office.submit()
    office.advance(article)
    for person in ("planning_editor", "leader_bing", "office_jia"):
        agree(office, article, person)
    case, clerk = office.case_id(article), desk.person("clerk_bing")
    received = desk.upload_scan(case, clerk, signed(desk.form_pdf(case, clerk).content))
    browser = browse()
    browser.open(office.token("clerk_bing"))
    desk.state_paper(case, received.scan.id, clerk, verdict=PaperVerdict.AGREED, note="")
    run_publish_approved()
    return browser


def _at_desk(channel):
    return next(p for p, _ in desk.publications_at_desk() if p.placement.channel_id == channel)


def _release(browser, publication, **typed):
    page = browser.get(f"/releases/{publication.id}")
    typed = {"checked": "true", "pin": PINS["clerk_bing"], **typed}
    return browser.submit(page, f"/releases/{publication.id}", **typed)


def test_a_departments_text_waits_for_the_centre(cleared):
    page = cleared.get("/releases")
    assert page.text.count("等待中心核对放行") == 2
    assert "2 项等待" in cleared.get("/queue").text
    to_check = cleared.get(f"/releases/{_at_desk('portal').id}")
    (case,) = re.findall(r'href="(/review/items/\w+)"', to_check.text)
    assert "查看审批单" in cleared.get(case).text
    answer = _release(cleared, _at_desk("portal"))
    assert "已放行，等待发布" in answer.text
    run_publish_approved()
    assert "已上线" in cleared.get(answer.url.path).text


def test_nothing_is_released_unchecked_or_without_the_pin(cleared):
    before = everything(but=("pins",))
    publication = _at_desk("portal")
    assert "请先核对" in _release(cleared, publication, checked=[]).text
    assert "请输入口令" in _release(cleared, publication, pin="").text
    assert everything(but=("pins",)) == before


def test_an_address_is_recorded_after_publishing_by_hand(cleared):
    publication = _at_desk("credit_china_lvliang")
    _release(cleared, publication)
    run_publish_approved()
    assert f"{PREFIX}/addresses/{publication.id}" in cleared.get("/releases").text
    package = cleared.get(f"/addresses/{publication.id}/package.zip")
    assert package.status_code == 200, package.text
    assert "README.txt" in zipfile.ZipFile(BytesIO(package.content)).namelist()
    page = cleared.get(f"/addresses/{publication.id}")
    wrong = cleared.submit(
        page, f"/addresses/{publication.id}", address="javascript:alert(1)", pin=PINS["clerk_bing"]
    )
    assert wrong.status_code == 422
    assert "这不是一个网页地址" in wrong.text
    answer = cleared.submit(
        page, f"/addresses/{publication.id}", address="https://credit.example/1.html",
        pin=PINS["clerk_bing"],
    )  # fmt: skip
    assert "（等待核对）" in answer.text
    with wiring().database.read() as records:
        assert records.publications.get(publication.id).address == "https://credit.example/1.html"


def test_there_is_no_package_before_it_is_made(cleared):
    publication = _at_desk("credit_china_lvliang")
    assert cleared.get(f"/addresses/{publication.id}/package.zip").status_code == 409


def test_only_the_clerk_releases(cleared, office, browse):
    publication = _at_desk("portal")
    article = office.receive()
    office.advance(article)
    editor = browse()
    page = editor.open(office.token("editor_jia"))
    assert editor.get("/releases").status_code == 403
    assert editor.get(f"/releases/{publication.id}").status_code == 403
    token = editor.form(page, "/leave")["csrf"]
    fields = {
        "csrf": token,
        "checked": "true",
        "pin": PINS["editor_jia"],
        "address": "https://x.example/",
    }
    before = everything()
    assert editor.post(f"/releases/{publication.id}", fields).status_code == 403
    assert editor.post(f"/addresses/{publication.id}", fields).status_code == 403
    assert everything() == before


def test_an_unknown_publication_is_a_missing_page(cleared):
    assert cleared.get(f"/releases/{'0' * 32}").status_code == 404
    assert cleared.get(f"/addresses/{'0' * 32}").status_code == 404
