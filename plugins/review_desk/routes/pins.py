"""Setting a PIN with the code that the operator hands over in person."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import InfodeskError, desk
from review_desk.forms import PinForm
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.proofs import has_pin

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/pin", summary="设置口令")
def pin(
    request: Request,
    visitor: Annotated[Visitor, Depends(signed_in)],
    back_to: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Ask for the code and the new PIN."""
    return _pin_page(request, visitor, PinForm(back_to=back_to))


@router.post("/pin", summary="设置口令")
def set_pin(
    request: Request,
    form: Annotated[PinForm, Form()],
    visitor: Annotated[Visitor, Depends(posting)],
) -> Response:
    """Set the PIN, and lead on to where the person came from."""
    if form.new_pin != form.repeated:
        mistakes = [Mistake(text="两次输入的口令不一样，请重新输入", field="repeated")]
        return _pin_page(request, visitor, form, mistakes=mistakes)
    try:
        # The code is shown in two groups, and people type what they see.
        desk.set_pin(visitor.person.id, code="".join(form.code.split()), pin=form.new_pin)
    except InfodeskError as refusal:
        text = mistake_of(refusal).text
        field = "code" if type(refusal).__name__ == "EnrolmentRefused" else "new-pin"
        mistakes = [Mistake(text=text, field=field)]
        return _pin_page(request, visitor, form, mistakes=mistakes)
    case_id = _case_in(form.back_to)
    query = f"?back_to={case_id}" if case_id else ""
    return RedirectResponse(f"{root_of(request)}/pin/done{query}", status_code=303)


@router.get("/pin/done", summary="口令已设置")
def done(
    request: Request,
    visitor: Annotated[Visitor, Depends(signed_in)],
    back_to: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Confirm that the PIN is set."""
    return page(request, "pin_done.html.jinja", visitor=visitor, back_to=_case_in(back_to))


def _pin_page(
    request: Request, visitor: Visitor, form: PinForm, *, mistakes: Sequence[Mistake] = ()
) -> Response:
    return page(
        request,
        "pin.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        form=form,
        has_pin=has_pin(visitor),
        back_to=_case_in(form.back_to),
        mistakes=mistakes,
    )


def _case_in(back_to: str) -> str:
    """Return the case to go back to; an address from outside could lead anywhere, an id cannot."""
    is_id = len(back_to) == 32 and all(c in "0123456789abcdef" for c in back_to)
    return back_to if is_id else ""
