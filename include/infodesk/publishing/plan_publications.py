"""Plan publications: when a review completes, one for each placement that was approved."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from infodesk.channels.destination import Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.outbox import Topic
from infodesk.ledger.entry import Action
from infodesk.publishing.acts import write_down
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import RELEASED_BY_RULE, Publication, publication_id
from infodesk.publishing.states import OUT, REPLACEABLE, PublicationState

PLANNABLE_AGAIN = frozenset({PublicationState.REFUSED, PublicationState.SUPERSEDED})


def plan_publications(
    clearance: Clearance, *, records: PublishingRecords, at: datetime
) -> list[Publication]:
    """Plan every placement of a cleared text and return those that are new or planned anew.

    Runs inside the transaction that completes the review, so that neither exists without the
    other, and may be repeated. Where the chain says so (reprints) each is released at once,
    otherwise it waits for the centre (regulation, article 3). Plans for the same article that
    rest on another approval and have not gone out are superseded. Raises InfodeskError when the
    chain is not complete.
    """
    if not clearance.chain_is_complete:
        raise InfodeskError("审核程序尚未走完，不能安排发布", remedy="请办完全部审核环节")
    known = {p.id: p for p in records.publications.of_article(clearance.article_id)}
    _supersede(known.values(), clearance, records=records)
    planned = []
    for this_id, placement in _places(clearance).items():
        if any(_shows_it_already(other, clearance, placement) for other in known.values()):
            continue
        if this_id not in known:
            fresh = _released_by_rule(
                _fresh(this_id, placement, clearance, at=at), clearance, at=at
            )
            records.publications.add(fresh)
            planned.append(fresh)
        elif known[this_id].state in PLANNABLE_AGAIN:
            again = _released_by_rule(_again(known[this_id], clearance), clearance, at=at)
            records.publications.save(again)
            planned.append(again)
        elif known[this_id].state in REPLACEABLE:
            # An edit and its undoing lead back to the same text in a newer revision.
            records.publications.save(replace(known[this_id], revision_id=clearance.revision_id))
    if clearance.releases_by_itself:
        _send_out(planned, clearance, records=records, at=at)
    return planned


def _places(clearance: Clearance) -> dict[str, Placement]:
    """Return the approved placements by the id of their publication, in a fixed order."""
    return {
        publication_id(clearance.article_id, clearance.approval_hash, placement): placement
        for placement in sorted(clearance.destination.placements)
    }


def _supersede(
    known: Iterable[Publication], clearance: Clearance, *, records: PublishingRecords
) -> None:
    for publication in known:
        if (
            publication.approval_hash != clearance.approval_hash
            and publication.state in REPLACEABLE
        ):
            records.publications.save(publication.moved(PublicationState.SUPERSEDED))


def _shows_it_already(other: Publication, clearance: Clearance, placement: Placement) -> bool:
    """Tell whether the very same revision is out at the very same place.

    This happens when only the destination was changed and approved again: the places that were
    kept stay as they are.
    """
    return (
        other.revision_id == clearance.revision_id
        and other.placement == placement
        and other.state in OUT
    )


def _fresh(
    this_id: str, placement: Placement, clearance: Clearance, *, at: datetime
) -> Publication:
    return Publication(
        id=this_id,
        article_id=clearance.article_id,
        revision_id=clearance.revision_id,
        placement=placement,
        approval_hash=clearance.approval_hash,
        state=PublicationState.AWAITING_RELEASE,
        planned_at=at,
    )


def _again(earlier: Publication, clearance: Clearance) -> Publication:
    return replace(
        earlier.moved(PublicationState.AWAITING_RELEASE),
        revision_id=clearance.revision_id,
        released_by="",
        released_at=None,
    )


def _released_by_rule(
    publication: Publication, clearance: Clearance, *, at: datetime
) -> Publication:
    if not clearance.releases_by_itself:
        return publication
    return publication.released(by=RELEASED_BY_RULE, at=at)


def _send_out(
    planned: Iterable[Publication],
    clearance: Clearance,
    *,
    records: PublishingRecords,
    at: datetime,
) -> None:
    due_at = max(at, clearance.destination.not_before or at)
    for publication in planned:
        records.outbox.add(Topic.PUBLISH, publication.id, due_at=due_at)
    for publication in planned:
        write_down(
            publication, Action.RELEASED, records=records, at=at, payload={"by": RELEASED_BY_RULE}
        )
