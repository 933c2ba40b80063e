"""Originals of our reprints that have changed or gone: what happened, and the editor's word."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import CaseUnknown, ChangeVerdict, InfodeskError, desk
from review_desk import originals as facts
from review_desk.forms import RecordId
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.item_facts import person_name
from review_desk.mistakes import Mistake, mistake_of
from review_desk.originals import VerdictForm, differences, our_text
from review_desk.pages import page
from review_desk.places import place_title
from review_desk.refusals import NotYours

router = APIRouter(default_response_class=HTMLResponse)


def editor(visitor: Annotated[Visitor, Depends(signed_in)]) -> Visitor:
    """Return the signed-in editor of reprints (article 5.1). Raises NotYours."""
    if not desk.settles_originals(visitor.person):
        raise NotYours
    return visitor


def posting_editor(visitor: Annotated[Visitor, Depends(posting)]) -> Visitor:
    """Return the editor who posts. Raises NotYours."""
    return editor(visitor)


@router.get("/originals", summary="原文变化")
def originals(request: Request, visitor: Annotated[Visitor, Depends(editor)]) -> Response:
    """Show the changes that wait for an editor."""
    return page(
        request,
        "originals.html.jinja",
        visitor=visitor,
        changes=desk.changed_originals(visitor.person),
        kinds=facts.KINDS,
    )


@router.get("/originals/{change_id}", summary="一篇原文的变化")
def original(
    request: Request, change_id: RecordId, visitor: Annotated[Visitor, Depends(editor)]
) -> Response:
    """Show what changed, and ask what is to become of our copy."""
    return _page(request, visitor, change_id, VerdictForm())


@router.post("/originals/{change_id}", summary="处理原文变化")
def settle(
    request: Request,
    change_id: RecordId,
    form: Annotated[VerdictForm, Form()],
    visitor: Annotated[Visitor, Depends(posting_editor)],
) -> Response:
    """Record the editor's word; our text is changed by nobody but him, and afterwards."""
    mistakes = []
    if not form.verdict:
        mistakes.append(Mistake(text="请选择如何处理", field="verdict-no-action"))
    if not form.remark:
        mistakes.append(Mistake(text="请写明理由", field="remark"))
    if mistakes:
        return _page(request, visitor, change_id, form, mistakes)
    try:
        desk.settle_original(
            change_id, visitor.person, verdict=ChangeVerdict(form.verdict), remark=form.remark
        )
    except CaseUnknown:
        raise
    except InfodeskError as refusal:
        return _page(request, visitor, change_id, form, [mistake_of(refusal)])
    return RedirectResponse(f"{root_of(request)}/originals/{change_id}", status_code=303)


def _page(
    request: Request,
    visitor: Visitor,
    change_id: str,
    form: VerdictForm,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    found, copy = desk.changed_original(change_id, visitor.person)
    ours = our_text(found.article.revision.content)
    return page(
        request,
        "original.html.jinja",
        visitor=visitor,
        status=422 if mistakes else 200,
        found=found,
        change=found.change,
        copy=copy,
        differences=differences(found.then, found.now) if found.now else None,
        from_ours=differences(ours, found.now) if found.now else None,
        then_words=desk.plain_text(found.then.body_html).split("\n"),
        publications=[(place_title(p.placement), p) for p in copy.publications],
        facts=facts,
        person_name=person_name,
        form=form,
        mistakes=mistakes,
    )
