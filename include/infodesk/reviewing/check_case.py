"""Run the checks on a case before anybody is asked to read it."""

from collections.abc import Sequence
from dataclasses import replace

from infodesk.kernel.clock import Clock
from infodesk.kernel.issues import Issue
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.checks import Checks
from infodesk.reviewing.ports import ReviewRecords


def check_case(
    case_id: str, *, checks: Checks, begin: Begin[ReviewRecords], clock: Clock
) -> Sequence[Issue]:
    """Check a pending case and store what was found; a checked case is left as it is."""
    with begin() as records:
        case = records.cases.get(case_id)
        if case is None or case.state is not CaseState.CHECKS_PENDING:
            return case.findings if case else ()
        article = records.articles.get(case.article_id)
        revision = records.articles.revision(case.revision_id)
    if article is None or revision is None:
        return ()
    findings = tuple(checks.run(article, revision.content))
    now = clock.now()
    with begin() as records:
        records.approvals.locked(case_id)
        fresh = records.cases.get(case_id)
        if fresh is None or fresh.state is not CaseState.CHECKS_PENDING:
            return findings  # voided by an edit, or checked by another worker, in the meantime
        records.cases.save(replace(fresh, state=CaseState.UNDER_REVIEW, findings=findings))
        records.ledger.append(
            actor="infodesk",
            action=Action.CHECKED,
            subject=f"article:{case.article_id}",
            revision_hash=case.approval_hash,
            payload={
                "case": case_id,
                "findings": [[f.rule_id, str(f.severity), f.excerpt] for f in findings],
            },
            at=now,
        )
    return findings
