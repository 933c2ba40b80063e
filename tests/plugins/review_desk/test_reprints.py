"""Reprints on the desk: where they were seen, how urgent they are, and what may be a duplicate."""

from datetime import timedelta

import pytest

from infodesk.bootstrap import wiring
from infodesk.catalog.collecting import Priority
from infodesk.collecting.likeness.duplicates import Doubt
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.reprints import DuplicateVerdict, PossibleDuplicate, ReprintFacts
from infodesk.kernel.issues import Issue, Severity


@pytest.fixture
def editor(office, browse):
    """Give the browser of the editor who was asked."""

    def signed_in(article_id):
        office.advance(article_id)
        browser = browse()
        browser.open(office.token("editor_jia"))
        return browser

    return signed_in


def _facts(office, article_id: str, **known) -> None:
    with wiring().database.begin() as records:
        records.reprints.add(
            ReprintFacts(article_id=article_id, received_at=office.clock.now(), **known), sketch=[]
        )


def _ask(office, article_id: str, other_id: str, doubt: Doubt = Doubt.TITLE) -> None:
    with wiring().database.begin() as records:
        records.reprints.ask(
            PossibleDuplicate(
                article_id=article_id,
                other_id=other_id,
                doubt=doubt,
                share=0.75,
                found_at=office.clock.now(),
            )
        )


def _seen(office, article_id: str, *, content: bytes = b"a kept page") -> str:
    sha256 = wiring().files.put(content)
    with wiring().database.begin() as records:
        records.articles.add_witness(
            article_id,
            Sighting(
                source_key="fgw.example/1",
                source_id="fgw_shanxi_notices",
                url="https://fgw.example/1.html",
                seen_at=office.clock.now(),
                credit="国家发展改革委",
                capture=sha256,
            ),
        )
    return sha256


def test_the_item_tells_how_soon_and_what_the_reader_was_unsure_of(office, editor):
    article_id = office.receive()
    _facts(
        office,
        article_id,
        priority=Priority.URGENT,
        relevance_rule="important_policy",
        reprint_by=office.clock.now() + timedelta(hours=3),
        warnings=(
            Issue(
                rule_id="reading.dates_differ",
                severity=Severity.HINT,
                message="发布日期不一致：列表为 2026-11-20；网址为 2026-11-19",
            ),
        ),
    )
    browser = editor(article_id)

    page = browser.get(f"/items/{office.case_id(article_id)}")

    assert "转载时限" in page.text
    assert "国家、省重要政策" in page.text
    assert "发布日期不一致：列表为 2026-11-20；网址为 2026-11-19" in page.text
    queue = browser.get("/queue").text
    assert ">急<" in queue
    assert "前转载" in queue


def test_the_board_shows_the_clock(office, editor, browse):
    article_id = office.receive("一项重要政策")
    _facts(office, article_id, reprint_by=office.clock.now() - timedelta(hours=2))
    office.advance(article_id)

    page = browse(operator="operator_ding").get("/board").text

    assert "重要政策转载时限" in page
    assert "超时 2.0 小时" in page


def test_a_kept_page_is_handed_out_as_a_file(office, editor):
    article_id = office.receive()
    sha256 = _seen(office, article_id)
    browser = editor(article_id)
    case_id = office.case_id(article_id)

    assert f"/captures/{sha256}" in browser.get(f"/items/{case_id}").text
    answer = browser.get(f"/items/{case_id}/captures/{sha256}")

    assert answer.content == b"a kept page"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_no_other_file_is_handed_out_as_a_kept_page(office, editor):
    article_id, other_id = office.receive(), office.receive("另一篇")
    of_other = _seen(office, other_id, content=b"of another article")
    browser = editor(article_id)

    answer = browser.get(f"/items/{office.case_id(article_id)}/captures/{of_other}")

    assert answer.status_code == 404


def test_two_articles_are_compared_and_found_to_be_two(office, editor):
    first, second = office.receive("调价公告（一）"), office.receive("调价公告（二）")
    _facts(office, second)
    _ask(office, second, first)
    browser = editor(second)
    case_id = office.case_id(second)
    assert "几天之内标题相同" in browser.get(f"/items/{case_id}").text

    page = browser.get(f"/items/{case_id}/duplicates/{first}")
    assert "相同文字占 75%" in page.text
    assert "调价公告（一）" in page.text
    unsaid = browser.submit(page, f"/items/{case_id}/duplicates/{first}")
    assert unsaid.status_code == 422
    assert "请选择是不是同一篇" in unsaid.text
    after = browser.submit(page, f"/items/{case_id}/duplicates/{first}", verdict="different")

    assert "可能重复" not in after.text
    with wiring().database.begin() as records:
        question = records.reprints.question(second, first)
    assert question.verdict is DuplicateVerdict.DIFFERENT
    assert question.settled_by == "editor_jia"


def test_the_same_article_is_rejected_by_its_reviewer_and_by_nothing_else(office, editor):
    first, second = office.receive("一份通知"), office.receive("一份通知")
    _facts(office, second)
    _ask(office, second, first, Doubt.CONTAINED)
    browser = editor(second)
    case_id = office.case_id(second)
    page = browser.get(f"/items/{case_id}/duplicates/{first}")

    after = browser.submit(page, f"/items/{case_id}/duplicates/{first}", verdict="same")

    assert "不再重复转载" in after.text
    assert "去办理" in after.text
    with wiring().database.read() as records:
        assert records.cases.get(case_id).state == "under_review"
    again = browser.submit(page, f"/items/{case_id}/duplicates/{first}", verdict="different")
    assert "已有结论" in again.text


def test_who_may_only_look_settles_nothing(office, editor, browse):
    first, second = office.receive("一份通知"), office.receive("一份通知")
    _facts(office, second)
    _ask(office, second, first)
    asked = editor(second)
    case_id = office.case_id(second)
    page = asked.get(f"/items/{case_id}/duplicates/{first}")
    assert asked.get(f"/items/{case_id}/duplicates/{'0' * 32}").status_code == 404

    leader = browse()
    office.give_pin()
    from tests.plugins.review_desk.office import agree

    agree(office, second, "editor_jia")
    leader.open(office.token("leader_yi"))
    refused = asked.submit(page, f"/items/{case_id}/duplicates/{first}", verdict="same")

    assert refused.status_code == 403
    assert leader.get(f"/items/{case_id}/duplicates/{first}").status_code == 200
