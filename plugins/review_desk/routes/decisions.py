"""A reviewer's decision, and the page that confirms it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import CaseUnknown, Decision, InfodeskError, ItemPage, Verdict, desk
from review_desk.forms import CaseId, DecisionForm
from review_desk.guards import Visitor, posting, root_of, signed_in
from review_desk.item_facts import chain_lines, person_name, questions
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import page
from review_desk.proofs import prove, remember
from review_desk.refusals import PageMissing
from review_desk.routes.items import item_page

router = APIRouter(default_response_class=HTMLResponse)

_VERDICTS = {
    "agreed": Verdict.AGREED,
    "agreed_with_remark": Verdict.AGREED,
    "returned": Verdict.RETURNED,
    "rejected": Verdict.REJECTED,
}
_WANTING = {
    "agreed_with_remark": ("请写明您的意见，没有意见时请选“同意”", "remark"),
    "returned": ("请写明退回的理由", "return-reason"),
    "rejected": ("请写明不予采用的理由", "reject-reason"),
}


@router.post("/items/{case_id}/decision", summary="办理意见")
def decide(
    request: Request,
    case_id: CaseId,
    form: Annotated[DecisionForm, Form()],
    visitor: Annotated[Visitor, Depends(posting)],
) -> Response:
    """Record a decision on exactly the text that the form was made for."""
    found = desk.item(case_id, visitor.person)
    mistakes = list(_mistakes(form, found)) if found.may_decide else [_too_late(found)]
    if not mistakes:
        try:
            # Asked by the step that the form names: the domain accepts the decision for no other.
            is_final = form.step == found.file.approval.final_step.key
            is_proved = prove(request, visitor, form.pin, always=is_final)
            desk.decide(_decision(case_id, form), visitor.person)
        except CaseUnknown:
            raise
        except InfodeskError as refusal:
            mistakes = [mistake_of(refusal)]
        else:
            response = RedirectResponse(
                f"{root_of(request)}/items/{case_id}/decided", status_code=303
            )
            if form.remember and is_proved:
                remember(request, response, visitor)
            return response
    now_found = desk.item(case_id, visitor.person)
    return item_page(request, visitor, now_found, form=form, mistakes=mistakes, status=422)


@router.get("/items/{case_id}/decided", summary="办理结果")
def decided(
    request: Request, case_id: CaseId, visitor: Annotated[Visitor, Depends(signed_in)]
) -> Response:
    """Confirm what the person decided last on a text, and say what happens next."""
    found = desk.item(case_id, visitor.person)
    mine = [o for o in found.file.approval.opinions if o.person_id == visitor.person.id]
    if not mine:
        raise PageMissing
    steps = chain_lines(found)
    return page(
        request,
        "decided.html.jinja",
        visitor=visitor,
        found=found,
        opinion=mine[-1],
        step_titles={step.key: step.title for step in found.file.approval.chain.steps},
        next_step=next((s for s in steps if s.state == "current"), None),
        person_name=person_name,
        waiting=desk.queue(visitor.person),
    )


def _decision(case_id: str, form: DecisionForm) -> Decision:
    return Decision(
        case_id=case_id,
        step_key=form.step,
        approval_hash=form.approval_hash,
        verdict=_VERDICTS[form.verdict],
        remark=form.reason,
        return_to=form.return_to if form.verdict == "returned" else "",
        answers=form.answers,
    )


def _too_late(found: ItemPage) -> Mistake:
    """Return why a decision that was posted cannot be the person's any more."""
    if found.file.case.state == "void":
        text = "稿件或发布位置在您打开之后有修改，您的意见没有计入。请等候新的审核邮件"
    elif found.step is None or found.file.case.state != "under_review":
        text = "这篇稿件的审核已经结束，您的意见没有计入"
    else:
        text = "这一步已经办理，或不由您办理，您的意见没有计入"
    return Mistake(text=text)


def _mistakes(form: DecisionForm, found: ItemPage) -> Iterator[Mistake]:
    """Yield what is missing; whether the decision is allowed is the domain's question."""
    if not form.verdict:
        yield Mistake(text="请选择办理意见", field="verdict-agreed")
    elif form.verdict == "returned" and not form.return_to:
        yield Mistake(text="请选择退回到哪一步", field="return-to")
    elif form.verdict != "agreed" and not form.reason:
        text, field = _WANTING[form.verdict]
        yield Mistake(text=text, field=field)
    if form.verdict.startswith("agreed"):
        yield from (
            Mistake(
                text=f"请说明：{question.issues[0].message}", field=f"answer-{question.rule_id}"
            )
            for question in questions(found)
            if question.rule_id not in form.answers
        )
