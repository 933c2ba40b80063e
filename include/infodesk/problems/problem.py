"""A problem: opened by an alarm, updated when it comes again, closed by a person.

Regulation, article 8.1: problems of the systems are solved and recorded.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action
from infodesk.ledger.ports import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemReport:
    """What an alarm says. (kind, subject) tells whether it is a problem that is open already."""

    kind: str
    subject: str
    title: str  # Chinese, one line
    details: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem as recorded."""

    id: str
    kind: str
    subject: str
    title: str
    details: str
    remedy: str
    opened_at: datetime
    last_seen_at: datetime
    times_seen: int
    closed_at: datetime | None = None
    closed_by: str = ""
    cause: str = ""
    solution: str = ""


class Problems(Protocol):
    """The register of problems, within one transaction."""

    def open(self, report: ProblemReport, *, at: datetime) -> str:
        """Open a problem and return its id; one that is open already is updated and counted."""
        ...

    def get(self, problem_id: str) -> Problem:
        """Return one problem. Raises InfodeskError when there is none of that id."""
        ...

    def open_ones(self) -> list[Problem]:
        """Return what is open, newest first."""
        ...

    def close(
        self, problem_id: str, *, closed_by: str, cause: str, solution: str, at: datetime
    ) -> None:
        """Close an open problem. Raises InfodeskError when it is closed already."""
        ...


class ProblemRecords(Protocol):
    """What closing a problem reads and changes."""

    @property
    def problems(self) -> Problems:
        """The register."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...


def close_problem(
    problem_id: str, *, closed_by: str, cause: str, solution: str, at: datetime,
    records: ProblemRecords,
) -> None:  # fmt: skip
    """Close a problem with its cause and what was done; nothing is closed silently.

    Raises InfodeskError when either is missing or the problem is closed already.
    """
    if not cause.strip() or not solution.strip():
        raise InfodeskError("办结问题须填写原因和处理结果", remedy="请补充后再提交")
    records.problems.close(
        problem_id, closed_by=closed_by, cause=cause.strip(), solution=solution.strip(), at=at
    )
    records.ledger.append(
        actor=closed_by,
        action=Action.PROBLEM_CLOSED,
        subject=f"problem:{problem_id}",
        payload={"cause": cause.strip(), "solution": solution.strip()},
        at=at,
    )
