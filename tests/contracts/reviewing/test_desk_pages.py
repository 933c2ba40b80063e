"""What each person sees: his queue, a case that is his to see, the operators' board."""

from datetime import date

import pytest
from tests.contracts.reviewing.review_office import ReviewOffice, good_content, with_paper

from infodesk.approvals.approval import PaperVerdict, Verdict
from infodesk.catalog.chains import PaperPolicy
from infodesk.problems.problem import ProblemReport
from infodesk.reviewing import read_desk
from infodesk.reviewing.errors import CaseUnknown


def queue(office: ReviewOffice, person_id: str) -> list:
    with office.database.read() as records:
        return read_desk.queue(
            office.catalog.people[person_id],
            records=records,
            catalog=office.catalog,
            now=office.clock.now(),
        )


def page(office: ReviewOffice, article: str, person_id: str, *, case_id: str = ""):
    with office.database.read() as records:
        return read_desk.item(
            case_id or office.case(article).id,
            office.catalog.people[person_id],
            records=records,
            catalog=office.catalog,
            now=office.clock.now(),
        )


def board(office: ReviewOffice):
    with office.database.read() as records:
        return read_desk.board(records=records, catalog=office.catalog, now=office.clock.now())


def test_a_queue_is_what_waits_for_its_person_oldest_first(office: ReviewOffice) -> None:
    texts = []
    for number in range(3):
        texts.append(office.receive(good_content(title=f"第{number}篇")))
        office.advance(texts[-1])
        office.clock.pass_time(hours=1)

    assert [item.title for item in queue(office, "editor_jia")] == ["第0篇", "第1篇", "第2篇"]
    assert queue(office, "leader_yi") == []
    assert queue(office, "editor_yi") == []

    office.decide(texts[1], "editor_jia")
    office.advance(texts[1])

    assert [item.title for item in queue(office, "editor_jia")] == ["第0篇", "第2篇"]
    (item,) = queue(office, "leader_yi")
    assert (item.title, item.task, item.waits_for, item.form_number) == (
        "第1篇",
        "分管领导（终审）",
        "分管领导乙",
        "SLFG-2026-000001",
    )
    # The clerk sees which forms are out, whoever decides meanwhile.
    assert [item.title for item in queue(office, "clerk_bing")] == ["第1篇"]


def test_a_deadline_passes_with_its_day_in_shanghai(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)  # on a Monday

    (item,) = queue(office, "editor_jia")
    assert item.due_on == date(2026, 3, 3)
    assert page(office, article, "editor_jia").due_on == date(2026, 3, 3)

    office.clock.instant = office.clock.instant.replace(day=3, hour=15, minute=59)
    assert not queue(office, "editor_jia")[0].is_overdue
    office.clock.pass_time(minutes=1)
    assert queue(office, "editor_jia")[0].is_overdue


def test_a_text_that_only_waits_for_its_signature_says_so(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")

    (item,) = queue(office, "clerk_bing")
    assert (item.waits_for, item.task) == ("纸质签字", "签字扫描件")
    assert queue(office, "leader_yi") == []

    office.state(office.scan(article))
    assert queue(office, "clerk_bing") == []
    assert board(office).waiting == ()


def test_a_signature_that_is_owed_after_publication_stays_on_the_list(
    office: ReviewOffice,
) -> None:
    office.catalog = with_paper(office.catalog, PaperPolicy.PAPER_WITHIN_DAYS)
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")

    assert [item.task for item in queue(office, "clerk_bing")] == ["签字扫描件"]

    office.state(office.scan(article), PaperVerdict.REFUSED, note="不同意")
    office.advance(article)
    assert [item.task for item in queue(office, "editor_jia")] == ["中心编辑（初审）"]


def test_a_page_is_for_those_who_have_to_do_with_it(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    for person_id in ("editor_jia", "editor_yi", "clerk_bing"):
        assert page(office, article, person_id).file.case == office.case(article)
    for person_id in ("leader_yi", "leader_bing", "operator_ding"):
        with pytest.raises(CaseUnknown):
            page(office, article, person_id)
    with pytest.raises(CaseUnknown):
        page(office, article, "editor_jia", case_id="none")

    office.decide(article, "editor_jia")
    office.advance(article)
    assert page(office, article, "leader_yi").may_decide
    office.decide(article, "leader_yi")
    # Who has decided may look again, and change nothing.
    assert not page(office, article, "leader_yi").may_decide


@pytest.mark.parametrize(
    ("person_id", "decide", "edit", "upload"),
    [
        ("editor_jia", False, True, False),
        ("editor_yi", False, True, False),
        ("leader_yi", True, False, False),
        ("clerk_bing", False, False, True),
    ],
)
def test_a_page_offers_what_its_reader_may_do(
    office: ReviewOffice, person_id: str, decide, edit, upload
) -> None:
    article = office.receive()
    office.to_leader(article)

    found = page(office, article, person_id)

    assert (found.may_decide, found.may_edit, found.may_upload) == (decide, edit, upload)
    assert found.is_final_step
    assert found.columns == ("门户网站·要闻",)
    assert found.form.number == "SLFG-2026-000001"


def test_the_page_of_a_void_case_offers_nothing(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    old = office.case(article)
    office.edit(article, title="改过的标题")

    found = page(office, article, "editor_jia", case_id=old.id)

    assert not found.may_decide
    assert not found.may_edit
    assert found.form is None


def test_the_difference_is_shown_since_a_person_last_decided(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    assert page(office, article, "editor_jia").last_seen is None
    office.decide(article, "editor_jia")
    office.advance(article)
    office.edit(article, by="editor_yi", title="改过的标题")
    office.advance(article)
    office.edit(article, by="editor_yi", title="又改过的标题")
    office.advance(article)

    assert page(office, article, "editor_jia").last_seen.number == 1
    assert page(office, article, "editor_yi").last_seen.number == 2
    assert page(office, article, "clerk_bing").last_seen is None


def test_the_board_shows_all_that_waits_and_what_is_wrong(office: ReviewOffice) -> None:
    first, second = office.receive(), office.receive(good_content(title="另一篇"))
    office.advance(first)
    office.to_leader(second)
    with office.database.begin() as records:
        records.problems.open(
            ProblemReport(kind="smtp_down", subject="mail", title="发不出信"),
            at=office.clock.now(),
        )

    found = board(office)

    assert [(item.title, item.waits_for) for item in found.waiting] == [
        ("国家发展改革委召开专题会议", "编辑甲"),
        ("另一篇", "分管领导乙"),
    ]
    assert [problem.title for problem in found.problems] == ["发不出信"]
    assert found.ledger_entries == len(office.actions())


def test_what_is_over_waits_for_nobody(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia", Verdict.REJECTED, remark="不宜转载")

    assert board(office).waiting == ()
    assert queue(office, "editor_jia") == []
