"""What publishing needs: clearances, its own records, and a way to each channel."""

from typing import Protocol

from infodesk.articles.ports import Articles
from infodesk.channels.channel import Channel
from infodesk.kernel.outbox import Outbox
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import Problems
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.publication import Publication


class Clearances(Protocol):
    """How reviews stand, within one transaction."""

    def of(self, article_id: str) -> Clearance | None:
        """Return how the article's newest review stands; None when it has none.

        `approval_hash` is the hash that the counted opinions and the signed form carry, and
        `destination` the one that was reviewed: neither is computed for the occasion.
        """
        ...


class Publications(Protocol):
    """Publications, within one transaction."""

    def add(self, publication: Publication) -> None:
        """Record a new publication; its id is unique and natural."""
        ...

    def get(self, publication_id: str) -> Publication | None:
        """Return a publication for reading."""
        ...

    def locked(self, publication_id: str) -> Publication | None:
        """Return a publication and hold it until the transaction ends."""
        ...

    def of_article(self, article_id: str) -> list[Publication]:
        """Return all publications of an article, in the order of planning."""
        ...

    def save(self, publication: Publication) -> None:
        """Store what has changed."""
        ...


class PublishingRecords(Protocol):
    """Everything that publishing reads and changes."""

    @property
    def articles(self) -> Articles:
        """Articles and revisions."""
        ...

    @property
    def clearances(self) -> Clearances:
        """How reviews stand."""
        ...

    @property
    def publications(self) -> Publications:
        """Publications."""
        ...

    @property
    def problems(self) -> Problems:
        """Problems."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Errands."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...


class ChannelFor(Protocol):
    """Finds the way to a channel."""

    def __call__(self, channel_id: str) -> Channel:
        """Return the channel. Raises EditionUnfit for an id that the catalog does not have."""
        ...
