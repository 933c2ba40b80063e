"""What is handed in as a signed form and is none is refused; the other cases go on.

Real forms and a real reader: printed by typst, signed by a drawn pen, degraded like a scan.
"""

import pytest
from tests.integration.bad_input.bad_office import BadOffice, person

from infodesk.approvals.approval import ApprovalState
from infodesk.bootstrap import PaperVerdict, desk, wiring
from infodesk.kernel.errors import InfodeskError
from rehearsal.paper import sign_and_scan

ONE, OTHER = "第一篇稿件", "第二篇稿件"


@pytest.fixture
def printed(office: BadOffice) -> BadOffice:
    """Bring two texts to their signature: agreed by the editor, the form out."""
    office.post.open()
    office.add_good_source("news", one=ONE, two=OTHER)
    office.collect()
    office.request_reviews()
    for title in (ONE, OTHER):
        office.agree(title)
    office.request_reviews()
    return office


def signed_form(office: BadOffice, title: str) -> bytes:
    return sign_and_scan(desk.form_pdf(office.case_id(title), person("clerk_bing")).content, seed=3)


def refusal_of(office: BadOffice, title: str, content: bytes) -> InfodeskError:
    """Hand a file in, expect it to be refused, and find the refusal in the ledger."""
    case_id = office.case_id(title)
    with pytest.raises(InfodeskError) as refused:
        desk.upload_scan(case_id, person("clerk_bing"), content)
    assert desk.item(case_id, person("clerk_bing")).scans == ()
    entry = office.ledger_payloads("scan_refused")[-1]
    assert entry["because"] == refused.value.message
    assert wiring().files.get(str(entry["scan"])) == content  # nothing handed in is lost
    return refused.value


def complete(office: BadOffice, title: str) -> None:
    """Let the clerk hand the right form in, and the leader agree."""
    clerk, case_id = person("clerk_bing"), office.case_id(title)
    scan = desk.upload_scan(case_id, clerk, signed_form(office, title)).scan
    desk.state_paper(case_id, scan.id, clerk, verdict=PaperVerdict.AGREED, note="")
    office.agree(title)
    with wiring().database.read() as records:
        assert records.approvals.get(case_id).state is ApprovalState.GRANTED


def test_files_that_are_no_scan_are_refused_and_the_form_still_counts(printed: BadOffice) -> None:
    for content, words in (
        (b"PK\x03\x04" + bytes(400), "既不是 PDF"),
        (b"<html><body>form.pdf</body></html>", "既不是 PDF"),
        (b"", "既不是 PDF"),
        (b"%PDF-1.7\nnothing more", "无法"),
    ):
        refusal = refusal_of(printed, ONE, content)
        assert words in str(refusal)
        assert refusal.remedy
    complete(printed, ONE)


def test_the_form_of_another_text_is_refused_and_counts_for_its_own(printed: BadOffice) -> None:
    refusal = refusal_of(printed, ONE, signed_form(printed, OTHER))
    assert "不是这篇稿件的审批单" in refusal.message
    complete(printed, OTHER)
    complete(printed, ONE)


def test_a_form_printed_before_an_edit_is_refused_and_the_new_one_counts(
    printed: BadOffice,
) -> None:
    office, editor = printed, person("editor_jia")
    old_paper, case_id = signed_form(office, ONE), office.case_id(ONE)
    file = desk.item(case_id, editor).file
    desk.save(
        case_id,
        editor,
        seen_revision_id=file.revision.id,
        title="改过的标题",
        body_html=file.revision.content.body_html,
        credit=file.revision.content.credit,
        destination=file.case.destination,
    )
    with pytest.raises(InfodeskError, match="此单已作废"):
        desk.upload_scan(case_id, person("clerk_bing"), old_paper)

    office.request_reviews()
    office.agree("改过的标题")
    office.request_reviews()
    assert "不是这篇稿件的审批单" in str(refusal_of(office, "改过的标题", old_paper))
    complete(office, "改过的标题")
    complete(office, OTHER)
