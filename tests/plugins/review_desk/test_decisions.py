"""Deciding: on exactly what was shown, by the right person, with his PIN."""

import pytest
from tests.plugins.review_desk.office import PINS, PREFIX, agree, everything

from infodesk.approvals.approval import ApprovalState, Verdict
from infodesk.bootstrap import desk, wiring
from review_desk.doorkeeper import DEVICE_COOKIE

PHONE = "<p>联系电话：13812345678，传真同号。</p><p>如有疑问请与13912345678联系。</p>"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def case(office, browse):
    """Give a text with the editor, and his browser on its page."""
    return _case(office, browse)


def _case(office, browse, **content):
    office.give_pin()
    article = office.receive(**content)
    office.advance(article)
    return _Case(office, browse, article)


class _Case:
    def __init__(self, office, browse, article):
        self.office, self.browse, self.article = office, browse, article
        self.id = office.case_id(article)
        self.editor = browse()
        self.editor.open(office.token("editor_jia"))

    @property
    def page(self):
        return self.editor.get(f"/items/{self.id}")

    def decide(self, **typed):
        typed = {"verdict": "agreed", "pin": PINS["editor_jia"], **typed}
        return self.editor.submit(self.page, "/decision", **typed)

    @property
    def approval(self):
        with wiring().database.read() as records:
            return records.approvals.get(self.id)


def test_agreeing_leads_to_a_page_that_says_what_happens_next(case):
    answer = case.decide()
    assert answer.url.path == f"{PREFIX}/items/{case.id}/decided"
    assert answer.history[0].status_code == 303
    assert "意见已提交" in answer.text
    assert "分管领导（终审）" in answer.text
    (opinion,) = case.approval.opinions
    assert (opinion.verdict, opinion.remark, opinion.person_id) == (
        Verdict.AGREED,
        "",
        "editor_jia",
    )


def test_a_remark_is_kept_and_shown_to_the_next_reviewer(case):
    case.decide(verdict="agreed_with_remark", remark="已与原文核对\r\n一致")
    assert case.approval.opinions[0].remark == "已与原文核对\n一致"
    case.office.advance(case.article)
    leader = case.browse()
    page = leader.open(case.office.token("leader_yi"))
    assert "已与原文核对" in page.text
    assert "编辑甲" in page.text


def test_what_was_typed_under_another_answer_is_not_recorded(case):
    case.decide(verdict="agreed", remark="误填", reject_reason="误填")
    assert case.approval.opinions[0].remark == ""


def test_returning_names_a_step_and_a_reason(case):
    agree(case.office, case.article, "editor_jia")
    leader = case.browse()
    page = leader.open(case.office.token("leader_yi"))
    missing = leader.submit(page, "/decision", verdict="returned", pin=PINS["leader_yi"])
    assert missing.status_code == 422
    assert "请写明退回的理由" in missing.text
    assert case.approval.opinions[-1].person_id == "editor_jia"
    answer = leader.submit(
        missing, "/decision", verdict="returned", return_to="editor", return_reason="标题不准确",
        pin=PINS["leader_yi"],
    )  # fmt: skip
    assert "中心编辑（初审）" in answer.text
    assert case.approval.current_step.key == "editor"
    case.office.advance(case.article)
    assert "标题不准确" in case.page.text


def test_the_first_step_is_not_offered_a_return(case):
    assert "退回到" not in case.page.text


def test_rejecting_needs_a_reason_and_ends_the_review(case):
    assert "请写明不予采用的理由" in case.decide(verdict="rejected").text
    answer = case.decide(verdict="rejected", reject_reason="与本市无关")
    assert "不再发布" in answer.text
    assert case.approval.state is ApprovalState.REJECTED


def test_a_form_without_an_answer_comes_back_with_what_was_typed(case):
    answer = case.decide(verdict="", remark="写了一半", remember="true")
    assert answer.status_code == 422
    assert "请选择办理意见" in answer.text
    assert "写了一半" in answer.text
    assert PINS["editor_jia"] not in answer.text
    assert 'role="alert"' in answer.text
    assert case.approval.opinions == ()


def test_findings_are_answered_before_anybody_agrees(office, browse):
    case = _case(office, browse, body_html=PHONE)
    assert case.page.text.count("阻断") >= 2
    refused = case.decide()
    assert refused.status_code == 422
    assert "请说明：" in refused.text
    assert case.approval.opinions == ()
    answer = case.decide(answer_reason=["对外公布的值班电话"])
    assert answer.url.path.endswith("/decided")
    with wiring().database.read() as records:
        answers = records.cases.get(case.id).answers
    assert {a.reason for a in answers} == {"对外公布的值班电话"}
    office.advance(case.article)
    leader = browse()
    assert "编辑甲说明：对外公布的值班电话" in leader.open(office.token("leader_yi")).text


def test_findings_are_marked_where_they_stand(office, browse):
    case = _case(office, browse, body_html=PHONE)
    assert '<mark data-finding="1" id="in-text-1">13812345678</mark>' in case.page.text
    assert 'href="#in-text-1"' in case.page.text


def test_a_wrong_pin_is_counted_and_the_fifth_locks(case):
    for left in (4, 3, 2, 1):
        assert f"还可以再试 {left} 次" in case.decide(pin="000001").text
    locked = case.decide(pin="000001")
    assert "口令已锁定" in locked.text
    assert "口令已锁定" in case.decide().text  # the right one does not help any more
    assert case.approval.opinions == ()
    assert [p.kind for p in desk.board().problems] == ["pin_locked"]


def test_an_empty_pin_is_no_try(case):
    assert "请输入口令" in case.decide(pin="").text
    assert "还可以再试 4 次" in case.decide(pin="000001").text


def test_somebody_without_a_pin_is_told_how_to_get_one(office, browse):
    article = office.receive()
    office.advance(article)
    browser = browse()
    browser.open(office.token("editor_jia"))
    page = browser.get(f"/items/{office.case_id(article)}")
    assert f"{PREFIX}/pin?back_to={office.case_id(article)}" in page.text
    answer = browser.submit(page, "/decision", verdict="agreed", pin="480271")
    assert "您还没有设置口令" in answer.text


def test_a_remembered_device_is_not_asked_again_for_thirty_days(case):
    case.decide(remember="true")
    assert DEVICE_COOKIE in case.editor.client.cookies
    second = case.office.receive("第二篇")
    case.office.advance(second)
    other = case.office.case_id(second)
    page = case.editor.get(f"/items/{other}")
    assert 'name="pin"' not in page.text
    case.office.clock.pass_time(days=30)
    case.office.advance(case.office.receive("第三篇"))
    case.editor.open(case.office.token("editor_jia"))
    assert 'name="pin"' in case.editor.get(f"/items/{other}").text


def test_a_device_is_forgotten_with_a_new_pin_and_is_nobody_elses(case):
    case.decide(remember="true")
    second = case.office.receive("第二篇")
    case.office.advance(second)
    path = f"/items/{case.office.case_id(second)}"
    cookie = case.editor.client.cookies[DEVICE_COOKIE]
    case.office.clock.pass_time(seconds=1)
    case.office.give_pin("editor_jia")
    assert 'name="pin"' in case.editor.get(path).text
    agree(case.office, second, "editor_jia")
    leader = case.browse()
    leader.client.cookies.set(DEVICE_COOKIE, cookie)
    assert 'name="pin"' in leader.open(case.office.token("leader_yi")).text


def test_a_device_is_not_remembered_without_the_pin(case):
    case.decide(pin="000001", remember="true")
    assert DEVICE_COOKIE not in case.editor.client.cookies


def test_the_final_step_asks_the_pin_on_any_device(case):
    agree(case.office, case.article, "editor_jia")
    leader = case.browse()
    page = leader.open(case.office.token("leader_yi"))
    assert 'name="remember"' not in page.text
    keeper = _keeper()
    since = desk.pin_set_at("leader_yi")
    cookie = keeper.remember_device("leader_yi", pin_set_at=since, now=case.office.clock.now())
    leader.client.cookies.set(DEVICE_COOKIE, cookie, path="/review")
    answer = leader.submit(page, "/decision", verdict="agreed", pin="")
    assert "请输入口令" in answer.text
    assert len(case.approval.opinions) == 1


def _keeper():
    from tests.plugins.review_desk.office import KEY

    from review_desk.doorkeeper import Doorkeeper

    return Doorkeeper(KEY, is_secure=False)


def test_a_decision_on_another_hash_is_refused(case):
    before = everything(but=("pins",))
    answer = case.decide(approval_hash="0" * 64)
    assert answer.status_code == 422
    assert "您的意见没有计入" in answer.text
    assert everything(but=("pins",)) == before


def test_a_page_that_was_overtaken_by_an_edit_says_so_and_keeps_the_words(case):
    page = case.page
    other = desk.person("editor_yi")
    found = desk.item(case.id, other).file
    desk.save(
        case.id, other, seen_revision_id=found.revision.id, title="改过的标题",
        body_html=found.revision.content.body_html, credit=found.revision.content.credit,
        destination=found.case.destination,
    )  # fmt: skip
    answer = case.editor.submit(
        page, "/decision", verdict="agreed_with_remark", remark="写了很久", pin=PINS["editor_jia"]
    )
    assert answer.status_code == 422
    assert "稿件或发布位置在您打开之后有修改" in answer.text
    assert "写了很久" in answer.text
    assert case.approval.opinions == ()


def test_posting_the_same_form_twice_decides_once(case):
    fields = {
        **case.editor.form(case.page, "/decision"), "verdict": "agreed", "pin": PINS["editor_jia"]
    }  # fmt: skip
    first = case.editor.post(f"/items/{case.id}/decision", fields)
    second = case.editor.post(f"/items/{case.id}/decision", fields)
    assert first.status_code == 200
    assert second.status_code == 422
    assert len(case.approval.opinions) == 1


def test_a_session_whose_link_died_reads_but_does_not_decide(case):
    agree(case.office, case.article, "editor_jia")
    leader = case.browse()
    page = leader.open(case.office.token("leader_yi"))
    case.office.clock.pass_time(days=10, hours=-1)
    fresh = case.browse()
    fresh.open(case.office.token("leader_yi"))
    case.office.clock.pass_time(hours=2)
    answer = fresh.submit(
        fresh.get(f"/items/{case.id}"), "/decision", verdict="agreed", pin=PINS["leader_yi"]
    )
    assert answer.status_code == 422
    assert "链接已失效" in answer.text
    assert page.status_code == 200
    assert len(case.approval.opinions) == 1


@pytest.mark.parametrize("page", ["", "/edit", "/decided", "/saved", "/form.pdf", "/scan"])
def test_other_peoples_texts_do_not_exist(case, page):
    article = case.office.submit()  # another department's
    case.office.advance(article)
    theirs = case.office.case_id(article)
    answer = case.editor.get(f"/items/{theirs}{page}")
    assert answer.status_code == 404
    nothing = case.editor.get(f"/items/{'0' * 32}{page}")
    assert nothing.text == answer.text


def test_deciding_on_somebody_elses_text_is_refused_and_recorded(case):
    article = case.office.submit()
    case.office.advance(article)
    theirs = case.office.case_id(article)
    fields = {
        **case.editor.form(case.page, "/decision"), "verdict": "agreed", "pin": PINS["editor_jia"]
    }  # fmt: skip
    answer = case.editor.post(f"/items/{theirs}/decision", fields)
    assert answer.status_code == 404
    assert "提交表单被拒绝：没有找到这篇稿件" in [p.title for p in desk.board().problems]


def test_texts_cannot_run_anything(office, browse):
    case = _case(office, browse, title=f"标题{EVIL}", body_html=f"<p>正文{EVIL}</p>", credit=EVIL)
    text = case.page.text
    assert "&lt;script&gt;alert(1)" in text
    for live in ("<script>alert", "<img src=x", "onerror=alert(2)>"):
        assert live not in text.replace("&lt;img src=x onerror=alert(2)&gt;", "")
    refused = case.decide(verdict="agreed_with_remark", remark=f"</textarea>{EVIL}", pin="000001")
    assert "</textarea><script>" not in refused.text
    edit = case.editor.get(f"/items/{case.id}/edit").text
    assert "<script>alert" not in edit
    queue = case.editor.get("/queue").text
    assert "<script>alert" not in queue


def test_a_remark_cannot_run_anything_at_the_next_reviewer(case):
    case.decide(verdict="agreed_with_remark", remark=EVIL)
    case.office.advance(case.article)
    page = case.browse().open(case.office.token("leader_yi"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "spoilt",
    [
        {"approval_hash": "short"}, {"verdict": "burn"}, {"remark": "长" * 2001},
        {"answer_rule": ["Not A Rule!"]}, {"remember": "perhaps"}, {"step": "x" * 65},
        {"pin": "9" * 65}, {"answer_rule": ["a"] * 101},
    ],
)  # fmt: skip
def test_fields_that_no_browser_sends_are_refused_as_a_page(case, spoilt):
    answer = case.decide(**spoilt)
    assert answer.status_code == 422
    assert "提交的内容不完整，或与表单不符" in answer.text


@pytest.mark.parametrize(
    "odd", ["\x00\x1b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "  "]
)
def test_odd_characters_are_no_error_of_the_desk(case, odd):
    answer = case.decide(verdict="agreed_with_remark", remark=f"意见{odd}", step=f"editor{odd}")
    assert answer.status_code in {200, 422}
