"""The centre's last step: the procedure checked, the text released, its address recorded.

Regulation, article 3: the centre receives, checks the procedure and publishes.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import InfodeskError, desk
from review_desk.forms import AddressForm, RecordId, ReleaseForm
from review_desk.guards import Visitor, clerk, posting_clerk, root_of
from review_desk.item_facts import history_lines
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.places import place_title
from review_desk.proofs import is_remembered, prove, remember

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/releases", summary="待放行和待登记网址")
def releases(request: Request, visitor: Annotated[Visitor, Depends(clerk)]) -> Response:
    """Show what waits for the centre."""
    waiting = desk.publications_at_desk()
    return page(
        request,
        "releases.html.jinja",
        visitor=visitor,
        waiting=[(p, title, place_title(p.placement)) for p, title in waiting],
    )


@router.get("/releases/{publication_id}", summary="核对并放行")
def release_page(
    request: Request, publication_id: RecordId, visitor: Annotated[Visitor, Depends(clerk)]
) -> Response:
    """Show what is to be checked before a text goes out."""
    return _page(request, "release.html.jinja", visitor, publication_id, ReleaseForm())


@router.post("/releases/{publication_id}", summary="核对并放行")
def release(
    request: Request,
    publication_id: RecordId,
    form: Annotated[ReleaseForm, Form()],
    visitor: Annotated[Visitor, Depends(posting_clerk)],
) -> Response:
    """Release a publication; it goes out to the public, so the PIN is asked on any device."""
    if not form.checked:
        mistakes = [Mistake(text="请先核对，并勾选“已核对”", field="checked")]
        return _page(request, "release.html.jinja", visitor, publication_id, form, mistakes)
    try:
        prove(request, visitor, form.pin, always=True)
        desk.release(publication_id, visitor.person)
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal)]
        return _page(request, "release.html.jinja", visitor, publication_id, form, mistakes)
    return RedirectResponse(f"{root_of(request)}/releases/{publication_id}", status_code=303)


@router.get("/addresses/{publication_id}", summary="登记网址")
def address_page(
    request: Request, publication_id: RecordId, visitor: Annotated[Visitor, Depends(clerk)]
) -> Response:
    """Show the material for publishing by hand, and ask for the address."""
    found = desk.publication_at_desk(publication_id, visitor.person)
    form = AddressForm(address=found.publication.address)
    return _page(request, "address.html.jinja", visitor, publication_id, form)


@router.post("/addresses/{publication_id}", summary="登记网址")
def record_address(
    request: Request,
    publication_id: RecordId,
    form: Annotated[AddressForm, Form()],
    visitor: Annotated[Visitor, Depends(posting_clerk)],
) -> Response:
    """Record where the text stands; a look at the page confirms it later."""
    try:
        is_proved = prove(request, visitor, form.pin)
        desk.record_address(publication_id, visitor.person, address=form.address)
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal, field="address")]
        return _page(request, "address.html.jinja", visitor, publication_id, form, mistakes)
    response = RedirectResponse(f"{root_of(request)}/addresses/{publication_id}", status_code=303)
    if form.remember and is_proved:
        remember(request, response, visitor)
    return response


@router.get(
    "/addresses/{publication_id}/package.zip", summary="发布材料包", response_class=Response
)
def package(publication_id: RecordId, visitor: Annotated[Visitor, Depends(clerk)]) -> Response:
    """Hand out the material for publishing by hand."""
    file = desk.package(publication_id, visitor.person)
    title = desk.publication_at_desk(publication_id, visitor.person).title
    name = quote(f"{title[:60]}.zip")
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _page(
    request: Request,
    template: str,
    visitor: Visitor,
    publication_id: str,
    form: ReleaseForm | AddressForm,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    found = desk.publication_at_desk(publication_id, visitor.person)
    return page(
        request,
        template,
        visitor=visitor,
        status=422 if mistakes else 200,
        publication=found.publication,
        title=found.title,
        case_id=found.case_id,
        place=place_title(found.publication.placement),
        history=history_lines(found.publication.article_id),
        asks_pin=not is_remembered(request, visitor),
        form=form,
        mistakes=mistakes,
    )
