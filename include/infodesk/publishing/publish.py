"""Publish: bring one publication to its channel, at most once, and record what became of it."""

from dataclasses import dataclass
from datetime import datetime

from infodesk.channels.channel import Edition, EditionUnfit, Outcome, Receipt
from infodesk.channels.rendering import reads_as_approved
from infodesk.kernel.clock import Clock
from infodesk.kernel.files import FileMissing
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.publishing.acts import locked, write_down
from infodesk.publishing.fail_publication import fail_publication
from infodesk.publishing.gate import reasons_against
from infodesk.publishing.outcomes import PublishOutcome, PublishResult
from infodesk.publishing.ports import ChannelFor, PublishingRecords
from infodesk.publishing.publication import Publication, edition_of
from infodesk.publishing.receipts import record_receipt
from infodesk.publishing.refusals import turn_away


class SomethingElseStands(EditionUnfit):
    """The channel shows the item with another text than the approved one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Leave to send, given by the gate within a committed transaction."""

    publication: Publication
    edition: Edition
    must_look: bool  # an earlier attempt began, and this one is not marked yet


def publish(
    publication_id: str,
    *,
    begin: Begin[PublishingRecords],
    channel_for: ChannelFor,
    clock: Clock,
) -> PublishResult:
    """Publish what the gate lets through, and refuse the rest with a problem.

    A short transaction asks the gate and marks the attempt; the sending stands outside; another
    short transaction records the receipt. A kill in between leaves an attempt of unknown end:
    then the channel is looked at first, and nothing is repeated that the public can read.
    Raises ChannelUnavailable (the errand comes back later) and UnknownPublication.
    """
    attempt = _enter(publication_id, begin=begin, at=clock.now(), has_looked=False)
    if isinstance(attempt, PublishResult):
        return attempt
    try:
        if attempt.must_look and (receipt := _seen(attempt, channel_for)):
            return _finish(attempt, receipt, begin=begin, at=clock.now())
        if attempt.must_look:
            attempt = _enter(publication_id, begin=begin, at=clock.now(), has_looked=True)
            if isinstance(attempt, PublishResult):
                return attempt
        channel = channel_for(attempt.publication.placement.channel_id)
        receipt = channel.publish(attempt.edition)
    except (EditionUnfit, FileMissing) as error:
        return fail_publication(publication_id, error=error, begin=begin, clock=clock)
    return _finish(attempt, receipt, begin=begin, at=clock.now())


def _enter(
    publication_id: str, *, begin: Begin[PublishingRecords], at: datetime, has_looked: bool
) -> Attempt | PublishResult:
    with begin() as records:
        publication = locked(records, publication_id)
        revision = records.articles.revision(publication.revision_id)
        clearance = records.clearances.of(publication.article_id)
        reasons = reasons_against(
            publication,
            revision=revision,
            clearance=clearance,
            others=records.publications.of_article(publication.article_id),
            now=at,
        )
        if reasons or revision is None:
            return turn_away(publication, revision, clearance, reasons, records=records, at=at)
        if publication.may_be_out and not has_looked:
            sent_at = publication.published_at or at
            return Attempt(
                publication=publication,
                edition=edition_of(publication, revision, published_at=sent_at),
                must_look=True,
            )
        started = publication.started(at=at)
        records.publications.save(started)
        write_down(
            started,
            Action.PUBLICATION_STARTED,
            records=records,
            at=at,
            payload={"attempt": started.attempts},
        )
        return Attempt(
            publication=started,
            edition=edition_of(started, revision, published_at=at),
            must_look=False,
        )


def _seen(attempt: Attempt, channel_for: ChannelFor) -> Receipt | None:
    """Return what an interrupted attempt had achieved; None when the public sees nothing of it."""
    channel = channel_for(attempt.publication.placement.channel_id)
    sighting = channel.look(attempt.edition)
    if not sighting.is_visible:
        return None
    if not reads_as_approved(sighting.text, attempt.edition.content):
        raise SomethingElseStands(
            f"渠道上已有该稿件，但文字与审签的不一致：{sighting.address}",
            remedy="请立即核对该网页，按审签的文字改正或下架，再由中心重新放行",
        )
    return Receipt(
        outcome=Outcome.LIVE, address=sighting.address, published_at=sighting.published_at
    )


def _finish(
    attempt: Attempt, receipt: Receipt, *, begin: Begin[PublishingRecords], at: datetime
) -> PublishResult:
    with begin() as records:
        publication = locked(records, attempt.publication.id)
        record_receipt(publication, attempt.edition, receipt, records=records, at=at)
    return PublishResult(
        publication_id=publication.id,
        outcome=PublishOutcome(receipt.outcome.value),
        address=receipt.address,
    )
