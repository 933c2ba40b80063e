"""Give the current step of a case to the person who must decide it."""

from dataclasses import replace
from datetime import timedelta

from infodesk.access.links import End, Purpose
from infodesk.approvals.approval import ApprovalState
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.people import Person
from infodesk.kernel.clock import Clock
from infodesk.kernel.outbox import Topic
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.chains import assignee, candidates
from infodesk.reviewing.errors import CaseUnknown, NotInRole
from infodesk.reviewing.ports import ReviewRecords

_LOOK_AGAIN = timedelta(hours=1)


def assign_step(
    case_id: str, *, catalog: Catalog, begin: Begin[ReviewRecords], clock: Clock
) -> Person | None:
    """Return who holds the current step; assign it where nobody does.

    None when no step waits for a decision. A step that nobody may decide opens a problem, and is
    looked at again every hour: the catalog may name somebody by then.
    """
    now = clock.now()
    with begin() as records:
        approval = records.approvals.locked(case_id)
        case = records.cases.get(case_id)
        if approval is None or case is None or case.state is not CaseState.UNDER_REVIEW:
            return None
        step = approval.current_step
        if step is None or approval.state is not ApprovalState.OPEN:
            return None
        if approval.assignee_id in catalog.people:
            return catalog.people[approval.assignee_id]
        article = records.articles.get(case.article_id)
        if article is None:
            return None
        before = [
            opinion.person_id
            for other in records.cases.of_article(case.article_id)
            for earlier in [records.approvals.get(other.id)]
            if earlier is not None
            for opinion in earlier.opinions
            if opinion.step_key == step.key
        ]
        person = assignee(step, approval, article, catalog, held_it_before=before)
        if person is None:
            records.problems.open(
                ProblemReport(
                    kind="nobody_for_step",
                    subject=f"case:{case_id}",
                    title=f"第 {case.number} 号稿件的“{step.title}”无人可审",
                    details=f"岗位 {step.role} 没有可用人员，或都已在本链中审过。",
                    remedy="请在 people.toml 中为该岗位补充人员，随后会自动送审",
                ),
                at=now,
            )
            records.outbox.add(Topic.REVIEW, case.article_id, due_at=now + _LOOK_AGAIN)
            return None
        records.approvals.save(replace(approval, assignee_id=person.id, step_since=now))
        return person


def reassign_step(
    case_id: str,
    *,
    to: str,
    by: str,
    reason: str,
    catalog: Catalog,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> None:
    """Hand the current step to another person of its role; the first one's link dies.

    Raises CaseUnknown, or NotInRole when the person may not decide this step.
    """
    now = clock.now()
    with begin() as records:
        approval = records.approvals.locked(case_id)
        case = records.cases.get(case_id)
        if approval is None or case is None or approval.current_step is None:
            raise CaseUnknown
        if approval.state is not ApprovalState.OPEN or case.state is not CaseState.UNDER_REVIEW:
            raise CaseUnknown
        article = records.articles.get(case.article_id)
        if article is None:
            raise CaseUnknown
        if to not in {p.id for p in candidates(approval.current_step, approval, article, catalog)}:
            raise NotInRole
        records.links.end(because=End.REASSIGNED, at=now, subject=case_id, purpose=Purpose.ITEM)
        records.approvals.save(replace(approval, assignee_id=to, step_since=now))
        records.outbox.add(Topic.REVIEW, case.article_id, due_at=now)
        records.ledger.append(
            actor=by,
            action=Action.REASSIGNED,
            subject=f"article:{case.article_id}",
            revision_hash=approval.approval_hash,
            payload={
                "case": case_id,
                "step": approval.current_step.key,
                "from": approval.assignee_id,
                "to": to,
                "reason": reason,
            },
            at=now,
        )
