"""Answer one errand of the outbox: publish, or confirm what a person has published."""

from infodesk.kernel.clock import Clock
from infodesk.kernel.transactions import Begin
from infodesk.publishing.confirm_address import confirm_address
from infodesk.publishing.errors import UnknownPublication
from infodesk.publishing.outcomes import PublishResult
from infodesk.publishing.ports import ChannelFor, PublishingRecords
from infodesk.publishing.publish import publish
from infodesk.publishing.states import PublicationState


def publish_due(
    publication_id: str,
    *,
    begin: Begin[PublishingRecords],
    channel_for: ChannelFor,
    clock: Clock,
) -> PublishResult:
    """Do what the publication is due for; idempotent, so an errand may be answered twice.

    A result of any kind means that the errand is done. Raises ChannelUnavailable when it must
    come back later; once it is parked, `fail_publication` tells the people. Raises
    UnknownPublication.
    """
    with begin() as records:
        publication = records.publications.get(publication_id)
    if publication is None:
        raise UnknownPublication(publication_id)
    if publication.state is PublicationState.HANDED_OVER:
        return confirm_address(publication_id, begin=begin, channel_for=channel_for, clock=clock)
    return publish(publication_id, begin=begin, channel_for=channel_for, clock=clock)
