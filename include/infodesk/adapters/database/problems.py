"""The rows of problems."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from infodesk.adapters.database.inserts import conflict_aware_insert
from infodesk.adapters.database.schema import problems
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.ids import new_id
from infodesk.ledger.entry import Action
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import Problem, ProblemReport


@dataclass(frozen=True, slots=True)
class ProblemsTable:
    """The register of problems, within one transaction."""

    connection: Connection
    ledger: Ledger

    def open(self, report: ProblemReport, *, at: datetime) -> str:
        """Open a problem and return its id; one that is open already is updated and counted."""
        problem_id = new_id()
        told = {"title": report.title, "details": report.details, "remedy": report.remedy}
        new = conflict_aware_insert(self.connection, problems).values(
            id=problem_id,
            kind=report.kind,
            subject=report.subject,
            opened_at=at,
            last_seen_at=at,
            times_seen=1,
            **told,
        )
        # One statement, because the same alarm may ring in two processes at the same moment.
        known_id = self.connection.scalar(
            new.on_conflict_do_update(
                index_elements=[problems.c.kind, problems.c.subject],
                index_where=problems.c.closed_at.is_(None),
                set_={**told, "last_seen_at": at, "times_seen": problems.c.times_seen + 1},
            ).returning(problems.c.id)
        )
        if known_id != problem_id:
            return str(known_id)
        self.ledger.append(
            actor="infodesk",
            action=Action.PROBLEM_OPENED,
            subject=f"problem:{problem_id}",
            payload={"kind": report.kind, "about": report.subject, "title": report.title},
            at=at,
        )
        return problem_id

    def get(self, problem_id: str) -> Problem:
        """Return one problem. Raises InfodeskError when there is none of that id."""
        row = self.connection.execute(
            select(problems).where(problems.c.id == problem_id)
        ).one_or_none()
        if row is None:
            raise InfodeskError("没有找到这个问题")
        return Problem(**row._mapping)  # noqa: SLF001 - a row's documented mapping

    def open_ones(self) -> list[Problem]:
        """Return what is open, newest first."""
        rows = self.connection.execute(
            select(problems)
            .where(problems.c.closed_at.is_(None))
            .order_by(problems.c.last_seen_at.desc())
        )
        return [Problem(**row._mapping) for row in rows]  # noqa: SLF001 - as above

    def close(
        self, problem_id: str, *, closed_by: str, cause: str, solution: str, at: datetime
    ) -> None:
        """Close an open problem. Raises InfodeskError when it is closed already."""
        closed = self.connection.execute(
            update(problems)
            .where(problems.c.id == problem_id, problems.c.closed_at.is_(None))
            .values(closed_at=at, closed_by=closed_by, cause=cause, solution=solution)
        )
        if closed.rowcount != 1:
            raise InfodeskError("这个问题已经办结，或不存在", remedy="请刷新页面")
