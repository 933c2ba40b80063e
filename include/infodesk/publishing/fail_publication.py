"""Give a publication up for now: trying again by itself would not help, a person must."""

from infodesk.kernel.clock import Clock
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.publishing import acts
from infodesk.publishing.outcomes import PublishOutcome, PublishResult
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.states import PublicationState

GIVEN_UP = frozenset({PublicationState.RELEASED, PublicationState.PUBLISHING})


def fail_publication(
    publication_id: str,
    *,
    error: InfodeskError,
    begin: Begin[PublishingRecords],
    clock: Clock,
) -> PublishResult:
    """Record the failure and open a problem; also what is due when an errand was parked.

    The centre releases again once the cause is mended, and the channel is looked at before
    anything is repeated. A hand-over whose address could not be confirmed stays handed over.
    Raises UnknownPublication.
    """
    now = clock.now()
    with begin() as records:
        publication = acts.locked(records, publication_id)
        is_hand_over = publication.state is PublicationState.HANDED_OVER
        records.problems.open(
            acts.report(
                acts.UNCONFIRMED if is_hand_over else acts.FAILED,
                publication,
                records.articles.revision(publication.revision_id),
                summary="人工发布后未能核对一致" if is_hand_over else "发布失败",
                details=error.message,
                remedy=error.remedy or "请排除渠道故障，核对渠道上有无该稿件，再由中心重新放行",
            ),
            at=now,
        )
        if publication.state in GIVEN_UP:
            failed = publication.moved(PublicationState.FAILED)
            records.publications.save(failed)
            acts.write_down(
                failed,
                Action.PUBLICATION_FAILED,
                records=records,
                at=now,
                payload={"reason": error.message},
            )
    return PublishResult(
        publication_id=publication_id,
        outcome=PublishOutcome.HANDED_OVER if is_hand_over else PublishOutcome.FAILED,
        address=publication.address,
    )
