"""A site that cannot be collected from is seen by the operators, in Chinese, with the way out."""

from tests.fakes.web_pages import FakeWebPages

from infodesk.bootstrap import desk, run_collect_host, wiring
from infodesk.collecting.web.page_errors import PageUnreachable


def test_a_source_that_failed_stands_among_the_problems(office, browse):
    source = wiring().catalog.sources["sxgov_lvliang"]
    pages = FakeWebPages()
    pages.answers[str(source.url)] = PageUnreachable(
        "无法连接 <网站>", remedy="请核对网站和本机网络"
    )
    wiring().__dict__["pages"] = pages
    run_collect_host(source.host)

    (problem,) = desk.board().problems
    assert problem.kind == "source_failed"
    operator = browse(operator="operator_ding")
    listed = operator.get("/problems")
    assert f"信息源“{source.name}”未能采集" in listed.text
    assert f"/problems/{problem.id}" in listed.text
    shown = operator.get(f"/problems/{problem.id}")
    assert "无法连接 &lt;网站&gt;" in shown.text
    assert str(source.url) in shown.text
    assert "请核对网站和本机网络" in shown.text


def test_a_source_that_fails_again_is_one_problem_that_counts(office, browse):
    source = wiring().catalog.sources["sxgov_lvliang"]
    wiring().__dict__["pages"] = FakeWebPages()  # nothing is there: 404
    run_collect_host(source.host)
    office.clock.pass_time(hours=3)  # by then it is asked again
    run_collect_host(source.host)

    listed = browse(operator="operator_ding").get("/problems")
    assert listed.text.count("未能采集") == 1
    assert "已发生 2 次" in listed.text
