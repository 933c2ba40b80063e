"""An approval: a chain of steps over one subject and one hash.

Pure rules (regulation, articles 5 and 6): who may decide now, what a decision does, and when the
chain is complete. An article, a software change and a bulletin are all approved by these.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from infodesk.approvals.errors import (
    AlreadyClosed,
    HashChanged,
    NotYourStep,
    RemarkNeeded,
    SamePersonTwice,
    StepUnknown,
)
from infodesk.catalog.chains import ChainStep, PaperPolicy, ReviewChain


class ApprovalState(StrEnum):
    """How an approval stands."""

    OPEN = "open"
    GRANTED = "granted"  # 审签完毕
    REJECTED = "rejected"  # 不予采用
    VOID = "void"  # 被新修改稿取代


class Verdict(StrEnum):
    """What a reviewer may decide."""

    AGREED = "agreed"  # 同意
    RETURNED = "returned"  # 退回
    REJECTED = "rejected"  # 不予采用


class PaperVerdict(StrEnum):
    """What a named clerk states about the ink in the final box."""

    AGREED = "agreed"  # 签字同意
    AGREED_WITH_CHANGES = "agreed_with_changes"  # 手写修改
    REFUSED = "refused"  # 不同意


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One person's word at one step, bound to the hash that he saw."""

    id: str
    step_key: str
    person_id: str
    person_name: str
    verdict: Verdict
    remark: str
    approval_hash: str
    at: datetime
    return_to: str = ""  # the step that a returned text goes back to
    stands_in_for: str = ""  # person id of the absent one (甲代乙); empty: for himself
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStatement:
    """What stands on the signed form, as read by a named clerk."""

    form_number: str
    approval_hash: str
    scan_sha256: str
    verdict: PaperVerdict
    clerk_id: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One chain under way. The chain is a copy: the catalog may change, this one does not."""

    id: str
    subject: str  # "article:<id>", later also a software change or a bulletin
    chain: ReviewChain
    approval_hash: str
    state: ApprovalState
    assignee_id: str  # who holds the current step; empty when nobody does
    step_since: datetime
    opened_at: datetime
    stands_in_for: str = ""  # whom the assignee stands in for; empty: holds the step himself
    closed_at: datetime | None = None
    opinions: tuple[Opinion, ...] = field(default=())
    paper: PaperStatement | None = None

    @property
    def standing(self) -> dict[str, Opinion]:
        """The agreements that count, by step: not voided, and on the present hash."""
        return {
            o.step_key: o
            for o in self.opinions
            if o.voided_at is None
            and o.verdict is Verdict.AGREED
            and o.approval_hash == self.approval_hash
        }

    @property
    def current_step(self) -> ChainStep | None:
        """The first step without an agreement; None when all have agreed. No step is skipped."""
        standing = self.standing
        return next((s for s in self.chain.steps if s.key not in standing), None)

    @property
    def final_step(self) -> ChainStep:
        """The final review, which is given on paper (article 6)."""
        return self.chain.steps[-1]

    @property
    def is_at_final_step(self) -> bool:
        """Whether everything but the final review is agreed; then the form is printed."""
        step = self.current_step
        return step is None or step.key == self.final_step.key

    @property
    def awaits_paper(self) -> bool:
        """Whether the signed form is still to come, whatever was decided online."""
        return (
            self.state is not ApprovalState.REJECTED
            and self.state is not ApprovalState.VOID
            and self.chain.paper_policy is not PaperPolicy.ONLINE
            and not self.has_signed_paper
        )

    @property
    def has_signed_paper(self) -> bool:
        """Whether a clerk has stated an agreement in ink on a form of the present hash."""
        return (
            self.paper is not None
            and self.paper.verdict is PaperVerdict.AGREED
            and self.paper.approval_hash == self.approval_hash
        )

    @property
    def is_complete(self) -> bool:
        """Whether the chain has run its whole length; only then may anything be published."""
        if self.current_step is not None:
            return False
        return self.chain.paper_policy is not PaperPolicy.PAPER_BEFORE_PUBLISH or (
            self.has_signed_paper
        )


def record_opinion(approval: Approval, opinion: Opinion) -> Approval:
    """Return the approval with one more opinion, and what follows from it.

    Raises AlreadyClosed, HashChanged, NotYourStep, SamePersonTwice, RemarkNeeded or StepUnknown;
    the approval is then unchanged.
    """
    _check(approval, opinion)
    opinions = (*approval.opinions, opinion)
    if opinion.verdict is Verdict.REJECTED:
        return replace(
            approval,
            opinions=opinions,
            state=ApprovalState.REJECTED,
            closed_at=opinion.at,
            assignee_id="",
        )
    paper = approval.paper
    if opinion.verdict is Verdict.RETURNED:
        opinions = _voided_from(approval.chain, opinions, opinion.return_to, at=opinion.at)
        paper = None  # a form that was signed before the return has lost its meaning
    return _settled(
        replace(approval, opinions=opinions, paper=paper, assignee_id="", step_since=opinion.at),
        at=opinion.at,
    )


def record_paper(approval: Approval, statement: PaperStatement) -> Approval:
    """Return the approval with what the clerk states of the signed form.

    Anything but a plain agreement sends the item back to the first step: handwritten changes
    and refusals are dealt with by people. Raises AlreadyClosed or HashChanged.
    """
    if approval.state in {ApprovalState.REJECTED, ApprovalState.VOID}:
        raise AlreadyClosed
    if statement.approval_hash != approval.approval_hash:
        raise HashChanged
    if statement.verdict is PaperVerdict.AGREED:
        return _settled(replace(approval, paper=statement), at=statement.at)
    opinions = _voided_from(
        approval.chain, approval.opinions, approval.chain.steps[0].key, at=statement.at
    )
    return replace(
        approval,
        paper=statement,
        opinions=opinions,
        state=ApprovalState.OPEN,
        closed_at=None,
        assignee_id="",
        step_since=statement.at,
    )


def _check(approval: Approval, opinion: Opinion) -> None:
    if approval.state is not ApprovalState.OPEN:
        raise AlreadyClosed
    if opinion.approval_hash != approval.approval_hash:
        raise HashChanged
    step = approval.current_step
    if step is None or step.key != opinion.step_key or opinion.person_id != approval.assignee_id:
        raise NotYourStep
    sat_before = {o.person_id for o in approval.standing.values()}
    if opinion.person_id in sat_before and not approval.chain.may_repeat_person:
        raise SamePersonTwice
    if opinion.verdict is not Verdict.AGREED and not opinion.remark.strip():
        raise RemarkNeeded
    if opinion.verdict is Verdict.RETURNED:
        _check_return(approval, opinion)


def _check_return(approval: Approval, opinion: Opinion) -> None:
    keys = [s.key for s in approval.chain.steps]
    if opinion.return_to not in keys[: keys.index(opinion.step_key) + 1]:
        raise StepUnknown


def _voided_from(
    chain: ReviewChain, opinions: tuple[Opinion, ...], step_key: str, *, at: datetime
) -> tuple[Opinion, ...]:
    keys = [s.key for s in chain.steps]
    reopened = set(keys[keys.index(step_key) :])
    return tuple(
        replace(o, voided_at=at)
        if o.voided_at is None and o.verdict is Verdict.AGREED and o.step_key in reopened
        else o
        for o in opinions
    )


def _settled(approval: Approval, *, at: datetime) -> Approval:
    if approval.is_complete and approval.state is ApprovalState.OPEN:
        return replace(approval, state=ApprovalState.GRANTED, closed_at=at, assignee_id="")
    return approval
