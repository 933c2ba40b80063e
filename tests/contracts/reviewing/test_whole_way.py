"""A reprint goes the whole way: checked, agreed online, printed, signed, stated, cleared."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from pydantic import ValidationError
from tests.contracts.reviewing.review_office import (
    ReviewOffice,
    good_content,
    with_paper,
    without,
)
from tests.fakes.scan_reader import signed

from infodesk.access.links import End, Purpose
from infodesk.approvals.approval import ApprovalState, PaperVerdict, Verdict
from infodesk.approvals.errors import AlreadyClosed, HashChanged, NotYourStep
from infodesk.articles.states import ArticleState
from infodesk.catalog.chains import PaperPolicy
from infodesk.catalog.office import Office
from infodesk.catalog.people import Role
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.outbox import Topic
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import CaseUnknown, FindingUnanswered, FormUnusable, NoLiveLink
from infodesk.reviewing.forms import FormState, ScanState
from infodesk.reviewing.scans import NoFormCode


def test_online_then_paper(office: ReviewOffice) -> None:
    article = office.receive()

    (digest,) = office.advance(article)
    assert digest.to == "editor_jia@infodesk.example"
    assert office.link_in(digest).purpose is Purpose.QUEUE
    assert office.form(article) is None

    office.decide(article, "editor_jia")
    to_leader, to_clerk = sorted(office.advance(article), key=lambda mail: mail.to, reverse=True)
    assert to_leader.to == "leader_yi@infodesk.example"
    assert to_clerk.to == "clerk_bing@infodesk.example"
    link = office.link_in(to_leader)
    assert (link.purpose, link.step_key, link.approval_hash) == (
        Purpose.ITEM,
        "leader",
        office.case(article).approval_hash,
    )
    assert office.form(article).number == "SLFG-2026-000001"

    assert office.decide(article, "leader_yi").state is ApprovalState.OPEN
    assert office.link_in(to_leader).ended_because is End.DECIDED
    assert office.advance(article) == []
    assert office.errands(Topic.PUBLISH) == []

    received = office.scan(article)
    assert office.form(article).state is FormState.ISSUED
    assert office.article_state(article) is ArticleState.UNDER_REVIEW

    approval = office.state(received)

    assert approval.state is ApprovalState.GRANTED
    assert approval.is_complete
    assert office.case(article).state is CaseState.COMPLETE
    assert office.article_state(article) is ArticleState.CLEARED
    assert office.form(article).state is FormState.SIGNED
    assert office.link_in(to_clerk).ended_because is End.DECIDED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]
    assert office.actions(f"article:{article}") == [
        "review_opened",
        "checked",
        "letter_sent",
        "agreed",
        "letter_sent",
        "letter_sent",
        "agreed",
        "paper_stated",
        "review_completed",
    ]


def test_paper_then_online(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)

    approval = office.state(office.scan(article))
    assert approval.state is ApprovalState.OPEN
    assert office.errands(Topic.PUBLISH) == []
    assert office.advance(article) == []

    approval = office.decide(article, "leader_yi")

    assert approval.state is ApprovalState.GRANTED
    assert office.article_state(article) is ArticleState.CLEARED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]


def test_advancing_again_changes_nothing_and_writes_no_letter(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    before = office.actions(), office.file(article), office.form(article)

    for _ in range(3):
        assert office.advance(article) == []

    assert (office.actions(), office.file(article), office.form(article)) == before


def test_a_cleared_text_stays_cleared_whatever_is_due_again(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    office.state(office.scan(article))

    assert office.advance(article) == []
    assert office.article_state(article) is ArticleState.CLEARED


def test_the_printed_form_says_what_was_decided(office: ReviewOffice) -> None:
    article = office.receive(good_content(body_html="<p>开立帐户。</p>"))
    office.advance(article)
    office.decide(article, "editor_jia", remark="已核对原文", answers={"confusion": "原文如此"})
    office.advance(article)

    (form,) = office.printer.printed
    assert form.information_name == "国家发展改革委召开专题会议"
    assert form.department == "信息中心"
    assert form.handler == "编辑甲"
    assert form.columns == ("门户网站·要闻",)
    assert [(o.reviewer, o.opinion) for o in form.opinions] == [("编辑甲", "已核对原文")]
    assert [(b.reason, b.lifted_by) for b in form.lifted_blocks] == [("原文如此", "编辑甲")]
    assert form.findings.must_answer == 1
    assert form.approval_hash == office.case(article).approval_hash


@pytest.mark.parametrize("verdict", [PaperVerdict.REFUSED, PaperVerdict.AGREED_WITH_CHANGES])
def test_paper_that_is_no_plain_agreement_sends_the_text_back(
    office: ReviewOffice, verdict: PaperVerdict
) -> None:
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    first = office.form(article).number
    received = office.scan(article)
    with pytest.raises(FormUnusable, match="请写明"):
        office.state(received, verdict)

    approval = office.state(received, verdict, note="删去第二段")

    assert approval.current_step.key == "editor"
    assert office.case(article).state is CaseState.UNDER_REVIEW
    assert office.form(article) is None
    assert [mail.to for mail in office.advance(article)] == ["editor_jia@infodesk.example"]

    office.decide(article, "editor_jia")
    assert len(office.advance(article)) == 2
    second = office.form(article).number
    assert second != first
    office.decide(article, "leader_yi")
    with pytest.raises(FormUnusable):
        office.state(received)
    assert office.state(office.scan(article)).state is ApprovalState.GRANTED


def test_online_policy_needs_no_form(office: ReviewOffice) -> None:
    office.catalog = with_paper(office.catalog, PaperPolicy.ONLINE)
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")

    (mail,) = office.advance(article)
    assert mail.to == "leader_yi@infodesk.example"
    assert office.form(article) is None

    assert office.decide(article, "leader_yi").state is ApprovalState.GRANTED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]
    assert office.advance(article) == []


def test_paper_within_days_clears_first_and_is_signed_after(office: ReviewOffice) -> None:
    office.catalog = with_paper(office.catalog, PaperPolicy.PAPER_WITHIN_DAYS)
    article = office.receive()
    office.to_leader(article)

    assert office.decide(article, "leader_yi").state is ApprovalState.GRANTED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]
    assert office.file(article).approval.awaits_paper
    assert office.advance(article) == []

    approval = office.state(office.scan(article))

    assert not approval.awaits_paper
    assert office.case(article).state is CaseState.COMPLETE
    assert office.form(article).state is FormState.SIGNED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]
    assert office.actions().count("review_completed") == 1


def test_the_clerk_hears_of_the_form_also_when_the_text_is_cleared_before_the_letter(
    office: ReviewOffice,
) -> None:
    office.catalog = with_paper(office.catalog, PaperPolicy.PAPER_WITHIN_DAYS)
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    office.mailer.refuses = {"clerk_bing@infodesk.example"}
    with pytest.raises(Exception, match="没有收下"):
        office.advance(article)
    office.decide(article, "leader_yi")
    office.mailer.refuses = set()

    (mail,) = office.advance(article)

    assert mail.to == "clerk_bing@infodesk.example"


def test_refused_paper_after_publication_opens_the_case_again(office: ReviewOffice) -> None:
    office.catalog = with_paper(office.catalog, PaperPolicy.PAPER_WITHIN_DAYS)
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")

    office.state(office.scan(article), PaperVerdict.REFUSED, note="不同意")

    assert office.case(article).state is CaseState.UNDER_REVIEW
    assert office.article_state(article) is ArticleState.UNDER_REVIEW
    assert office.problems() == ["paper_refused_after_clearance"]
    assert [mail.to for mail in office.advance(article)] == ["editor_jia@infodesk.example"]


def test_a_returned_text_comes_back_to_the_same_people_with_new_letters(
    office: ReviewOffice,
) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    letters = office.advance(article)
    first_form = office.form(article).number
    (upload,) = [m for m in letters if m.to.startswith("clerk")]

    office.decide(article, "leader_yi", Verdict.RETURNED, remark="请核对", return_to="editor")

    assert office.form(article) is None
    assert office.link_in(upload).ended_at is not None
    assert office.file(article).approval.current_step.key == "editor"
    assert [mail.to for mail in office.advance(article)] == ["editor_jia@infodesk.example"]

    office.decide(article, "editor_jia")
    letters = office.advance(article)
    assert {mail.to.split("@")[0] for mail in letters} == {"leader_yi", "clerk_bing"}
    assert office.form(article).number == "SLFG-2026-000002"
    with office.database.read() as records:
        assert records.forms.get(first_form).state is FormState.VOID


def test_paper_signed_before_a_return_counts_no_more(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.state(office.scan(article))
    office.decide(article, "leader_yi", Verdict.RETURNED, remark="请核对", return_to="editor")
    office.advance(article)
    office.decide(article, "editor_jia")
    office.advance(article)

    approval = office.decide(article, "leader_yi")

    assert approval.state is ApprovalState.OPEN
    assert office.state(office.scan(article)).state is ApprovalState.GRANTED


def test_a_rejected_text_is_spiked_for_good(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    scan = signed(office.printed(article))

    office.decide(article, "leader_yi", Verdict.REJECTED, remark="不宜转载")

    assert office.article_state(article) is ArticleState.SPIKED
    assert office.case(article).state is CaseState.REJECTED
    assert office.form(article) is None
    assert office.advance(article) == []
    assert office.errands(Topic.PUBLISH) == []
    with pytest.raises(AlreadyClosed):
        office.decide(article, "leader_yi")
    with pytest.raises(FormUnusable):
        office.scan(article, scan)
    with pytest.raises(CaseUnknown):
        office.edit(article, title="另一个标题")


def test_findings_hold_a_text_up_until_they_are_answered(office: ReviewOffice) -> None:
    article = office.receive(good_content(body_html="<p>内部资料：开立帐户。</p>"))
    office.advance(article)

    with pytest.raises(FindingUnanswered, match="内部资料"):
        office.decide(article, "editor_jia")
    with pytest.raises(FindingUnanswered, match="帐户"):
        office.decide(article, "editor_jia", answers={"internal_mark": "可公开"})
    with pytest.raises(FindingUnanswered):
        office.decide(article, "editor_jia", answers={"internal_mark": "可公开", "confusion": " "})
    assert office.file(article).approval.opinions == ()
    assert office.case(article).answers == ()

    office.decide(
        article, "editor_jia", answers={"internal_mark": "可公开", "confusion": "原文如此"}
    )

    assert {a.rule_id: a.reason for a in office.case(article).answers} == {
        "internal_mark": "可公开",
        "confusion": "原文如此",
    }
    office.advance(article)
    office.decide(article, "leader_yi")  # what the editor answered is answered


def test_findings_do_not_stand_in_the_way_of_a_return(office: ReviewOffice) -> None:
    article = office.receive(good_content(body_html="<p>内部资料</p>"))
    office.advance(article)

    office.decide(article, "editor_jia", Verdict.REJECTED, remark="内部资料")

    assert office.article_state(article) is ArticleState.SPIKED


def test_scans_that_cannot_count_are_refused_kept_and_recorded(office: ReviewOffice) -> None:
    article, other = office.receive(), office.receive(good_content(title="另一篇"))
    for text in (article, other):
        office.to_leader(text)

    with pytest.raises(NoFormCode):
        office.scan(article, b"a photograph of a cat")
    with pytest.raises(FormUnusable, match="没有发现手写签字"):
        office.scan(article, office.printed(article))
    with pytest.raises(FormUnusable, match="不是这篇稿件的审批单"):
        office.scan(article, signed(office.printed(other)))

    assert office.files.get(sha256_hex(b"a photograph of a cat"))
    assert office.actions().count("scan_refused") == 3
    with office.database.read() as records:
        assert records.forms.scans_of_case(office.case(article).id) == []


def test_a_scan_is_stated_once(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    first, second = office.scan(article), office.scan(article)
    office.state(first)

    for received in (first, second):
        with pytest.raises(FormUnusable, match="已核对过"):
            office.state(received)

    with office.database.read() as records:
        assert records.forms.scan(first.id).state is ScanState.STATED
        assert records.forms.scan(second.id).state is ScanState.TO_STATE


def test_form_numbers_run_through_the_year_and_void_ones_are_kept(office: ReviewOffice) -> None:
    texts = [office.receive(good_content(title=f"第{n}篇")) for n in range(3)]
    for text in texts:
        office.to_leader(text)
    assert [office.form(text).number[-6:] for text in texts] == ["000001", "000002", "000003"]

    office.edit(texts[1], title="改过的标题")
    office.advance(texts[1])
    office.decide(texts[1], "editor_jia")
    office.advance(texts[1])

    assert office.form(texts[1]).number == "SLFG-2026-000004"
    with office.database.read() as records:
        assert records.forms.get("SLFG-2026-000002").state is FormState.VOID
    assert office.actions("form:SLFG-2026-000002") == ["form_issued", "form_voided"]


def test_form_numbers_begin_anew_with_the_year_in_shanghai(office: ReviewOffice) -> None:
    first, second = office.receive(), office.receive(good_content(title="次年"))
    office.to_leader(first)
    office.clock.instant = office.clock.instant.replace(month=12, day=31, hour=16, minute=0)

    office.to_leader(second)

    assert office.form(second).number == "SLFG-2027-000001"


def test_a_decision_needs_the_right_person_step_hash_and_link(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    case = office.case(article)

    with pytest.raises(NotYourStep):
        office.decide(article, "editor_yi")
    with pytest.raises(NotYourStep):
        office.decide(article, "leader_yi")
    with pytest.raises(HashChanged):
        office.decide(article, "editor_jia", approval_hash="0" * 64)
    with pytest.raises(CaseUnknown):
        office.decide(article, "editor_jia", case=replace(case, id="none"))
    office.clock.pass_time(days=11)
    with pytest.raises(NoLiveLink):
        office.decide(article, "editor_jia")

    assert office.file(article).approval.opinions == ()


def test_a_second_decision_of_the_same_step_is_refused(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")

    with pytest.raises(NotYourStep):
        office.decide(article, "editor_jia")


def test_of_two_decisions_at_once_exactly_one_wins(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    start = Barrier(2)

    def post(verdict: Verdict) -> str:
        start.wait(5)
        try:
            office.decide(article, "leader_yi", verdict, remark="意见")
        except (NotYourStep, AlreadyClosed) as refusal:
            return type(refusal).__name__
        return "recorded"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(post, (Verdict.AGREED, Verdict.REJECTED)))

    assert results.count("recorded") == 1
    assert len(office.file(article).approval.opinions) == 2  # the editor's and one more


def test_a_step_that_nobody_may_decide_is_a_problem_until_somebody_can(
    office: ReviewOffice,
) -> None:
    whole = office.catalog
    office.catalog = without(whole, "leader_yi", "leader_bing")
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    with office.database.begin() as records:
        for errand in records.outbox.lease(
            Topic.REVIEW, now=office.clock.now(), lease_for=timedelta()
        ):
            records.outbox.done(errand, at=office.clock.now())

    letters = office.advance(article)

    assert office.problems() == ["nobody_for_step"]
    assert [mail.to for mail in letters] == ["clerk_bing@infodesk.example"]
    # The remedy promises that the text goes on by itself once somebody is named.
    assert office.errands(Topic.REVIEW) == [article]
    office.catalog = whole
    (mail,) = office.advance(article)
    assert mail.to == "leader_yi@infodesk.example"


def test_nobody_sits_in_two_steps_of_one_chain(office: ReviewOffice) -> None:
    people = dict(office.catalog.people)
    both = people["editor_jia"].model_copy(
        update={"roles": (Role.CENTRE_EDITOR, Role.SUPERVISING_LEADER)}
    )
    office.catalog = replace(office.catalog, people=people | {"editor_jia": both})
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")

    office.advance(article)

    assert office.file(article).approval.assignee_id == "leader_yi"


def test_the_longest_prefix_that_the_catalog_takes_makes_a_form(office: ReviewOffice) -> None:
    """What the catalog lets through must not fail when the first form is issued."""
    longest = office.catalog.office.model_dump() | {"form_number_prefix": "A" * 8}
    office.catalog = replace(office.catalog, office=Office.model_validate(longest))
    article = office.receive()

    office.to_leader(article)

    assert office.form(article).number == "AAAAAAAA-2026-000001"
    office.scan(article)
    with pytest.raises(ValidationError):
        Office.model_validate(longest | {"form_number_prefix": "A" * 9})
