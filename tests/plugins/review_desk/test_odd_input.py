"""Whatever is typed or posted, the desk answers with a page and not with an error of its own."""

from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plugins.review_desk.office import PREFIX

SMALL = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# What text in forms can be: anything that UTF-8 can carry, and what trips parsers up.
TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\x00", "\x01\x1f\x7f", "\ufffe\uffff", "<p>&#1;</p>", "<!--", "<![CDATA[", "</textarea>",
         "<table><tr><td>", "&nbsp;", "\u202e\u200b", "9" * 500, "-1", "null", "../../", "%00"]
    ),
)  # fmt: skip


@pytest.fixture
def case(office, browse):
    """Give an editor's browser and the address of a text on his desk."""
    article = office.receive(body_html="<p>甲\x01乙<strong>丙</strong></p><p>丁</p>")
    office.advance(article)
    browser = browse()
    browser.open(office.token("editor_jia"))
    return browser, f"/items/{office.case_id(article)}"


def test_a_text_with_control_characters_can_be_read_and_edited(case):
    browser, path = case
    assert browser.get(path).status_code == 200
    page = browser.get(f"{path}/edit")
    assert browser.form(page, "/edit")["piece"] == ["甲乙丙", "丁"]


@SMALL
@given(fields=st.dictionaries(st.sampled_from(
    ["step", "approval_hash", "verdict", "remark", "return_to", "return_reason", "reject_reason",
     "answer_rule", "answer_reason", "pin", "remember"]), TEXT))  # fmt: skip
def test_decisions(case, fields):
    browser, path = case
    token = browser.form(browser.get(path), "/decision")
    answer = browser.post(f"{path}/decision", {**token, **fields})
    assert answer.status_code < 500
    assert "<html" in answer.text


@SMALL
@given(
    fields=st.dictionaries(
        st.sampled_from(
            ["title", "credit", "body_html", "appended", "place", "pinned", "not_before"]
        ),
        TEXT,
    ),
    pieces=st.lists(TEXT, min_size=2, max_size=2),
    act=st.sampled_from(["preview", "back", "save", "other"]),
)
def test_edits(case, fields, pieces, act):
    browser, path = case
    token = browser.form(browser.get(f"{path}/edit"), "/edit")
    answer = browser.post(f"{path}/edit", {**token, "piece": pieces, "act": act, **fields})
    assert answer.status_code < 500
    assert "<html" in answer.text


@SMALL
@given(part=TEXT, query=TEXT)
def test_addresses(desk_app, case, part, query):
    browser, _ = case
    routes = [r for r in desk_app.routes if isinstance(r, APIRoute) and "GET" in r.methods]
    for route in routes:
        names = {name: part.replace("/", "") or "x" for name in route.param_convertors}
        path = PREFIX + route.path.format(**{name: _quoted(value) for name, value in names.items()})
        answer = browser.client.get(
            path, params={"token": query, "back_to": query, "dag_id": query}
        )
        assert answer.status_code < 500, path


def _quoted(text):
    return quote(text, safe="")
