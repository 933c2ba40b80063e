"""What follows from a decision, made on the page or stated from paper."""

from dataclasses import replace
from datetime import datetime

from infodesk.approvals.approval import Approval, ApprovalState
from infodesk.articles.states import ArticleState
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport
from infodesk.reviewing.cases import CaseState, ReviewCase
from infodesk.reviewing.ports import ReviewRecords


def note_completion(
    records: ReviewRecords, case: ReviewCase, *, before: Approval, after: Approval, now: datetime
) -> None:
    """Write the ledger's entry for a chain that has just become complete."""
    if before.state is after.state or after.state is not ApprovalState.GRANTED:
        return
    records.ledger.append(
        actor="infodesk",
        action=Action.REVIEW_COMPLETED,
        subject=f"article:{case.article_id}",
        revision_hash=after.approval_hash,
        payload={"case": case.id},
        at=now,
    )


def follow_up(
    records: ReviewRecords, case: ReviewCase, approval: Approval, *, now: datetime
) -> None:
    """Bring case and article after their approval, and send the errand for what comes next."""
    if approval.state is ApprovalState.GRANTED:
        records.cases.save(replace(case, state=CaseState.COMPLETE))
        records.articles.move(case.article_id, ArticleState.CLEARED)
        records.outbox.add(Topic.PUBLISH, f"article:{case.article_id}", due_at=now)
        records.outbox.add(Topic.REVIEW, case.article_id, due_at=now)  # the clerk may be needed
    elif approval.state is ApprovalState.REJECTED:
        records.cases.save(replace(case, state=CaseState.REJECTED))
        records.articles.move(case.article_id, ArticleState.SPIKED)
    else:
        records.cases.save(replace(case, state=CaseState.UNDER_REVIEW))
        if case.state is CaseState.COMPLETE:
            records.articles.move(case.article_id, ArticleState.UNDER_REVIEW)
            records.problems.open(_cleared_and_refused(case), at=now)
        records.outbox.add(Topic.REVIEW, case.article_id, due_at=now)


def _cleared_and_refused(case: ReviewCase) -> ProblemReport:
    """Only where the signature may follow publication: what is out already, a person must judge."""
    return ProblemReport(
        kind="paper_refused_after_clearance",
        subject=f"article:{case.article_id}",
        title=f"第 {case.number} 号稿件先行发布，纸质终审未予同意",
        details="审批单扫描件经核对不是同意，稿件已退回重新审核；尚未发出的渠道不再发布。",
        remedy="请立即查看各渠道是否已发布；应当更正或撤下的，按终审意见处理后登记",
    )
