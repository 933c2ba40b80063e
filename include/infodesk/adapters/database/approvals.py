"""The rows of approvals and opinions."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import approvals, opinions
from infodesk.approvals.approval import Approval, ApprovalState, Opinion, PaperStatement, Verdict
from infodesk.catalog.chains import ReviewChain

_PAPER = JsonColumn(PaperStatement)


@dataclass(frozen=True, slots=True)
class ApprovalsTable:
    """Approvals with their opinions, within one transaction."""

    connection: Connection

    def add(self, approval: Approval) -> None:
        """Record a new approval."""
        self.connection.execute(
            insert(approvals).values(
                id=approval.id,
                subject=approval.subject,
                chain=approval.chain.model_dump_json(),
                approval_hash=approval.approval_hash,
                opened_at=approval.opened_at,
                **_changeable(approval),
            )
        )
        self._save_opinions(approval)

    def get(self, approval_id: str) -> Approval | None:
        """Return an approval for reading."""
        return self._approval(select(approvals).where(approvals.c.id == approval_id))

    def locked(self, approval_id: str) -> Approval | None:
        """Return an approval and hold it until the transaction ends."""
        return self._approval(
            select(approvals).where(approvals.c.id == approval_id).with_for_update()
        )

    def save(self, approval: Approval) -> None:
        """Store what has changed: state, assignee, opinions, paper."""
        self.connection.execute(
            update(approvals).where(approvals.c.id == approval.id).values(**_changeable(approval))
        )
        self._save_opinions(approval)

    def _save_opinions(self, approval: Approval) -> None:
        known = {
            row.id: row.voided_at
            for row in self.connection.execute(
                select(opinions.c.id, opinions.c.voided_at).where(
                    opinions.c.approval_id == approval.id
                )
            )
        }
        for position, opinion in enumerate(approval.opinions):
            if opinion.id not in known:
                self.connection.execute(
                    insert(opinions).values(
                        id=opinion.id,
                        approval_id=approval.id,
                        position=position,
                        step_key=opinion.step_key,
                        person_id=opinion.person_id,
                        person_name=opinion.person_name,
                        verdict=str(opinion.verdict),
                        remark=opinion.remark,
                        return_to=opinion.return_to,
                        stands_in_for=opinion.stands_in_for,
                        approval_hash=opinion.approval_hash,
                        at=opinion.at,
                        voided_at=opinion.voided_at,
                    )
                )
            elif known[opinion.id] != opinion.voided_at:
                self.connection.execute(
                    update(opinions)
                    .where(opinions.c.id == opinion.id)
                    .values(voided_at=opinion.voided_at)
                )

    def _approval(self, query: Select[Any]) -> Approval | None:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        given = self.connection.execute(
            select(opinions).where(opinions.c.approval_id == row.id).order_by(opinions.c.position)
        )
        return Approval(
            id=row.id,
            subject=row.subject,
            chain=ReviewChain.model_validate_json(row.chain),
            approval_hash=row.approval_hash,
            state=ApprovalState(row.state),
            assignee_id=row.assignee_id,
            stands_in_for=row.stands_in_for,
            step_since=row.step_since,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            opinions=tuple(_opinion(o) for o in given),
            paper=_PAPER.read(row.paper) if row.paper else None,
        )


def _changeable(approval: Approval) -> dict[str, Any]:
    step = approval.current_step if approval.state is ApprovalState.OPEN else None
    return {
        "step_key": step.key if step else "",
        "step_title": step.title if step else "",
        "state": str(approval.state),
        "assignee_id": approval.assignee_id,
        "stands_in_for": approval.stands_in_for,
        "step_since": approval.step_since,
        "closed_at": approval.closed_at,
        "paper": _PAPER.write(approval.paper) if approval.paper else "",
    }


def _opinion(row: Row[Any]) -> Opinion:
    return Opinion(
        id=row.id,
        step_key=row.step_key,
        person_id=row.person_id,
        person_name=row.person_name,
        verdict=Verdict(row.verdict),
        remark=row.remark,
        return_to=row.return_to,
        stands_in_for=row.stands_in_for,
        approval_hash=row.approval_hash,
        at=row.at,
        voided_at=row.voided_at,
    )
