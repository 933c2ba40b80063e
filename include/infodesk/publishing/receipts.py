"""What a channel's receipt changes in the records."""

from dataclasses import replace
from datetime import datetime

from infodesk.channels.channel import Edition, Outcome, Receipt
from infodesk.kernel.canonical import Plain
from infodesk.kernel.clock import as_text
from infodesk.ledger.entry import Action
from infodesk.publishing import acts
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import OUT, PublicationState

EXPECTED = frozenset({PublicationState.RELEASED, PublicationState.PUBLISHING})


def record_receipt(
    publication: Publication,
    edition: Edition,
    receipt: Receipt,
    *,
    records: PublishingRecords,
    at: datetime,
) -> None:
    """Record where the edition is now; whoever comes second changes nothing."""
    if publication.state in OUT:
        return
    if publication.state not in EXPECTED:
        _record_stray(publication, edition, receipt, records=records, at=at)
        return
    under_way = publication
    if publication.state is PublicationState.RELEASED:
        # Released again and then found online: it has not been marked as under way.
        under_way = publication.moved(PublicationState.PUBLISHING)
        records.publications.save(under_way)
    if receipt.outcome is Outcome.HANDED_OVER:
        recorded = replace(
            under_way.moved(PublicationState.HANDED_OVER),
            package=receipt.address,
            published_at=None,  # nobody can read it yet
        )
        action = Action.HANDED_OVER
        payload: dict[str, Plain] = {"package": receipt.address}
    else:
        shown_since = receipt.published_at or edition.published_at
        recorded = replace(
            under_way.moved(PublicationState.LIVE),
            address=receipt.address,
            published_at=shown_since,
        )
        action = Action.PUBLISHED
        payload = {"address": receipt.address, "published_at": as_text(shown_since)}
    records.publications.save(recorded)
    acts.write_down(recorded, action, records=records, at=at, payload=payload)


def _record_stray(
    publication: Publication,
    edition: Edition,
    receipt: Receipt,
    *,
    records: PublishingRecords,
    at: datetime,
) -> None:
    """Report a text that went out although it was refused or given up in the meantime.

    This takes two workers on one publication, the first slower than its lease, and a change of
    the approval in between; the public must still not be left with it unnoticed.
    """
    records.problems.open(
        acts.report(
            acts.REFUSED,
            publication,
            records.articles.revision(publication.revision_id),
            summary="已发出，但其间已被拒绝或中止",
            details=f"现在的位置：{receipt.address}",
            remedy="请立即核对该网页，不应公开的马上下架",
        ),
        at=at,
    )
    acts.write_down(
        publication,
        Action.PUBLISHED,
        records=records,
        at=at,
        payload={
            "address": receipt.address,
            "published_at": as_text(receipt.published_at or edition.published_at),
            "state": publication.state.value,
        },
    )
