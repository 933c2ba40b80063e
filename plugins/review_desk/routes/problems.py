"""Problems: what is open, and how one is closed (regulation, article 8.1)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from infodesk.bootstrap import InfodeskError, desk
from review_desk.forms import RecordId, SolutionForm
from review_desk.guards import Watcher, posting_operator, root_of, watching
from review_desk.mistakes import Mistake, mistake_of
from review_desk.pages import board_page
from review_desk.refusals import PageMissing

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/problems", summary="未办结的问题")
def problems(
    request: Request,
    watcher: Annotated[Watcher, Depends(watching)],
    dag_id: Annotated[str, Query(max_length=250)] = "",
    task_id: Annotated[str, Query(max_length=250)] = "",
) -> Response:
    """Show what is open; with a DAG and a task, only what their failures opened."""
    found = desk.board().problems
    if dag_id:
        found = tuple(p for p in found if p.subject == f"task:{dag_id}/{task_id}")
    return board_page(
        request,
        "problems.html.jinja",
        watcher=watcher,
        problems=found,
        task=f"{dag_id} / {task_id}" if dag_id else "",
    )


@router.get("/problems/{problem_id}", summary="一个问题")
def problem(
    request: Request, problem_id: RecordId, watcher: Annotated[Watcher, Depends(watching)]
) -> Response:
    """Show one problem, open or closed."""
    return _problem_page(request, watcher, problem_id, SolutionForm())


@router.post("/problems/{problem_id}", summary="办结问题")
def close(
    request: Request,
    problem_id: RecordId,
    form: Annotated[SolutionForm, Form()],
    watcher: Annotated[Watcher, Depends(posting_operator)],
) -> Response:
    """Close a problem with its cause and what was done."""
    mistakes = [
        Mistake(text=text, field=field)
        for text, field, value in (
            ("请写明原因", "cause", form.cause),
            ("请写明处理结果", "solution", form.solution),
        )
        if not value
    ]
    if mistakes:
        return _problem_page(request, watcher, problem_id, form, mistakes)
    try:
        desk.close_problem(
            problem_id, closed_by=watcher.name, cause=form.cause, solution=form.solution
        )
    except InfodeskError as refusal:
        return _problem_page(request, watcher, problem_id, form, [mistake_of(refusal)])
    return RedirectResponse(f"{root_of(request)}/problems/{problem_id}", status_code=303)


def _problem_page(
    request: Request,
    watcher: Watcher,
    problem_id: str,
    form: SolutionForm,
    mistakes: Sequence[Mistake] = (),
) -> Response:
    try:
        found = desk.problem(problem_id)
    except InfodeskError:
        raise PageMissing from None
    return board_page(
        request,
        "problem.html.jinja",
        watcher=watcher,
        status=422 if mistakes else 200,
        problem=found,
        form=form,
        mistakes=mistakes,
    )
