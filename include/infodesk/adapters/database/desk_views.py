"""The desk's lists: one query each, whatever their length."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, case, or_, select

from infodesk.adapters.database.schema import (
    approvals,
    articles,
    cases,
    forms,
    reprints,
    revisions,
)
from infodesk.approvals.approval import ApprovalState
from infodesk.catalog.collecting import Priority
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.forms import FormState
from infodesk.reviewing.views import WaitingRow

_URGENCY = case({str(Priority.URGENT): 0, str(Priority.LOW): 2}, value=reprints.c.priority, else_=1)
_OPEN = (str(CaseState.CHECKS_PENDING), str(CaseState.UNDER_REVIEW))


@dataclass(frozen=True, slots=True)
class DeskViewQueries:
    """Lists for the desk, within one transaction."""

    connection: Connection

    def waiting(self, *, assignee_id: str | None = None) -> list[WaitingRow]:
        """Return the cases that wait for a decision or a signed form, the most urgent first."""
        is_form_out = and_(forms.c.case_id == cases.c.id, forms.c.state == str(FormState.ISSUED))
        query = (
            select(
                cases.c.id.label("case_id"),
                cases.c.number,
                cases.c.article_id,
                revisions.c.title,
                revisions.c.credit,
                articles.c.origin,
                articles.c.source_id,
                revisions.c.number.label("revision_number"),
                approvals.c.step_key,
                approvals.c.step_title,
                approvals.c.assignee_id,
                approvals.c.step_since.label("since"),
                approvals.c.chain,
                forms.c.number.label("form_number"),
                reprints.c.priority,
                reprints.c.reprint_by,
            )
            .join(approvals, approvals.c.id == cases.c.id)
            .join(revisions, revisions.c.id == cases.c.revision_id)
            .join(articles, articles.c.id == cases.c.article_id)
            .outerjoin(forms, is_form_out)
            .outerjoin(reprints, reprints.c.article_id == cases.c.article_id)
            .where(
                or_(
                    and_(cases.c.state.in_(_OPEN), approvals.c.state == str(ApprovalState.OPEN)),
                    # Published first, to be signed within days: the paper is still owed.
                    and_(cases.c.state == str(CaseState.COMPLETE), forms.c.number.is_not(None)),
                )
            )
            .order_by(
                _URGENCY,
                reprints.c.reprint_by.is_(None),
                reprints.c.reprint_by,
                approvals.c.step_since,
                cases.c.number,
            )
        )
        if assignee_id is not None:
            query = query.where(approvals.c.assignee_id == assignee_id)
        return [_waiting_row(row) for row in self.connection.execute(query)]


def _waiting_row(row: Any) -> WaitingRow:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return WaitingRow(
        **fields
        | {"form_number": row.form_number or "", "priority": row.priority or ""}  # outer joins
    )
