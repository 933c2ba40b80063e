"""Setting a PIN with a code that was handed over in person."""

import pytest
from tests.plugins.review_desk.office import PREFIX

from infodesk.bootstrap import desk


@pytest.fixture
def visitor(office, browse):
    """Give the browser of an editor who has no PIN yet."""
    office.advance(office.receive())
    browser = browse()
    browser.open(office.token("editor_jia"))
    return browser


def _set(browser, code, pin="480271", repeated=None, back_to=""):
    page = browser.get("/pin", params={"back_to": back_to})
    return browser.submit(page, "/pin", code=code, new_pin=pin, repeated=repeated or pin)


def _code():
    return desk.issue_pin_code("editor_jia", issued_by="operator_ding")


def test_the_queue_says_that_a_pin_is_missing(visitor):
    assert "请先设置口令" in visitor.get("/queue").text


def test_a_code_sets_the_pin_once(visitor):
    code = _code()
    answer = _set(visitor, f" {code[:5].lower()} {code[5:]} ")
    assert "口令已设置" in answer.text
    assert desk.pin_set_at("editor_jia") is not None
    assert "请先设置口令" not in visitor.get("/queue").text
    assert "设置码不正确或已失效" in _set(visitor, code, "905533").text


@pytest.mark.parametrize("pin", ["123456", "111111", "12345", "口令口令口令", "4802711111111"])
def test_a_weak_pin_is_refused_and_the_code_stays_good(visitor, pin):
    code = _code()
    answer = _set(visitor, code, pin)
    assert answer.status_code == 422
    assert "口令须为 6 至 12 位数字" in answer.text
    assert f'value="{pin}"' not in answer.text
    assert "口令已设置" in _set(visitor, code).text


def test_two_different_pins_are_refused(visitor):
    code = _code()
    assert "两次输入的口令不一样" in _set(visitor, code, "480271", "480272").text
    assert desk.pin_set_at("editor_jia") is None


def test_a_code_of_somebody_else_is_refused(visitor):
    code = desk.issue_pin_code("editor_yi", issued_by="operator_ding")
    assert "设置码不正确或已失效" in _set(visitor, code).text
    assert desk.pin_set_at("editor_jia") is None


def test_the_way_back_leads_to_a_text_and_nowhere_else(office, visitor):
    case = "0123456789abcdef" * 2
    assert f"{PREFIX}/items/{case}" in _set(visitor, _code(), back_to=case).text
    for elsewhere in ("//evil.example", "https://evil.example", "javascript:alert(1)", "x" * 32):
        assert elsewhere not in visitor.get("/pin", params={"back_to": elsewhere}).text
        assert elsewhere not in visitor.get("/pin/done", params={"back_to": elsewhere}).text
