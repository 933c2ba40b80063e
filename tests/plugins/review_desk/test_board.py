"""The operators' board."""

import re

import pytest
from tests.plugins.review_desk.office import PREFIX

from infodesk.bootstrap import desk, run_report_task_failure, wiring
from infodesk.problems.problem import ProblemReport


@pytest.fixture
def operator(browse):
    """Give an operator's browser."""
    return browse(operator="operator_ding")


def _problem(office, title="采集失败", subject="source:ndrc"):
    with wiring().database.begin() as records:
        return records.problems.open(
            ProblemReport(kind="test", subject=subject, title=title, details="<b>细节</b>"),
            at=office.clock.now(),
        )


@pytest.mark.parametrize("path", ["/board", "/board/pin-codes", "/problems"])
def test_the_board_is_for_operators(office, browse, path):
    nobody = browse().get(path)
    assert nobody.status_code == 401
    assert "请登录 Airflow" in nobody.text
    assert browse(operator="intruder").get(path).status_code == 403


def test_a_reviewers_session_does_not_open_the_board(office, browse):
    office.advance(office.receive())
    browser = browse()
    browser.open(office.token("editor_jia"))
    assert browser.get("/board").status_code == 401


def test_the_board_says_who_is_waited_for(office, operator):
    office.advance(office.receive("一篇稿件<b>"))
    office.clock.pass_time(days=4)
    page = operator.get("/board")
    assert "一篇稿件&lt;b&gt;" in page.text
    assert "编辑甲" in page.text
    assert "已超期" in page.text
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]


def test_a_step_is_reassigned(office, operator):
    article = office.receive()
    office.advance(article)
    case = office.case_id(article)
    page = operator.get(f"/board/cases/{case}")
    assert "编辑乙" in page.text
    assert "请选择改派给谁" in operator.submit(page, f"/board/cases/{case}").text
    missing = operator.submit(page, f"/board/cases/{case}", to="editor_yi")
    assert "请写明改派的原因" in missing.text
    refused = operator.submit(page, f"/board/cases/{case}", to="leader_yi", reason="不合岗位")
    assert refused.status_code == 422
    answer = operator.submit(page, f"/board/cases/{case}", to="editor_yi", reason="休假")
    assert "已改派" in answer.text
    with wiring().database.read() as records:
        assert records.approvals.get(case).assignee_id == "editor_yi"
        entry = records.ledger.history(f"article:{article}")[-1]
    assert (entry.actor, entry.action) == ("operator_ding", "reassigned")
    assert operator.get(f"/board/cases/{'0' * 32}").status_code == 404


def test_a_code_is_shown_once(office, operator):
    page = operator.get("/board/pin-codes")
    answer = operator.submit(page, "/board/pin-codes", person="editor_jia")
    code = "".join(re.search(r'class="big-code">(\w{5}) (\w{5})<', answer.text).groups())
    desk.set_pin("editor_jia", code=code, pin="480271")
    assert code[:5] not in operator.get("/board/pin-codes").text
    unknown = operator.submit(page, "/board/pin-codes", person="nobody")
    assert unknown.status_code == 422
    assert "目录中没有人员" in unknown.text
    with wiring().database.read() as records:
        issued = records.ledger.history("person:editor_jia")[0]
    assert (issued.actor, issued.action) == ("operator_ding", "pin_code_issued")


def test_a_problem_is_closed_with_cause_and_solution(office, operator):
    problem_id = _problem(office)
    page = operator.get(f"/problems/{problem_id}")
    assert "&lt;b&gt;细节&lt;/b&gt;" in page.text
    missing = operator.submit(page, f"/problems/{problem_id}", cause="网络故障")
    assert missing.status_code == 422
    assert "请写明处理结果" in missing.text
    assert "网络故障" in missing.text
    answer = operator.submit(missing, f"/problems/{problem_id}", solution="已恢复")
    assert "已办结" in answer.text
    problem = desk.problem(problem_id)
    assert (problem.closed_by, problem.cause, problem.solution) == (
        "operator_ding",
        "网络故障",
        "已恢复",
    )
    again = operator.submit(missing, f"/problems/{problem_id}", solution="再办一次")
    assert again.status_code == 422
    assert "已经办结" in again.text
    assert operator.get(f"/problems/{'0' * 32}").status_code == 404


def test_a_task_of_airflow_leads_to_its_own_problem(office, operator, monkeypatch):
    _problem(office)
    monkeypatch.setattr("infodesk.bootstrap.runs._tell_operators", lambda *_args: None)
    run_report_task_failure(
        dag_id="collect_sources", task_id="collect", run_id="r", map_index=1,
        error="boom", log_url="http://airflow.example/log",
    )  # fmt: skip
    page = operator.get("/problems", params={"dag_id": "collect_sources", "task_id": "collect"})
    assert "任务失败：collect_sources / collect" in page.text
    assert "采集失败" not in page.text
    other = operator.get("/problems", params={"dag_id": "verify_ledger", "task_id": "x"})
    assert "没有未办结的问题" in other.text


def test_every_page_of_the_board_may_stand_in_airflows_frame(office, operator):
    problem_id = _problem(office)
    for path in ("/board", "/board/pin-codes", "/problems", f"/problems/{problem_id}"):
        page = operator.get(path)
        assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
        assert 'target="_top"' not in page.text  # the frame of Airflow does not allow it
    assert operator.client.cookies.jar is not None
    cookie = next(iter(operator.client.cookies.jar))
    assert cookie.path == PREFIX
