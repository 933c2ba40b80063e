"""A review case: one chain over one revision and its destination."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from infodesk.approvals.approval import Approval
from infodesk.articles.article import Article, Revision
from infodesk.channels.destination import Destination
from infodesk.kernel.issues import Issue, Severity


class CaseState(StrEnum):
    """Where a case stands; who has agreed is the approval's business."""

    CHECKS_PENDING = "checks_pending"  # 自动检查中
    UNDER_REVIEW = "under_review"  # 审核中
    COMPLETE = "complete"  # 审签完毕
    REJECTED = "rejected"  # 不予采用
    VOID = "void"  # 被新修改稿取代


CASE_TRANSITIONS: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.CHECKS_PENDING: frozenset({CaseState.UNDER_REVIEW, CaseState.VOID}),
    CaseState.UNDER_REVIEW: frozenset({CaseState.COMPLETE, CaseState.REJECTED, CaseState.VOID}),
    # A form that comes back refused after publication (paper within days) opens the case again.
    CaseState.COMPLETE: frozenset({CaseState.UNDER_REVIEW, CaseState.VOID}),
    CaseState.REJECTED: frozenset({CaseState.VOID}),
    CaseState.VOID: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Why a finding does not stand in the way; printed on the approval form."""

    rule_id: str
    excerpt: str
    reason: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """One revision on its way through one chain. Its approval has the same id."""

    id: str
    number: int  # running number of the office, for people
    article_id: str
    revision_id: str
    destination: Destination
    approval_hash: str
    state: CaseState
    findings: tuple[Issue, ...]
    opened_at: datetime
    answers: tuple[Answer, ...] = ()

    @property
    def unanswered(self) -> list[Issue]:
        """The findings that hold the text up: blocks and questions without an answer."""
        answered = {(a.rule_id, a.excerpt) for a in self.answers}
        return [
            f
            for f in self.findings
            if f.severity is not Severity.HINT and (f.rule_id, f.excerpt) not in answered
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All that a decision needs to know of a case, read in one transaction."""

    case: ReviewCase
    approval: Approval
    article: Article
    revision: Revision

    @property
    def is_current(self) -> bool:
        """Whether the case is about the article's newest revision."""
        return self.revision.id == self.article.revision.id
