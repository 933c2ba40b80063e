"""A named clerk states what stands in ink on the signed form: only then is a chain complete.

The QR code proves which form it is and the ink that somebody wrote; what was written, a person
must read (regulation, article 6).
"""

from dataclasses import replace

from infodesk.access.links import End, Purpose
from infodesk.approvals.approval import Approval, PaperStatement, PaperVerdict, record_paper
from infodesk.catalog.people import Person
from infodesk.kernel.clock import Clock
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import CaseUnknown, FormUnusable
from infodesk.reviewing.follow_up import follow_up, note_completion
from infodesk.reviewing.forms import FormState, ScanState
from infodesk.reviewing.issue_form import read_case_file
from infodesk.reviewing.ports import ReviewRecords
from infodesk.reviewing.void_form import void_form


def state_paper(
    scan_id: str,
    *,
    verdict: PaperVerdict,
    note: str,
    clerk: Person,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> Approval:
    """Record the clerk's statement; anything but a plain agreement sends the text back.

    Raises CaseUnknown, FormUnusable or an error of `approvals.errors`.
    """
    if verdict is not PaperVerdict.AGREED and not note.strip():
        raise FormUnusable("请写明纸上的修改或不同意的意见")
    now = clock.now()
    with begin() as records:
        scan = records.forms.scan(scan_id)
        file = read_case_file(records, scan.case_id, is_locked=True) if scan else None
        if scan is None or file is None:
            raise CaseUnknown
        form = records.forms.get(scan.form_number)
        if form is None or form.state is not FormState.ISSUED or not file.is_current:
            raise FormUnusable(
                f"审批单 {scan.form_number} 已作废或已核对过", remedy="请刷新页面，查看最新状态"
            )
        after = record_paper(
            file.approval,
            PaperStatement(
                form_number=form.number,
                approval_hash=form.approval_hash,
                scan_sha256=scan.sha256,
                verdict=verdict,
                clerk_id=clerk.id,
                note=note.strip(),
                at=now,
            ),
        )
        records.approvals.save(after)
        records.forms.save_scan(replace(scan, state=ScanState.STATED))
        if verdict is PaperVerdict.AGREED:
            records.forms.save(replace(form, state=FormState.SIGNED))
            records.links.end(
                because=End.DECIDED, at=now, subject=file.case.id, purpose=Purpose.UPLOAD
            )
        else:
            void_form(
                file.case.id, because=note.strip(), link_ends=End.DECIDED, at=now, records=records
            )
            records.links.end(
                because=End.DECIDED, at=now, subject=file.case.id, purpose=Purpose.ITEM
            )
        # A signature that comes after the clearance changes nothing any more; a refusal does.
        if file.case.state is CaseState.UNDER_REVIEW or verdict is not PaperVerdict.AGREED:
            follow_up(records, file.case, after, now=now)
        records.ledger.append(
            actor=clerk.id,
            action=Action.PAPER_STATED,
            subject=f"article:{file.case.article_id}",
            revision_hash=form.approval_hash,
            payload={
                "case": file.case.id,
                "form": form.number,
                "scan": scan.sha256,
                "verdict": str(verdict),
                "note": note.strip(),
            },
            at=now,
        )
        note_completion(records, file.case, before=file.approval, after=after, now=now)
    return after
