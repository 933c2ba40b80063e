"""The form on paper: printed, signed, scanned, handed in, and read by a named clerk."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import CaseUnknown, InfodeskError, ItemPage, PaperVerdict, desk
from review_desk.envelope import MEGABYTE, UPLOAD_LIMIT
from review_desk.forms import CaseId, FileHash, ProvenForm, RecordId, StatementForm
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.item_facts import person_name
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.proofs import is_remembered, prove, remember
from review_desk.refusals import NotYours

router = APIRouter(default_response_class=HTMLResponse)

# These a browser may show; anything else is only handed out for saving.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
_PDF = "application/pdf"
_NOTHING_RUNS = "default-src 'none'; sandbox"
# The viewer that Chromium puts around a PDF is an embedded object with a style of its own.
_PDF_VIEWER = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)


@router.get("/items/{case_id}/form.pdf", summary="审批单", response_class=Response)
def form_pdf(case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]) -> Response:
    """Hand out the form of a text for printing."""
    found = desk.item(case_id, visitor.person)
    name = f"审批单-{found.form.number}.pdf" if found.form else "审批单.pdf"
    return _as_pdf(desk.form_pdf(case_id, visitor.person).content, name)


@router.get("/items/{case_id}/files/{sha256}", summary="图片或附件", response_class=Response)
def case_file(
    case_id: CaseId, sha256: FileHash, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Hand out a picture, an attachment or a scan; only pictures and PDFs are shown."""
    file = desk.case_file(case_id, sha256, visitor.person)
    name = _name_of(desk.item(case_id, visitor.person), sha256)
    if file.media_type == _PDF:
        return _as_pdf(file.content, name or f"{sha256[:12]}.pdf")
    manner = "inline" if file.media_type in _SHOWN else "attachment"
    return Response(
        file.content,
        media_type=file.media_type if file.media_type in _SHOWN else "application/octet-stream",
        headers={
            "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(name or sha256[:12])}",
            "Content-Security-Policy": _NOTHING_RUNS,
        },
    )


@router.get("/items/{case_id}/scan", summary="上传签字扫描件")
def scan(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Ask for the scan of the signed form."""
    return _upload_page(request, visitor, _at_upload(case_id, visitor))


@router.post("/items/{case_id}/scan", summary="上传签字扫描件")
def upload(
    request: Request,
    case_id: CaseId,
    visitor: Annotated[Visitor, Depends(posting)],
    scan: Annotated[UploadFile | None, File()] = None,
    pin: Annotated[str, Form(max_length=64)] = "",
    remember_device: Annotated[bool, Form(alias="remember")] = False,
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Take a scan in, and lead to the page on which a clerk states what stands on it."""
    del csrf  # checked by `posting`; named here for the description of the form
    found = _at_upload(case_id, visitor)
    content = scan.file.read(UPLOAD_LIMIT + 1) if scan is not None else b""
    if problem := _unfit(content):
        return _upload_page(request, visitor, found, mistakes=[problem])
    try:
        is_proved = prove(request, visitor, pin.strip())
        received = desk.upload_scan(case_id, visitor.person, content)
    except CaseUnknown:
        raise
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal, field="scan")]
        return _upload_page(request, visitor, found, mistakes=mistakes)
    root = root_of(request)
    response = RedirectResponse(f"{root}/items/{case_id}/scans/{received.scan.id}", status_code=303)
    if remember_device and is_proved:
        remember(request, response, visitor)
    return response


@router.get("/items/{case_id}/scans/{scan_id}", summary="核对签字扫描件")
def statement(
    request: Request,
    case_id: CaseId,
    scan_id: RecordId,
    visitor: Annotated[Visitor, Depends(signed_in)],
) -> Response:
    """Show the scan beside the question what stands on it."""
    return _statement_page(request, visitor, _at_upload(case_id, visitor), scan_id)


@router.get(
    "/items/{case_id}/scans/{scan_id}/picture", summary="扫描件图像", response_class=Response
)
def picture(
    case_id: CaseId, scan_id: RecordId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Hand out the signed page as a picture, whatever kind of file the scan is."""
    file = desk.scan_picture(case_id, scan_id, visitor.person)
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Security-Policy": _NOTHING_RUNS},
    )


@router.post("/items/{case_id}/scans/{scan_id}", summary="核对签字扫描件")
def state(
    request: Request,
    case_id: CaseId,
    scan_id: RecordId,
    form: Annotated[StatementForm, Form()],
    visitor: Annotated[Visitor, Depends(posting)],
) -> Response:
    """Record what a clerk reads on the paper; this completes a chain and has no undo."""
    found = _at_upload(case_id, visitor)
    if not form.verdict:
        mistakes = [Mistake(text="请选择纸上写的意见", field="verdict-agreed")]
        return _statement_page(request, visitor, found, scan_id, form=form, mistakes=mistakes)
    try:
        prove(request, visitor, form.pin, always=True)
        desk.state_paper(
            case_id,
            scan_id,
            visitor.person,
            verdict=PaperVerdict(form.verdict),
            note=form.note,
        )
    except CaseUnknown:
        raise
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal, field="note")]
        return _statement_page(request, visitor, found, scan_id, form=form, mistakes=mistakes)
    return RedirectResponse(f"{root_of(request)}/items/{case_id}/stated", status_code=303)


@router.get("/items/{case_id}/stated", summary="核对结果")
def stated(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Confirm what was stated, and say what happens next."""
    found = _at_upload(case_id, visitor)
    if found.file.approval.paper is None:
        raise CaseUnknown
    return page(
        request,
        "stated.html.jinja",
        visitor=visitor,
        found=found,
        paper=found.file.approval.paper,
        person_name=person_name,
    )


def _at_upload(case_id: str, visitor: Visitor) -> ItemPage:
    found = desk.item(case_id, visitor.person)
    if not found.may_upload:
        raise NotYours
    return found


def _unfit(content: bytes) -> Mistake | None:
    if not content:
        return Mistake(text="请选择扫描件", field="scan")
    if len(content) > UPLOAD_LIMIT:
        limit = UPLOAD_LIMIT // MEGABYTE
        return Mistake(text=f"文件超过 {limit} MB，请用 150 至 200 dpi 重新扫描", field="scan")
    return None


def _upload_page(
    request: Request, visitor: Visitor, found: ItemPage, *, mistakes: Sequence[Mistake] = ()
) -> Response:
    return page(
        request,
        "scan.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        asks_pin=not is_remembered(request, visitor),
        form=ProvenForm(),
        mistakes=mistakes,
    )


def _statement_page(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    scan_id: str,
    *,
    form: StatementForm | None = None,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    shown = next((s for s in found.scans if s.id == scan_id), None)
    if shown is None:
        raise CaseUnknown
    return page(
        request,
        "statement.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        scan=shown,
        form=form,
        person_name=person_name,
        mistakes=mistakes,
    )


def _name_of(found: ItemPage, sha256: str) -> str:
    content = found.file.revision.content
    files = (*content.images, *content.attachments)
    return next((file.name for file in files if file.sha256 == sha256), "")


def _as_pdf(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type=_PDF,
        headers={
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
            "Content-Security-Policy": _PDF_VIEWER,
        },
    )
