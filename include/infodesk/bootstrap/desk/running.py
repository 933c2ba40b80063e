"""The operators' board: who is waited for, what is wrong, who takes over."""

from collections.abc import Mapping

from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person
from infodesk.problems.problem import Problem
from infodesk.reviewing.views import Board


def board() -> Board:
    """Return what the operators see."""
    from infodesk.reviewing.read_desk import board as read

    here = wiring()
    with here.database.read() as records:
        return read(records=records, catalog=here.catalog, now=here.clock.now())


def problem(problem_id: str) -> Problem:
    """Return one problem. Raises InfodeskError when there is none of that id."""
    with wiring().database.read() as records:
        return records.problems.get(problem_id)


def close_problem(problem_id: str, *, closed_by: str, cause: str, solution: str) -> None:
    """Close a problem with cause and remedy. Raises InfodeskError."""
    from infodesk.problems.problem import close_problem as close

    here = wiring()
    with here.database.begin() as records:
        close(
            problem_id,
            closed_by=closed_by,
            cause=cause,
            solution=solution,
            at=here.clock.now(),
            records=records,
        )


def reassign(case_id: str, *, to: str, by: str, reason: str) -> None:
    """Hand a step to another person of its role. Raises CaseUnknown or NotInRole."""
    from infodesk.reviewing.assign_step import reassign_step

    here = wiring()
    reassign_step(
        case_id,
        to=to,
        by=by,
        reason=reason,
        catalog=here.catalog,
        begin=here.database.begin,
        clock=here.clock,
    )


def reassignable_to(case_id: str) -> list[Person]:
    """Return who else may take over the current step of a case."""
    from infodesk.reviewing.chains import candidates
    from infodesk.reviewing.issue_form import read_case_file

    here = wiring()
    with here.database.read() as records:
        file = read_case_file(records, case_id)
    step = file.approval.current_step if file else None
    if file is None or step is None:
        return []
    people = candidates(step, file.approval, file.article, here.catalog)
    return [p for p in people if p.id != file.approval.assignee_id]


def health() -> Mapping[str, str]:
    """Tell whether the desk can work. Raises whatever is wrong."""
    here = wiring()
    with here.database.read() as records:
        seq, _ = records.ledger.head()
    return {"status": "ok", "ledger": str(seq), "office": here.catalog.office.short_name}
