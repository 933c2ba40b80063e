"""The paper step: forms to print, scans to take in and to read."""

from dataclasses import dataclass

from infodesk.approvals.approval import Approval, PaperVerdict
from infodesk.bootstrap.desk.texts import item
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person
from infodesk.reviewing.errors import CaseUnknown, NotInRole
from infodesk.reviewing.receive_scan import ReceivedScan

_FILE_KINDS = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as the desk hands it out."""

    content: bytes
    media_type: str


def upload_scan(case_id: str, who: Person, content: bytes) -> ReceivedScan:
    """Take in a signed form. Raises CaseUnknown, NotInRole, FormUnusable or ScanRefused."""
    from infodesk.reviewing.receive_scan import receive_scan

    here = wiring()
    page = item(case_id, who)
    if not page.may_upload:
        raise NotInRole
    return receive_scan(
        case_id,
        content,
        uploaded_by=who.id,
        reader=here.scan_reader,
        files=here.files,
        begin=here.database.begin,
        clock=here.clock,
    )


def state_paper(
    case_id: str, scan_id: str, who: Person, *, verdict: PaperVerdict, note: str
) -> Approval:
    """Record what a clerk reads on the signed form. Raises as the use case does, and NotInRole."""
    from infodesk.reviewing.state_paper import state_paper as state

    here = wiring()
    page = item(case_id, who)
    if not page.may_upload or scan_id not in {scan.id for scan in page.scans}:
        raise NotInRole
    return state(
        scan_id,
        verdict=verdict,
        note=note,
        clerk=who,
        begin=here.database.begin,
        clock=here.clock,
    )


def form_pdf(case_id: str, who: Person) -> StoredFile:
    """Return the form of a case to print. Raises CaseUnknown where there is none."""
    page = item(case_id, who)
    if page.form is None or not page.form.pdf_sha256:
        raise CaseUnknown
    return _stored(page.form.pdf_sha256)


def case_file(case_id: str, sha256: str, who: Person) -> StoredFile:
    """Return a picture, attachment or scan of a case. Raises CaseUnknown for any other file."""
    page = item(case_id, who)
    content = page.file.revision.content
    known = {a.sha256: a.media_type for a in (*content.images, *content.attachments)}
    if sha256 in known:
        return StoredFile(content=wiring().files.get(sha256), media_type=known[sha256])
    if sha256 in {scan.sha256 for scan in page.scans}:
        return _stored(sha256)
    raise CaseUnknown


def scan_picture(case_id: str, scan_id: str, who: Person) -> StoredFile:
    """Return the signed page of a scan as a picture. Raises CaseUnknown, NotInRole, ScanRefused."""
    from infodesk.adapters.scan_pictures import form_picture

    page = item(case_id, who)
    if not page.may_upload:
        raise NotInRole
    scan = next((scan for scan in page.scans if scan.id == scan_id), None)
    if scan is None:
        raise CaseUnknown
    picture = form_picture(wiring().files.get(scan.sha256), form_number=scan.form_number)
    return StoredFile(content=picture, media_type="image/jpeg")


def _stored(sha256: str) -> StoredFile:
    content = wiring().files.get(sha256)
    kind = next((k for magic, k in _FILE_KINDS.items() if content.startswith(magic)), "")
    return StoredFile(content=content, media_type=kind or "application/octet-stream")
