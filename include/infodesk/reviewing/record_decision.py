"""Record a reviewer's decision: the one act that moves a text along its chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from infodesk.access.links import End, Purpose
from infodesk.approvals.approval import (
    Approval,
    Opinion,
    Verdict,
    record_opinion,
)
from infodesk.catalog.people import Person
from infodesk.kernel.clock import Clock
from infodesk.kernel.ids import new_id
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import Answer, ReviewCase
from infodesk.reviewing.errors import CaseUnknown, FindingUnanswered, NoLiveLink
from infodesk.reviewing.follow_up import follow_up, note_completion
from infodesk.reviewing.issue_form import read_case_file
from infodesk.reviewing.ports import ReviewRecords
from infodesk.reviewing.void_form import void_form

_ACTIONS = {
    Verdict.AGREED: Action.AGREED,
    Verdict.RETURNED: Action.RETURNED,
    Verdict.REJECTED: Action.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer posts: his verdict on exactly what the page showed him."""

    case_id: str
    step_key: str
    approval_hash: str
    verdict: Verdict
    remark: str = ""
    return_to: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # rule id -> reason


def record_decision(
    decision: Decision, *, person: Person, begin: Begin[ReviewRecords], clock: Clock
) -> Approval:
    """Record the decision and return the approval as it then stands.

    Raises CaseUnknown, NoLiveLink, FindingUnanswered or an error of `approvals.errors`; nothing
    is then recorded. Of two decisions at once exactly one wins: the approval is locked.
    """
    now = clock.now()
    with begin() as records:
        file = read_case_file(records, decision.case_id, is_locked=True)
        if file is None:
            raise CaseUnknown
        approval = file.approval
        opinion = Opinion(
            id=new_id(),
            step_key=decision.step_key,
            person_id=person.id,
            person_name=person.name,
            verdict=decision.verdict,
            remark=decision.remark.strip(),
            approval_hash=decision.approval_hash,
            at=now,
            return_to=decision.return_to,
        )
        # The rules speak first: "already decided" tells more than "your link is dead".
        after = record_opinion(approval, opinion)
        if not _has_live_link(records, file.case, decision, person, now=now):
            raise NoLiveLink
        case = _answered(file.case, decision, person)
        records.approvals.save(after)
        records.links.end(because=End.DECIDED, at=now, subject=case.id, purpose=Purpose.ITEM)
        if decision.verdict is not Verdict.AGREED:
            void_form(
                case.id,
                because=decision.remark,
                link_ends=End.CLOSED if decision.verdict is Verdict.REJECTED else End.DECIDED,
                at=now,
                records=records,
            )
        follow_up(records, case, after, now=now)
        records.ledger.append(
            actor=person.id,
            action=_ACTIONS[decision.verdict],
            subject=f"article:{case.article_id}",
            revision_hash=approval.approval_hash,
            payload={
                "case": case.id,
                "step": decision.step_key,
                "name": person.name,
                "remark": opinion.remark,
                "return_to": decision.return_to,
                "answers": dict(decision.answers),
            },
            at=now,
        )
        note_completion(records, case, before=approval, after=after, now=now)
    return after


def _has_live_link(
    records: ReviewRecords,
    case: ReviewCase,
    decision: Decision,
    person: Person,
    *,
    now: datetime,
) -> bool:
    return any(
        link.purpose is Purpose.QUEUE
        or (
            link.purpose is Purpose.ITEM
            and link.subject == case.id
            and link.step_key == decision.step_key
            and link.approval_hash == decision.approval_hash
        )
        for link in records.links.live_of(person.id, now=now)
    )


def _answered(case: ReviewCase, decision: Decision, person: Person) -> ReviewCase:
    answers = tuple(
        Answer(
            rule_id=finding.rule_id,
            excerpt=finding.excerpt,
            reason=decision.answers[finding.rule_id].strip(),
            person_id=person.id,
        )
        for finding in case.unanswered
        if decision.answers.get(finding.rule_id, "").strip()
    )
    answered = replace(case, answers=(*case.answers, *answers))
    if decision.verdict is Verdict.AGREED and answered.unanswered:
        raise FindingUnanswered(answered.unanswered[0].message)
    return answered
