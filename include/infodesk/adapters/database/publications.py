"""The rows of publications, and how reviews stand as publishing sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from infodesk.adapters.database.schema import publications, revisions
from infodesk.approvals.approval import Approval, ApprovalState
from infodesk.approvals.ports import Approvals
from infodesk.articles.states import check_transition
from infodesk.channels.destination import Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import PUBLICATION_TRANSITIONS, PublicationState
from infodesk.reviewing.ports import ReviewCases

_AT_DESK = (
    PublicationState.AWAITING_RELEASE,
    PublicationState.HANDED_OVER,
    PublicationState.FAILED,
    PublicationState.REFUSED,
)


@dataclass(frozen=True, slots=True)
class PublicationsTable:
    """Publications, within one transaction."""

    connection: Connection

    def add(self, publication: Publication) -> None:
        """Record a new publication."""
        known = self.connection.scalar(
            select(func.count()).where(publications.c.article_id == publication.article_id)
        )
        self.connection.execute(
            insert(publications).values(
                id=publication.id,
                article_id=publication.article_id,
                position=known or 0,
                channel_id=publication.placement.channel_id,
                column_id=publication.placement.column_id,
                is_pinned=int(publication.placement.is_pinned),
                **_changeable(publication),
            )
        )

    def get(self, publication_id: str) -> Publication | None:
        """Return a publication for reading."""
        return self._publication(select(publications).where(publications.c.id == publication_id))

    def locked(self, publication_id: str) -> Publication | None:
        """Return a publication and hold it until the transaction ends."""
        return self._publication(
            select(publications).where(publications.c.id == publication_id).with_for_update()
        )

    def of_article(self, article_id: str) -> list[Publication]:
        """Return all publications of an article, in the order of planning."""
        rows = self.connection.execute(
            select(publications)
            .where(publications.c.article_id == article_id)
            .order_by(publications.c.position)
        )
        return [_publication(row) for row in rows]

    def save(self, publication: Publication) -> None:
        """Store what has changed. Raises ForbiddenTransition where the table has no way."""
        before = self.connection.scalar(
            select(publications.c.state)
            .where(publications.c.id == publication.id)
            .with_for_update()
        )
        if before is None:
            raise InfodeskError(f"没有发布任务 {publication.id}")
        if before != publication.state:
            check_transition(PUBLICATION_TRANSITIONS, PublicationState(before), publication.state)
        self.connection.execute(
            update(publications)
            .where(publications.c.id == publication.id)
            .values(**_changeable(publication))
        )

    def at_desk(self) -> list[tuple[Publication, str]]:
        """Return what waits for a person, each with its title, oldest first.

        That is a release, an address, or a release anew after a failure or a refusal.
        """
        waiting = [str(state) for state in _AT_DESK]
        rows = self.connection.execute(
            select(publications, revisions.c.title)
            .join(revisions, revisions.c.id == publications.c.revision_id)
            .where(publications.c.state.in_(waiting))
            .order_by(publications.c.planned_at)
        )
        return [(_publication(row), row.title) for row in rows]

    def _publication(self, query: Select[Any]) -> Publication | None:
        row = self.connection.execute(query).one_or_none()
        return _publication(row) if row else None


@dataclass(frozen=True, slots=True)
class ClearancesView:
    """How reviews stand, computed from the opinions themselves and not from a flag."""

    cases: ReviewCases
    approvals: Approvals

    def of(self, article_id: str) -> Clearance | None:
        """Return how the newest review stands, and hold it: nobody decides until we are through."""
        return self._clearance(article_id, self.approvals.locked)

    def seen(self, article_id: str) -> Clearance | None:
        """Return the same without holding it, to plan by; the gate asks again before sending.

        Planning holds publications afterwards and the gate before: both holding a review as well
        would wait for each other.
        """
        return self._clearance(article_id, self.approvals.get)

    def _clearance(
        self, article_id: str, read: Callable[[str], Approval | None]
    ) -> Clearance | None:
        known = self.cases.of_article(article_id)
        approval = read(known[-1].id) if known else None
        if approval is None:
            return None
        return Clearance(
            article_id=article_id,
            revision_id=known[-1].revision_id,
            approval_hash=approval.approval_hash,
            destination=known[-1].destination,
            chain_is_complete=approval.state is ApprovalState.GRANTED and approval.is_complete,
            releases_by_itself=approval.chain.releases_by_itself,
        )


def _changeable(publication: Publication) -> dict[str, Any]:
    return {
        "revision_id": publication.revision_id,
        "approval_hash": publication.approval_hash,
        "state": str(publication.state),
        "planned_at": publication.planned_at,
        "released_by": publication.released_by,
        "released_at": publication.released_at,
        "attempts": publication.attempts,
        "published_at": publication.published_at,
        "package": publication.package,
        "address": publication.address,
    }


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        id=row.id,
        article_id=row.article_id,
        revision_id=row.revision_id,
        placement=Placement(
            channel_id=row.channel_id, column_id=row.column_id, is_pinned=bool(row.is_pinned)
        ),
        approval_hash=row.approval_hash,
        state=PublicationState(row.state),
        planned_at=row.planned_at,
        released_by=row.released_by,
        released_at=row.released_at,
        attempts=row.attempts,
        published_at=row.published_at,
        package=row.package,
        address=row.address,
    )
