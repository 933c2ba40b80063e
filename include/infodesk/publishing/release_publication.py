"""Release a publication: the centre has checked the procedure (regulation, article 3)."""

from infodesk.kernel.clock import Clock
from infodesk.kernel.outbox import Topic
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.publishing.acts import locked, write_down
from infodesk.publishing.errors import NotReleasable
from infodesk.publishing.gate import CONSEQUENCES, Consequence, GateRule, reasons_against
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import OUT, PublicationState

UNDER_WAY = OUT | {PublicationState.RELEASED, PublicationState.PUBLISHING}


def release_publication(
    publication_id: str, *, person_id: str, begin: Begin[PublishingRecords], clock: Clock
) -> Publication:
    """Release what waits for the centre, or release again what failed or was refused.

    The caller has made sure that the person may do this. Releasing twice releases once. Raises
    NotReleasable with the reasons while the procedure is not in order, and UnknownPublication.
    """
    now = clock.now()
    with begin() as records:
        publication = locked(records, publication_id)
        if publication.state in UNDER_WAY:
            return publication
        clearance = records.clearances.of(publication.article_id)
        reasons = reasons_against(
            publication,
            revision=records.articles.revision(publication.revision_id),
            clearance=clearance,
            others=records.publications.of_article(publication.article_id),
            now=now,
        )
        # What may merely have to wait for its time is released now and goes out then.
        if lasting := [
            r for r in reasons if CONSEQUENCES[GateRule(r.rule_id)] is not Consequence.WAIT
        ]:
            raise NotReleasable(lasting)
        released = publication.released(by=person_id, at=now)
        records.publications.save(released)
        not_before = clearance.destination.not_before if clearance else None
        records.outbox.add(Topic.PUBLISH, released.id, due_at=max(now, not_before or now))
        write_down(released, Action.RELEASED, records=records, at=now, actor=person_id)
        return released
