"""One text: as it will be published, what was found in it, who has agreed, and the decision."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from infodesk.bootstrap import ItemPage, desk, local_date, wiring
from review_desk.changes import changes_since_seen
from review_desk.forms import CaseId, DecisionForm
from review_desk.guards import Visitor, root_of, signed_in
from review_desk.item_facts import (
    chain_lines,
    earlier_opinions,
    finding_lines,
    history_lines,
    person_name,
    questions,
    shown_body,
    source_name,
)
from review_desk.mistakes import Mistake
from review_desk.pages import page
from review_desk.places import place_title, place_titles
from review_desk.proofs import has_pin, is_remembered

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/items/{case_id}", summary="一篇稿件")
def item(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Show a text to a person who may see it; to anybody else it does not exist."""
    return item_page(request, visitor, desk.item(case_id, visitor.person))


def item_page(
    request: Request,
    visitor: Visitor,
    found: ItemPage,
    *,
    form: DecisionForm | None = None,
    mistakes: Sequence[Mistake] = (),
    status: int = 200,
) -> Response:
    """Return the page of a text, with what was typed before where a form came back wrong."""
    body, marked, unfit = shown_body(found, root=root_of(request))
    file = found.file
    return page(
        request,
        "item.html.jinja",
        visitor=visitor,
        status=status,
        found=found,
        case=file.case,
        content=file.revision.content,
        article=file.article,
        body=body,
        unfit=unfit,
        places=place_titles(file.case.destination),
        findings=finding_lines(found, marked),
        questions=questions(found) if found.may_decide else [],
        steps=chain_lines(found),
        return_steps=_earlier_steps(found),
        earlier_opinions=earlier_opinions(found),
        changes=changes_since_seen(found),
        publications=[(place_title(p.placement), p) for p in desk.publications(file.article.id)],
        history=history_lines(file.article.id),
        reprint=desk.reprint(file.article.id),
        source_name=source_name,
        now=wiring().clock.now(),
        original_change=desk.open_change_of(file.article.id),
        settles_originals=desk.settles_originals(visitor.person),
        person_name=person_name,
        today=local_date(wiring().clock.now()),
        has_pin=has_pin(visitor),
        asks_pin=found.is_final_step or not is_remembered(request, visitor),
        form=form,
        mistakes=mistakes,
    )


def _earlier_steps(found: ItemPage) -> list[tuple[str, str]]:
    """Return key and title of the steps that a text may go back to."""
    steps = found.file.approval.chain.steps
    if found.step is None:
        return []
    keys = [step.key for step in steps]
    return [(s.key, s.title) for s in steps[: keys.index(found.step.key)]]
