"""The operators' board: who is waited for since when, what is wrong, and a code for a PIN."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import InfodeskError, desk, wiring
from review_desk.forms import CaseId, PinCodeForm, ReassignForm
from review_desk.guards import Watcher, posting_operator, root_of, watching
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import board_page
from review_desk.refusals import PageMissing

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/board", summary="审签看板")
def board(
    request: Request,
    watcher: Annotated[Watcher, Depends(watching)],
    reassigned: bool = False,
) -> Response:
    """Show the board."""
    return board_page(
        request,
        "board.html.jinja",
        watcher=watcher,
        board=desk.board(),
        reprint_clock=desk.reprint_clock(),
        reassigned=reassigned,
    )


@router.get("/board/sources", summary="信息源")
def sources(request: Request, watcher: Annotated[Watcher, Depends(watching)]) -> Response:
    """Show how each source fares."""
    return board_page(request, "sources.html.jinja", watcher=watcher, sources=desk.sources())


@router.get("/board/cases/{case_id}", summary="改派")
def case(
    request: Request, case_id: CaseId, watcher: Annotated[Watcher, Depends(watching)]
) -> Response:
    """Ask who takes over the current step of a text."""
    return _case_page(request, watcher, case_id, ReassignForm())


@router.post("/board/cases/{case_id}", summary="改派")
def reassign(
    request: Request,
    case_id: CaseId,
    form: Annotated[ReassignForm, Form()],
    watcher: Annotated[Watcher, Depends(posting_operator)],
) -> Response:
    """Hand the step to somebody else; the first one's link dies."""
    if not form.to:
        mistakes = [Mistake(text="请选择改派给谁", field="to-1")]
        return _case_page(request, watcher, case_id, form, mistakes)
    if not form.reason:
        mistakes = [Mistake(text="请写明改派的原因", field="reason")]
        return _case_page(request, watcher, case_id, form, mistakes)
    try:
        desk.reassign(case_id, to=form.to, by=watcher.name, reason=form.reason)
    except InfodeskError as refusal:
        return _case_page(request, watcher, case_id, form, [mistake_of(refusal)])
    return RedirectResponse(f"{root_of(request)}/board?reassigned=true", status_code=303)


@router.get("/board/pin-codes", summary="发放口令设置码")
def pin_codes(request: Request, watcher: Annotated[Watcher, Depends(watching)]) -> Response:
    """Ask whom a code is for."""
    return _code_page(request, watcher, PinCodeForm())


@router.post("/board/pin-codes", summary="发放口令设置码")
def issue_pin_code(
    request: Request,
    form: Annotated[PinCodeForm, Form()],
    watcher: Annotated[Watcher, Depends(posting_operator)],
) -> Response:
    """Show a new code, once: it is kept as a hash only."""
    try:
        code = desk.issue_pin_code(form.person, issued_by=watcher.name)
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal, field="person")]
        return _code_page(request, watcher, form, mistakes)
    return board_page(
        request,
        "pin_code.html.jinja",
        watcher=watcher,
        code=code,
        person=desk.person(form.person),
    )


def _case_page(
    request: Request,
    watcher: Watcher,
    case_id: str,
    form: ReassignForm,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    found = next((row for row in desk.board().waiting if row.case_id == case_id), None)
    if found is None:
        raise PageMissing
    return board_page(
        request,
        "reassign.html.jinja",
        watcher=watcher,
        status=422 if mistakes else 200,
        found=found,
        people=desk.reassignable_to(case_id),
        form=form,
        mistakes=mistakes,
    )


def _code_page(
    request: Request, watcher: Watcher, form: PinCodeForm, mistakes: Sequence[Mistake] = ()
) -> Response:
    return board_page(
        request,
        "pin_codes.html.jinja",
        watcher=watcher,
        status=422 if mistakes else 200,
        people=list(wiring().catalog.people.values()),
        departments=wiring().catalog.departments,
        form=form,
        mistakes=mistakes,
    )
