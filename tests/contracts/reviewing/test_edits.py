"""An edit voids what was agreed and says so; a save without change does neither."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from tests.contracts.reviewing.review_office import NEWS, ReviewOffice
from tests.fakes.scan_reader import signed

from infodesk.access.links import End, Link, Purpose
from infodesk.approvals.approval import ApprovalState, Verdict
from infodesk.approvals.errors import AlreadyClosed, DecisionRefused
from infodesk.articles.states import ArticleState
from infodesk.channels.destination import Destination, Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.ids import new_id
from infodesk.kernel.outbox import Topic
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import CaseUnknown, EditedMeanwhile, FormUnusable
from infodesk.reviewing.forms import FormState
from infodesk.reviewing.save_revision import save_revision

PINNED = Destination(placements=(Placement(channel_id="portal", column_id="news", is_pinned=True),))


def test_an_edit_voids_what_was_agreed_and_the_chain_begins_anew(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    letters = {mail.to.split("@")[0]: mail for mail in office.advance(article)}
    old, form, paper = office.case(article), office.form(article), office.printed(article)

    saved = office.edit(article, by="editor_yi", title="改过的标题")

    assert saved.changed
    assert saved.voided == ("editor_jia",)
    with office.database.read() as records:
        assert records.cases.get(old.id).state is CaseState.VOID
        assert records.approvals.get(old.id).state is ApprovalState.VOID
        assert records.forms.get(form.number).state is FormState.VOID
    # The pages behind both links say that the text was edited, not that all is over.
    assert office.link_in(letters["leader_yi"]).ended_because is End.EDITED
    assert office.link_in(letters["clerk_bing"]).ended_because is End.EDITED
    with pytest.raises(AlreadyClosed):
        office.decide(article, "leader_yi", case=old)
    office.advance(article)
    with pytest.raises(FormUnusable, match=r"不是这篇稿件的审批单|已作废"):
        office.scan(article, signed(paper))

    new = office.file(article)
    assert new.case.number == old.number + 1
    assert new.revision.number == 2
    assert new.case.approval_hash == saved.approval_hash
    assert new.approval.current_step.key == "editor"
    assert new.approval.opinions == ()


def test_who_agreed_is_told_and_asked_again(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.edit(article, by="editor_yi", title="改过的标题")

    to = [(mail.to, mail.subject) for mail in office.advance(article)]

    assert len(to) == 2  # that his opinion is void, and the digest that asks him again
    assert {address for address, _ in to} == {"editor_jia@infodesk.example"}
    assert len({subject for _, subject in to}) == 2
    assert office.advance(article) == []


def test_who_edits_his_own_text_is_not_told_that_he_did(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.edit(article, by="editor_jia", title="改过的标题")

    assert len(office.advance(article)) == 1


def test_one_act_confirms_the_difference_and_the_rest_follows(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    office.edit(article, title="改过的标题")
    office.advance(article)

    office.decide(article, "editor_jia")
    office.advance(article)
    office.decide(article, "leader_yi")
    office.state(office.scan(article))

    assert office.article_state(article) is ArticleState.CLEARED
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]


def test_two_edits_in_a_row_do_not_make_the_desk_forget_whom_to_tell(
    office: ReviewOffice,
) -> None:
    article = office.receive()
    office.to_leader(article)
    office.mailer.refuses = {"editor_jia@infodesk.example"}
    office.edit(article, by="editor_yi", title="改过的标题")
    with pytest.raises(InfodeskError):
        office.advance(article)
    office.edit(article, by="editor_yi", title="又改过的标题")
    office.mailer.refuses = set()

    mails = office.advance(article)

    assert [mail.to for mail in mails] == ["editor_jia@infodesk.example"] * 2


def test_an_edit_and_its_undoing_ask_again(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    first = office.case(article)
    title = office.file(article).revision.content.title
    office.edit(article, title="改过的标题")
    office.advance(article)
    office.edit(article, title=title)
    office.advance(article)

    again = office.file(article)
    assert again.case.approval_hash == first.approval_hash
    assert again.case.id != first.id
    assert again.approval.current_step.key == "editor"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "  国家发展改革委召开专题会议 "},
        {"body_html": "<p>会议研究了有关工作。</p>\r\n"},
        {"credit": "国家发展改革委网站\n"},
    ],
    ids=["nothing", "blanks around the title", "a line end", "a line end in the credit"],
)
def test_a_save_without_change_voids_nothing(office: ReviewOffice, fields) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    leader = next(m for m in office.advance(article) if m.to.startswith("leader"))
    before = office.file(article), office.actions(), office.form(article)

    saved = office.edit(article, **fields)

    assert not saved.changed
    assert saved.voided == ()
    assert (office.file(article), office.actions(), office.form(article)) == before
    assert office.link_in(leader).ended_at is None
    assert office.advance(article) == []
    office.decide(article, "leader_yi")


@pytest.mark.parametrize(
    "destination",
    [
        PINNED,
        Destination(placements=(Placement(channel_id="portal", column_id="notices"),)),
        Destination(
            placements=(*NEWS.placements, Placement(channel_id="portal", column_id="notices"))
        ),
    ],
    ids=["pinned", "another column", "one more column"],
)
def test_a_changed_destination_voids_as_an_edit_does(office: ReviewOffice, destination) -> None:
    article = office.receive()
    office.to_leader(article)
    old = office.case(article)

    assert office.edit(article, by="editor_yi", destination=destination).changed
    office.advance(article)

    new = office.file(article)
    assert new.revision.number == 1  # the text is the same
    assert new.case.destination == destination
    assert new.case.approval_hash != old.approval_hash
    assert new.approval.current_step.key == "editor"


def test_a_changed_time_voids_too(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    later = replace(NEWS, not_before=office.clock.now() + timedelta(days=2))

    assert office.edit(article, destination=later).voided == ("editor_jia",)


def test_the_texts_author_is_told_when_another_changes_its_destination(
    office: ReviewOffice,
) -> None:
    article = office.receive()
    office.edit(article, by="editor_jia", title="改过的标题")
    office.to_leader(article)

    office.edit(article, by="editor_yi", destination=PINNED)

    assert len(office.advance(article)) == 2


def test_the_second_of_two_editors_keeps_nothing_of_the_first_silently(
    office: ReviewOffice,
) -> None:
    article = office.receive()
    office.advance(article)
    seen = office.file(article).revision.id
    office.edit(article, by="editor_yi", title="改过的标题")

    with pytest.raises(EditedMeanwhile):
        office.edit(article, seen_revision_id=seen, title="别的标题")

    with office.database.read() as records:
        assert records.articles.get(article).revision.content.title == "改过的标题"


def test_what_does_not_exist_cannot_be_edited(office: ReviewOffice) -> None:
    article = office.receive()
    with office.database.read() as records:
        revision = records.articles.get(article).revision
    with pytest.raises(CaseUnknown):
        save_revision(
            "none",
            content=revision.content,
            destination=NEWS,
            seen_revision_id=revision.id,
            saved_by="editor_jia",
            begin=office.database.begin,
            clock=office.clock,
        )


def test_a_cleared_text_that_is_edited_goes_back_under_review(office: ReviewOffice) -> None:
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    office.state(office.scan(article))

    saved = office.edit(article, by="editor_jia", title="改过的标题")

    assert office.article_state(article) is ArticleState.UNDER_REVIEW
    assert saved.voided == ("editor_jia", "leader_yi")
    assert {mail.to.split("@")[0] for mail in office.advance(article)} == {
        "editor_jia",
        "leader_yi",
    }
    with office.database.begin() as records:
        assert not records.clearances.of(article).chain_is_complete


def test_an_edit_while_the_form_is_printed_leaves_it_void(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    plain = office.printer.print_form

    def edited_meanwhile(form):
        office.edit(article, by="editor_yi", title="改过的标题")
        return plain(form)

    office.printer.print_form = edited_meanwhile
    assert office.advance(article) == []
    office.printer.print_form = plain

    with office.database.read() as records:
        assert records.forms.get("SLFG-2026-000001").state is FormState.VOID
    office.to_leader(article)
    assert office.form(article).number == "SLFG-2026-000002"


def test_a_form_that_is_replaced_while_it_is_printed_stays_void(office: ReviewOffice) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    with office.database.begin() as records:
        # The leader has his link already: another worker was here and was killed while printing.
        file = office.file(article)
        records.approvals.save(replace(file.approval, assignee_id="leader_yi"))
    plain = office.printer.print_form

    def returned_and_issued_anew(form):
        office.printer.print_form = plain
        with office.database.begin() as records:
            records.links.add(
                Link(
                    id=new_id(),
                    person_id="leader_yi",
                    purpose=Purpose.ITEM,
                    subject=office.case(article).id,
                    step_key="leader",
                    approval_hash=office.case(article).approval_hash,
                    issued_at=office.clock.now(),
                    expires_at=office.clock.now() + timedelta(days=1),
                ),
                token_hash="f" * 64,
            )
        office.decide(article, "leader_yi", Verdict.RETURNED, remark="核对", return_to="editor")
        office.to_leader(article)
        return plain(form)

    office.printer.print_form = returned_and_issued_anew
    office.advance(article)

    with office.database.read() as records:
        assert records.forms.get("SLFG-2026-000001").state is FormState.VOID
    assert office.form(article).number == "SLFG-2026-000002"
    assert office.form(article).pdf_sha256


def test_no_letter_goes_out_for_what_was_edited_in_the_meantime(office: ReviewOffice) -> None:
    """Letters are sent one by one, and a slow mail server leaves time for an edit."""
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    take = office.mailer.send

    def slow(mail):
        if mail.to.startswith("leader"):
            office.edit(article, by="editor_yi", title="改过的标题")
        return take(mail)

    office.mailer.send = slow
    office.advance(article)
    office.mailer.send = take

    with office.database.read() as records:
        live = records.links.live_of("clerk_bing", now=office.clock.now())
    assert live == []


def test_edits_and_decisions_at_once_neither_block_nor_lose_anything(
    office: ReviewOffice,
) -> None:
    """Both lock the article and its approval; in two orders they would wait for each other."""
    for number in range(6):
        article = office.receive()
        office.to_leader(article)
        case, start = office.case(article), Barrier(2)

        def decide(article=article, case=case, start=start) -> bool:
            start.wait(5)
            with suppress(DecisionRefused):
                office.decide(article, "leader_yi", Verdict.REJECTED, remark="不宜", case=case)
                return True
            return False

        def edit(article=article, start=start, number=number) -> bool:
            start.wait(5)
            with suppress(CaseUnknown):
                return office.edit(article, title=f"改过的标题{number}").changed
            return False

        with ThreadPoolExecutor(2) as pool:
            decided, edited = [
                future.result() for future in [pool.submit(decide), pool.submit(edit)]
            ]

        assert decided is not edited
        assert office.article_state(article) is (
            ArticleState.SPIKED if decided else ArticleState.UNDER_REVIEW
        )
