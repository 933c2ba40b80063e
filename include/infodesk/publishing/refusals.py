"""What follows when the gate does not open: nothing, another errand, or a refusal."""

from datetime import datetime, timedelta

from infodesk.articles.article import Revision
from infodesk.kernel.issues import Issue
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action
from infodesk.publishing import acts
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.gate import Consequence, GateRule, consequence, has
from infodesk.publishing.outcomes import PublishOutcome, PublishResult
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import PublicationState

LOOK_AGAIN_AFTER = timedelta(minutes=5)  # while another revision is on its way to the same place


def turn_away(
    publication: Publication,
    revision: Revision | None,
    clearance: Clearance | None,
    reasons: list[Issue],
    *,
    records: PublishingRecords,
    at: datetime,
) -> PublishResult:
    """Do what the reasons call for, within the transaction that asked the gate."""
    match consequence(reasons):
        case Consequence.NOTHING:
            outcome = PublishOutcome.NOTHING_TO_DO
        case Consequence.WAIT:
            outcome = PublishOutcome.WAITING
            _come_back(publication, clearance, reasons, records=records, at=at)
        case _:
            outcome = PublishOutcome.REFUSED
            _refuse(publication, revision, reasons, records=records, at=at)
    return PublishResult(
        publication_id=publication.id,
        outcome=outcome,
        address=publication.address,
        reasons=tuple(reasons),
    )


def _come_back(
    publication: Publication,
    clearance: Clearance | None,
    reasons: list[Issue],
    *,
    records: PublishingRecords,
    at: datetime,
) -> None:
    if has(reasons, GateRule.NOT_RELEASED):
        return  # the release writes its own errand
    earliest = clearance.destination.not_before if clearance else None
    if has(reasons, GateRule.OTHER_UNDER_WAY):
        earliest = max(at + LOOK_AGAIN_AFTER, earliest or at)
    records.outbox.add(Topic.PUBLISH, publication.id, due_at=earliest or at + LOOK_AGAIN_AFTER)


def _refuse(
    publication: Publication,
    revision: Revision | None,
    reasons: list[Issue],
    *,
    records: PublishingRecords,
    at: datetime,
) -> None:
    details = acts.in_words(reasons)
    if publication.may_be_out:
        details += "\n此前有一次发布尝试结果不明，渠道上可能已有该稿件，请立即核对"
    refused = publication.moved(PublicationState.REFUSED)
    records.publications.save(refused)
    records.problems.open(
        acts.report(
            acts.REFUSED,
            publication,
            revision,
            summary=f"未予发布：{reasons[0].message}",
            details=details,
            remedy=acts.remedies(reasons),
        ),
        at=at,
    )
    acts.write_down(
        refused,
        Action.PUBLICATION_REFUSED,
        records=records,
        at=at,
        payload={"rules": [reason.rule_id for reason in reasons]},
    )
