"""Sessions, forms that this desk did not hand out, and what every answer carries."""

import re
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from starlette.responses import Response
from tests.plugins.review_desk.office import KEY, PINS, PREFIX, everything

from infodesk.bootstrap import desk, wiring
from review_desk.app import create_app
from review_desk.doorkeeper import SESSION_COOKIE, Doorkeeper
from review_desk.refusals import KeyTooShort

SOME_ID = "0" * 32


def _posts(desk_app):
    routes = [route for route in desk_app.routes if isinstance(route, APIRoute)]
    return sorted(
        re.sub(r"\{\w+\}", SOME_ID, route.path) for route in routes if "POST" in route.methods
    )


@pytest.fixture
def signed_in(office, browse):
    """Give an editor's browser on the page of a text."""
    office.give_pin()
    office.article = office.receive()
    office.advance(office.article)
    browser = browse()
    browser.open(office.token("editor_jia"))
    return browser


@pytest.mark.parametrize("path", ["/queue", f"/items/{SOME_ID}", "/pin", "/releases"])
def test_without_a_link_nobody_comes_in(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 401
    assert "请从邮件中的链接进入" in answer.text


def test_a_session_lasts_twelve_hours(office, signed_in):
    office.clock.pass_time(hours=11, minutes=59)
    assert signed_in.get("/queue").status_code == 200
    office.clock.pass_time(minutes=1)
    assert signed_in.get("/queue").status_code == 401


def test_a_session_cookie_cannot_be_changed_or_made(office, signed_in, browse):
    cookie = signed_in.client.cookies[SESSION_COOKIE]
    now = office.clock.now()
    foreign = Doorkeeper("another key " * 5, is_secure=False).new_session("editor_jia", now=now)
    device = Doorkeeper(KEY, is_secure=False).remember_device("editor_jia", pin_set_at=now, now=now)
    for forged in (cookie[:-2] + "xx", "x" + cookie, cookie.split(".")[0], "", foreign, device):
        answer = browse().get("/queue", headers={"cookie": f"{SESSION_COOKIE}={forged}"})
        assert answer.status_code == 401
    answer = browse().get("/queue", headers={"cookie": f"{SESSION_COOKIE}={cookie}"})
    assert answer.status_code == 200


def test_the_cookie_is_kept_from_scripts_and_from_other_paths(office, signed_in, browse):
    answer = browse().get("/open", params={"token": office.token("editor_jia")})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/review" in cookie
    assert "Secure" not in cookie  # the desk of the tests is reached by plain HTTP


def test_over_https_cookies_are_secure(office, monkeypatch):
    monkeypatch.setenv("INFODESK_DESK_URL", "https://desk.example/review")
    app = create_app()
    response = Response()
    app.state.doorkeeper.set_cookie(response, "c", "v", root="/review", lifetime=timedelta(hours=1))
    assert "Secure" in response.headers["set-cookie"]


def test_the_desk_does_not_start_with_a_guessable_key(monkeypatch):
    for key in ("", "short", "x" * 31):
        monkeypatch.setenv("INFODESK_SECRET_KEY", key)
        with pytest.raises(KeyTooShort, match="INFODESK_SECRET_KEY"):
            create_app()


def test_leaving_ends_the_session_in_this_browser(signed_in):
    answer = signed_in.submit(signed_in.get("/queue"), "/leave")
    assert "您已退出" in answer.text
    assert signed_in.get("/queue").status_code == 401


def test_every_form_of_a_person_needs_the_token_of_his_session(desk_app, office, signed_in):
    paths = [p for p in _posts(desk_app) if not p.startswith(("/board", "/problems"))]
    assert len(paths) >= 8
    before = everything(but=("problems", "ledger", "ledger_head"))
    for path in paths:
        for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "链接"}):
            fields = {**token, "approval_hash": "0" * 64, "seen_revision_id": SOME_ID}
            answer = signed_in.post(path, fields)
            assert answer.status_code == 403, path
            assert "这份表单不是从本页面提交的" in answer.text
    assert everything(but=("problems", "ledger", "ledger_head")) == before
    (problem,) = desk.board().problems
    assert problem.title.startswith("提交表单被拒绝")
    assert problem.times_seen == len(paths) * 4
    with wiring().database.read() as records:
        entries = records.ledger.history("person:editor_jia")
    assert sum(entry.action == "request_refused" for entry in entries) == len(paths) * 4


def test_every_form_of_an_operator_needs_his_token(desk_app, office, browse):
    paths = [p for p in _posts(desk_app) if p.startswith(("/board", "/problems"))]
    assert len(paths) == 3
    for path in paths:
        assert (
            browse(operator="operator_ding").post(path, {"person": "editor_jia"}).status_code == 403
        )
        assert browse().post(path, {"person": "editor_jia"}).status_code == 401


def test_a_token_of_another_session_is_refused(office, signed_in, browse):
    case = office.case_id(office.article)
    other = browse()
    other.open(office.token("editor_jia"))  # the same person in another browser
    fields = other.form(other.get(f"/items/{case}"), "/decision")
    answer = signed_in.post(
        f"/items/{case}/decision", {**fields, "verdict": "agreed", "pin": PINS["editor_jia"]}
    )
    assert answer.status_code == 403


def test_an_operators_token_is_bound_to_name_and_browser(office, browse):
    first, second = browse(operator="operator_ding"), browse(operator="another")
    fields = first.form(first.get("/board/pin-codes"), "/board/pin-codes")
    second.client.cookies.update(first.client.cookies)
    answer = second.post("/board/pin-codes", {**fields, "person": "editor_jia"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/queue", 200), ("/nothing-here", 404), ("/items/not-an-id", 404), ("/leave", 405),
        ("/health", 200), ("/openapi.json", 200), ("/static/desk.css", 200),
        ("/static/missing.css", 404), ("/open?token=x", 404), ("/board", 401),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers(signed_in, path, status):
    answer = signed_in.get(path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"frame-ancestors '{'self' if path == '/board' else 'none'}'" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "noindex" in answer.headers["x-robots-tag"]
    is_static = path == "/static/desk.css"
    assert ("immutable" if is_static else "no-store") in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", "/nothing-here", "没有找到这个页面"),
        ("GET", "/static/..%2f..%2fapp.py", "没有找到这个页面"),
        ("GET", "/items/%2e%2e/app.py", "没有找到这个页面"),
        ("PUT", "/queue", "不能这样打开这个页面"),
        ("DELETE", "/items/" + SOME_ID, "不能这样打开这个页面"),
    ],
)
def test_errors_are_pages_in_chinese(signed_in, method, path, words):
    answer = signed_in.client.request(method, PREFIX + path)
    assert words in answer.text
    for technical in ("Traceback", "detail", "sqlalchemy", "Method Not Allowed", "Not Found"):
        assert technical not in answer.text


def test_an_error_that_nobody_foresaw_leaks_nothing(signed_in, monkeypatch, caplog):
    def break_down(*_args, **_options):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(desk, "queue", break_down)
    answer = signed_in.get("/queue")
    assert answer.status_code == 500
    assert "系统出错" in answer.text
    assert "swordfish" not in answer.text
    assert "swordfish" in caplog.text  # the operator finds it in the log
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_broken_catalog_is_a_page_too(signed_in, monkeypatch, tmp_path, caplog):
    wiring().database.close()
    monkeypatch.setenv("INFODESK_CATALOG", str(tmp_path / "nowhere"))
    wiring.cache_clear()
    answer = signed_in.get("/queue")
    assert answer.status_code == 500
    assert "系统出错" in answer.text
    assert "nowhere" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert caplog.records


def test_pages_load_nothing_from_elsewhere(office, signed_in):
    case = office.case_id(office.article)
    for path in ("/queue", f"/items/{case}", f"/items/{case}/edit", "/pin"):
        text = signed_in.get(path).text
        loaded = re.findall(r'<(?:link|script|img|iframe)[^>]+(?:href|src)="([^"]+)"', text)
        assert loaded
        assert all(address.startswith(f"{PREFIX}/") for address in loaded)
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_health_says_when_the_desk_cannot_work(browser, office, monkeypatch):
    assert browser.get("/health").json()["status"] == "ok"

    def broken():
        raise RuntimeError("no database at postgres://secret")

    monkeypatch.setattr(desk, "health", broken)
    answer = browser.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable"}


def test_pages_are_described_for_machines(desk_app):
    described = desk_app.openapi()
    form = described["components"]["schemas"]["DecisionForm"]
    assert form["properties"]["verdict"]["enum"] == [
        "", "agreed", "agreed_with_remark", "returned", "rejected",
    ]  # fmt: skip
    assert form["properties"]["remark"]["maxLength"] == 2000
    assert form["properties"]["approval_hash"]["pattern"] == "^[0-9a-f]{64}$"
