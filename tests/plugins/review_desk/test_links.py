"""Links from letters: scanners change nothing, dead and forged ones are refused and recorded."""

from dataclasses import replace

import pytest
from tests.plugins.review_desk.office import PINS, PREFIX, agree, everything

from infodesk.bootstrap import desk, wiring
from infodesk.ledger.entry import Action


def _problems() -> list[str]:
    return [problem.title for problem in desk.board().problems]


def _refusals_in_ledger(person_id: str) -> int:
    with wiring().database.read() as records:
        entries = records.ledger.history(f"person:{person_id}")
    return sum(entry.action == Action.REQUEST_REFUSED for entry in entries)


def test_scanners_may_fetch_a_link_as_often_as_they_like(office, browse):
    article = office.receive()
    office.advance(article)
    token = office.token("editor_jia")
    before = everything(but=("link_opens",))
    for method in ("HEAD", "GET", "GET", "HEAD", "GET"):
        answer = browse().client.request(method, f"{PREFIX}/open", params={"token": token})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{PREFIX}/queue"
        assert ("set-cookie" in answer.headers) is (method == "GET")
        assert token not in answer.text + str(answer.headers)
    assert everything(but=("link_opens",)) == before
    opens = everything()["link_opens"]
    assert sorted(row[3] for row in opens) == ["GET", "GET", "GET", "HEAD", "HEAD"]


def test_looking_at_every_page_changes_nothing(office, browse):
    office.give_pin()
    article = office.receive()
    office.advance(article)
    case = office.case_id(article)
    browser, operator = browse(), browse(operator="operator_ding")
    browser.open(office.token("editor_jia"))
    before = everything()
    for path in (
        "/queue", f"/items/{case}", f"/items/{case}/edit", f"/items/{case}/saved",
        f"/items/{case}/decided", f"/items/{case}/scan", f"/items/{case}/form.pdf",
        f"/items/{'0' * 32}", "/pin", "/pin/done", "/releases", "/health", "/openapi.json",
    ):  # fmt: skip
        assert browser.get(path).status_code < 500
        assert browser.client.head(PREFIX + path).status_code < 500
    for path in ("/board", f"/board/cases/{case}", "/board/pin-codes", "/problems"):
        assert operator.get(path).status_code == 200
    assert everything() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.swapcase(),
        lambda token: "x" * 5000,
        lambda token: "\x00\ud7ff链接",
    ],
    ids=["empty", "truncated", "longer", "other letters", "huge", "odd characters"],
)
def test_a_link_that_is_not_ours_is_refused_recorded_and_shown(office, browse, spoil):
    office.advance(office.receive())
    browser = browse()
    answer = browser.get("/open", params={"token": spoil(office.token("editor_jia"))})
    assert answer.status_code == 404
    assert "链接无效" in answer.text
    assert "set-cookie" not in answer.headers
    assert _problems() == ["打开邮件链接被拒绝：链接无效"]


def test_knocking_many_times_is_one_problem_that_is_counted(office, browse):
    for number in range(4):
        browse().get("/open", params={"token": f"guess-{number}"})
    (problem,) = desk.board().problems
    assert problem.times_seen == 4


def test_a_link_dies_on_use(office, browse):
    office.give_pin()
    article = office.receive()
    office.advance(article)
    reader = browse()
    reader.open(office.token("editor_jia"))
    case = office.case_id(article)
    reader.submit(
        reader.get(f"/items/{case}"), "/decision", verdict="agreed", pin=PINS["editor_jia"]
    )
    office.advance(article)
    token = office.token("leader_yi")
    leader = browse()
    page = leader.open(token)
    leader.submit(page, "/decision", verdict="agreed", pin=PINS["leader_yi"])
    again = browse().get("/open", params={"token": token})
    assert again.status_code == 410
    assert "这一步已经办理" in again.text
    assert "请打开最新一封邮件中的链接" in again.text
    assert "打开邮件链接被拒绝：这一步已经办理" in _problems()


def test_a_link_dies_by_a_new_revision(office, browse):
    _, case, token = _at_leader(office)
    editor = desk.person("editor_jia")
    revision = desk.item(case, editor).file.revision
    desk.save(
        case, editor, seen_revision_id=revision.id, title="另一个标题",
        body_html=revision.content.body_html, credit=revision.content.credit,
        destination=desk.item(case, editor).file.case.destination,
    )  # fmt: skip
    answer = browse().get("/open", params={"token": token})
    assert answer.status_code == 410
    assert "稿件在您收到邮件后有修改" in answer.text


def test_a_link_dies_by_reassignment(office, browse):
    article = office.submit()
    office.advance(article)
    agree(office, article, "planning_editor")
    agree(office, article, "leader_bing")
    token = office.token("office_jia")
    case = office.case_id(article)
    desk.reassign(case, to="office_yi", by="operator_ding", reason="出差")
    office.advance(article)
    answer = browse().get("/open", params={"token": token})
    assert answer.status_code == 410
    assert "这一步已改派他人办理" in answer.text
    assert browse().open(office.token("office_yi")).url.path == f"{PREFIX}/items/{case}"


def test_a_link_dies_at_its_expiry(office, browse):
    _, _, token = _at_leader(office)
    office.clock.pass_time(days=10)
    answer = browse().get("/open", params={"token": token})
    assert answer.status_code == 410
    assert "链接已过有效期" in answer.text


def test_a_dead_link_opened_by_somebody_signed_in_stands_in_the_ledger(office, browse):
    _, _, token = _at_leader(office)
    browser = browse()
    browser.open(token)
    office.clock.pass_time(days=10)
    fresh = browse()
    assert fresh.get("/open", params={"token": token}).status_code == 410
    assert _refusals_in_ledger("leader_yi") == 0
    office.clock.pass_time(days=-10)
    browser.open(token)
    assert browser.get("/open", params={"token": "forged"}).status_code == 404
    assert _refusals_in_ledger("leader_yi") == 1


def test_another_persons_link_replaces_the_session(office, browse):
    _, case, token = _at_leader(office)
    browser = browse()
    browser.open(office.token("editor_jia"))
    assert "编辑甲" in browser.get("/queue").text
    page = browser.open(token)
    assert page.url.path == f"{PREFIX}/items/{case}"
    assert "分管领导乙" in page.text
    assert "编辑甲" not in browser.get("/queue").text


def test_a_link_of_somebody_who_left_lets_nobody_in(office, browse):
    _, _, token = _at_leader(office)
    catalog = wiring().catalog
    remaining = {name: person for name, person in catalog.people.items() if name != "leader_yi"}
    wiring().__dict__["catalog"] = replace(catalog, people=remaining)
    answer = browse().get("/open", params={"token": token})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers


def _at_leader(office) -> tuple[str, str, str]:
    """Bring a text to the leader and return article, case and the token of his link."""
    article = office.receive()
    office.advance(article)
    agree(office, article, "editor_jia")
    return article, office.case_id(article), office.token("leader_yi")
