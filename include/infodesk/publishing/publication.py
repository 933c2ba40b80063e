"""A publication: one cleared revision on its way to one placement."""

from dataclasses import dataclass, replace
from datetime import datetime

from infodesk.articles.article import Revision
from infodesk.articles.states import check_transition
from infodesk.channels.channel import Edition
from infodesk.channels.destination import Placement
from infodesk.kernel.canonical import canonical_json, sha256_hex
from infodesk.publishing.states import PUBLICATION_TRANSITIONS, PublicationState

RELEASED_BY_RULE = "rule"  # the chain releases by itself (reprints), no person did


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One placement of one approved revision; `state` follows PUBLICATION_TRANSITIONS."""

    id: str
    article_id: str
    revision_id: str
    placement: Placement
    approval_hash: str  # what was approved when this was planned
    state: PublicationState
    planned_at: datetime
    released_by: str = ""  # person id, or RELEASED_BY_RULE
    released_at: datetime | None = None
    attempts: int = 0  # how often sending began
    published_at: datetime | None = None  # the true instant; while sending, the one being sent
    package: str = ""  # where a person finds what was handed over
    address: str = ""  # where the public reads it

    def moved(self, after: PublicationState) -> "Publication":
        """Return the publication in another state. Raises ForbiddenTransition."""
        check_transition(PUBLICATION_TRANSITIONS, self.state, after)
        return replace(self, state=after)

    def released(self, *, by: str, at: datetime) -> "Publication":
        """Return the publication as released (article 3). Raises ForbiddenTransition."""
        return replace(self.moved(PublicationState.RELEASED), released_by=by, released_at=at)

    def started(self, *, at: datetime) -> "Publication":
        """Return the publication as it is while being sent, dated with this attempt.

        A repeated attempt is dated anew: whoever repeats has looked and seen nothing, and a time
        of publication before the public could read is a forged one.
        """
        under_way = (
            self
            if self.state is PublicationState.PUBLISHING
            else self.moved(PublicationState.PUBLISHING)
        )
        return replace(under_way, attempts=self.attempts + 1, published_at=at)

    @property
    def subject(self) -> str:
        """How the ledger and the problems name it."""
        return f"publication:{self.id}"

    @property
    def may_be_out(self) -> bool:
        """Whether an earlier attempt began of which nobody knows how it ended."""
        return self.attempts > 0


def publication_id(article_id: str, approval_hash: str, placement: Placement) -> str:
    """Return the one id that this placement of this approved text can have, 32 hex digits.

    Planning twice therefore plans once, whatever is killed in between.
    """
    return sha256_hex(
        canonical_json([article_id, approval_hash, placement.channel_id, placement.column_id])
    )[:32]


def edition_of(publication: Publication, revision: Revision, *, published_at: datetime) -> Edition:
    """Return what is sent to the channel."""
    return Edition(
        publication_id=publication.id,
        article_id=publication.article_id,
        revision_number=revision.number,
        content=revision.content,
        content_hash=revision.content.content_hash,
        column_id=publication.placement.column_id,
        is_pinned=publication.placement.is_pinned,
        published_at=published_at,
    )
