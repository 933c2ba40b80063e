"""Receive the signed form: the right one, of the present text, with ink in the final box."""

from dataclasses import dataclass

from infodesk.channels.destination import approval_hash
from infodesk.kernel.clock import Clock
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.files import FileStore
from infodesk.kernel.ids import new_id
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.approval_form import BOX_LABELS
from infodesk.reviewing.errors import CaseUnknown, FormUnusable
from infodesk.reviewing.form_number import FormReference
from infodesk.reviewing.forms import FormState, IssuedForm, Scan, ScanState
from infodesk.reviewing.issue_form import read_case_file
from infodesk.reviewing.ports import ReviewRecords
from infodesk.reviewing.scans import ScanReader


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedScan:
    """A scan that may count once a clerk has stated what stands on it."""

    scan: Scan
    page: int
    ink_mm2: float


def receive_scan(
    case_id: str,
    content: bytes,
    *,
    uploaded_by: str,
    reader: ScanReader,
    files: FileStore,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> ReceivedScan:
    """Match a scan with the form of a case, find the ink, and keep it for the clerk.

    Raises CaseUnknown, FormUnusable (void, outdated, other text, unsigned) or an error of
    `reviewing.scans`. A refused scan is kept too: nothing that was handed in is lost.
    """
    sha256 = files.put(content)
    try:
        return _matched(
            case_id, content, sha256, uploaded_by, reader=reader, files=files, begin=begin,
            clock=clock,
        )  # fmt: skip
    except InfodeskError as refusal:
        with begin() as records:
            records.ledger.append(
                actor=uploaded_by,
                action=Action.SCAN_REFUSED,
                subject=f"case:{case_id}",
                payload={"scan": sha256, "because": refusal.message},
                at=clock.now(),
            )
        raise


def _matched(
    case_id: str,
    content: bytes,
    sha256: str,
    uploaded_by: str,
    *,
    reader: ScanReader,
    files: FileStore,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> ReceivedScan:
    found = reader.identify(content)
    with begin() as records:
        form = _usable_form(records, case_id, found)
    reading = reader.read(content, original=files.get(form.pdf_sha256))
    if not reading.is_signed:
        raise FormUnusable(
            f"审批单 {form.number} 的“{BOX_LABELS[reading.final_box]}”栏没有发现手写签字",
            remedy="请在该栏签字后重新扫描上传",
        )
    now = clock.now()
    scan = Scan(
        id=new_id(),
        form_number=form.number,
        case_id=case_id,
        sha256=sha256,
        uploaded_by=uploaded_by,
        uploaded_at=now,
        state=ScanState.TO_STATE,
    )
    with begin() as records:
        _usable_form(records, case_id, found)  # an edit may have voided it while we were reading
        records.forms.add_scan(scan)
        records.ledger.append(
            actor=uploaded_by,
            action=Action.SCAN_RECEIVED,
            subject=f"form:{form.number}",
            revision_hash=form.approval_hash,
            payload={"case": case_id, "scan": sha256, "page": reading.page},
            at=now,
        )
    return ReceivedScan(scan=scan, page=reading.page, ink_mm2=reading.ink[reading.final_box])


def _usable_form(
    records: ReviewRecords, case_id: str, found: tuple[FormReference, ...]
) -> IssuedForm:
    file = read_case_file(records, case_id, is_locked=True)
    if file is None:
        raise CaseUnknown
    forms = [form for ref in found if (form := records.forms.get(str(ref.number))) is not None]
    form = next((f for f in forms if f.case_id == case_id), None)
    if form is None:
        names = "、".join(str(ref.number) for ref in found)
        raise FormUnusable(
            f"扫描件是审批单 {names}，不是这篇稿件的审批单", remedy="请核对后上传本稿的审批单"
        )
    reference = next(ref for ref in found if str(ref.number) == form.number)
    present = approval_hash(file.article.revision.content.content_hash, file.case.destination)
    if (
        form.state is not FormState.ISSUED
        or not file.is_current
        or present != file.case.approval_hash
        or not reference.is_printed_for(present)
    ):
        raise FormUnusable(
            f"审批单 {form.number} 打印之后，稿件或发布位置有修改，此单已作废",
            remedy="请打印新的审批单重新送签",
        )
    return form
