"""Reprints: the kept page as evidence, and whether two articles are one."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import InfodeskError, ItemPage, desk
from review_desk.changes import changes_between
from review_desk.forms import CaseId, FileHash, PostedForm, RecordId
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.refusals import NotYours

router = APIRouter(default_response_class=HTMLResponse)


class DuplicateForm(PostedForm):
    """Whether two articles are one."""

    verdict: Literal["", "same", "different"] = ""


@router.get("/items/{case_id}/captures/{sha256}", summary="原网页存证", response_class=Response)
def capture(
    case_id: CaseId, sha256: FileHash, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Hand out the page as it was fetched; never shown, for a foreign page may hold anything."""
    found = desk.item(case_id, visitor.person)
    file = desk.capture(found.file.article.id, sha256)
    return Response(
        file.content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{sha256[:16]}.warc.gz"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@router.get("/items/{case_id}/duplicates/{other_id}", summary="是否同一篇")
def compare(
    request: Request,
    case_id: CaseId,
    other_id: RecordId,
    visitor: Annotated[Visitor, Depends(signed_in)],
) -> Response:
    """Show what differs between two articles, and ask whether they are one."""
    return _page(request, visitor, desk.item(case_id, visitor.person), other_id)


@router.post("/items/{case_id}/duplicates/{other_id}", summary="是否同一篇")
def settle(
    request: Request,
    case_id: CaseId,
    other_id: RecordId,
    form: Annotated[DuplicateForm, Form()],
    visitor: Annotated[Visitor, Depends(posting)],
) -> Response:
    """Record the answer; the article leaves its chain by nobody's word but its reviewer's."""
    found = desk.item(case_id, visitor.person)
    if not found.may_decide:
        raise NotYours
    if not form.verdict:
        mistakes = [Mistake(text="请选择是不是同一篇", field="verdict-different")]
        return _page(request, visitor, found, other_id, mistakes)
    try:
        desk.settle_duplicate(
            found.file.article.id, other_id, verdict=form.verdict, who=visitor.person
        )
    except InfodeskError as refusal:
        return _page(request, visitor, found, other_id, [mistake_of(refusal)])
    if form.verdict == "same":
        return _page(request, visitor, found, other_id)
    return RedirectResponse(f"{root_of(request)}/items/{case_id}", status_code=303)


def _page(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    other_id: str,
    mistakes: list[Mistake] | None = None,
) -> Response:
    both = desk.compared(found.file.article.id, other_id)
    where = found.file.case.destination
    return page(
        request,
        "duplicate.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        case=found.file.case,
        both=both,
        changes=changes_between(both.earlier.content, both.later.content, went=where, goes=where),
        mistakes=mistakes or [],
    )
