"""Editing a text and where it is to go: typed, looked at, and then saved."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from infodesk.bootstrap import CaseUnknown, Content, Destination, InfodeskError, ItemPage, desk
from review_desk.changes import changes_between
from review_desk.forms import CaseId, EditForm
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.item_facts import person_name, published_body
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.pieces import EditableBody
from review_desk.places import choices, destination_from, ids_of, place_titles
from review_desk.proofs import is_remembered, prove, remember
from review_desk.refusals import FormStale, NotYours
from review_desk.words import field_time

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/items/{case_id}/edit", summary="修改稿件")
def edit(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Show the text as fields."""
    found = _editable(case_id, visitor)
    content, destination = found.file.revision.content, found.file.case.destination
    places, pinned = ids_of(destination)
    form = EditForm(
        seen_revision_id=found.file.revision.id,
        title=content.title,
        credit=content.credit,
        body_html=desk.clean_body(content.body_html),
        place=places,
        pinned=pinned,
        not_before=field_time(destination.not_before),
    )
    return _fields(request, visitor, found, form)


@router.post("/items/{case_id}/edit", summary="预览或保存修改")
def save(
    request: Request,
    case_id: CaseId,
    form: Annotated[EditForm, Form()],
    visitor: Annotated[Visitor, Depends(posting)],
) -> Response:
    """Show what was typed as it would be published, and save it when the person says so."""
    found = _editable(case_id, visitor)
    form = _put_together(form)
    if form.act == "back":
        return _fields(request, visitor, found, form)
    try:
        destination = destination_from(
            form.place, form.pinned, form.not_before, before=found.file.case.destination
        )
        draft = desk.draft(
            case_id,
            visitor.person,
            title=form.title,
            body_html=form.body_html,
            credit=form.credit,
            destination=destination,
        )
    except InfodeskError as refusal:
        return _fields(request, visitor, found, form, mistakes=[mistake_of(refusal)])
    if form.act == "preview":
        return _preview(request, visitor, found, form, draft, destination)
    return _save(request, visitor, found, form, draft, destination)


@router.get("/items/{case_id}/saved", summary="修改已保存")
def saved(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Tell what the save did: whose opinions it voided, or that nothing was changed."""
    found = desk.item(case_id, visitor.person)
    is_changed = found.file.case.state == "void"
    voided = [o.person_id for o in found.file.approval.opinions if o.voided_at is None]
    return page(
        request,
        "saved.html.jinja",
        visitor=visitor,
        found=found,
        is_changed=is_changed,
        voided=[person_name(person_id) for person_id in dict.fromkeys(voided)],
    )


def _save(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    form: EditForm,
    draft: Content,
    destination: Destination,
) -> Response:
    case_id = found.file.case.id
    try:
        is_proved = prove(request, visitor, form.pin)
        desk.save(
            case_id,
            visitor.person,
            seen_revision_id=form.seen_revision_id,
            title=form.title,
            body_html=form.body_html,
            credit=form.credit,
            destination=destination,
        )
    except CaseUnknown:
        raise
    except InfodeskError as refusal:
        mistakes = [mistake_of(refusal)]
        return _preview(request, visitor, found, form, draft, destination, mistakes=mistakes)
    response = RedirectResponse(f"{root_of(request)}/items/{case_id}/saved", status_code=303)
    if form.remember and is_proved:
        remember(request, response, visitor)
    return response


def _editable(case_id: str, visitor: Visitor) -> ItemPage:
    found = desk.item(case_id, visitor.person)
    if found.file.case.state == "void":
        raise FormStale
    if not found.may_edit:
        raise NotYours
    return found


def _put_together(form: EditForm) -> EditForm:
    """Return the form with its pieces put into the body. Raises FormStale when they do not fit.

    The body comes from a browser, so it is sanitised before anything is shown or made of it.
    """
    body = EditableBody(desk.clean_body(form.body_html))
    try:
        edited = body.edited(form.piece or body.texts, appended=form.appended)
    except ValueError:
        raise FormStale from None
    title = " ".join(form.title.split())  # its field may hold line breaks
    return form.model_copy(
        update={"title": title, "body_html": edited, "piece": [], "appended": ""}
    )


def _fields(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    form: EditForm,
    *,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    body = EditableBody(form.body_html)
    root = root_of(request)
    files = f"{root}/items/{found.file.case.id}/files/"
    fields = body.as_form(body.texts).replace('src="files/', f'src="{files}')
    return page(
        request,
        "edit.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        form=form,
        fields=Markup(fields),  # noqa: S704 -- made of a body that was sanitised
        channels=choices(form.place, form.pinned),
        mistakes=mistakes,
    )


def _preview(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    form: EditForm,
    draft: Content,
    destination: Destination,
    *,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    try:
        body = published_body(draft, case_id=found.file.case.id, root=root_of(request))
    except InfodeskError as unfit:
        return _fields(request, visitor, found, form, mistakes=[mistake_of(unfit)])
    before = found.file.revision.content
    return page(
        request,
        "preview.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        form=form,
        draft=draft,
        body=Markup(body),  # noqa: S704 -- sanitised by `desk.draft`, made inert by the channels
        places=place_titles(destination),
        not_before=destination.not_before,
        changes=changes_between(before, draft, went=found.file.case.destination, goes=destination),
        voided=[person_name(o.person_id) for o in found.file.approval.standing.values()],
        asks_pin=not is_remembered(request, visitor),
        mistakes=mistakes,
    )
