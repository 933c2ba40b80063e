"""What collecting needs of the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from infodesk.articles.article import Article
from infodesk.channels.destination import Destination
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.originals.watched import Originals
from infodesk.collecting.reprints import Reprints
from infodesk.kernel.outbox import Outbox
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceVisit:
    """What the last visit to a source left behind; the next one starts from it.

    Validators and hash are kept only when everything listed had been taken in: while anything is
    left over or wrong they are empty, so that the list is read in full again.
    """

    source_id: str
    last_checked_at: datetime
    etag: str = ""
    last_modified: str = ""
    content_hash: str = ""  # of the list's bytes: a backstop for validators that lie
    last_read_at: datetime | None = None  # when the list itself was last sent to us
    last_new_at: datetime | None = None  # the newest item: its own date, or when it was first seen
    consecutive_failures: int = 0
    alarms: tuple[str, ...] = ()  # kinds of problems that this visit raised
    interval_minutes: int = 0  # how long to wait after a good visit; 0: not known yet
    next_check_at: datetime | None = None  # not before; None: at once
    older_page: int = 0  # of the first visits: the older page of the list to go on with
    answered_at: datetime | None = None  # when the source last sent a list that could be read


class SourceVisits(Protocol):
    """The last visit to each source, within one transaction."""

    def last(self, source_id: str) -> SourceVisit | None:
        """Return the last visit, or None when there was none yet."""
        ...

    def save(self, visit: SourceVisit) -> None:
        """Put a visit in the place of the one before."""
        ...


class ReceivedArticles(Protocol):
    """Articles as collecting meets them, within one transaction.

    `source_key` is the normalised address; an address belongs to at most one article, either as
    its own or as a witness: another place where the same text was seen.
    """

    def known(self, source_keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that belong to an article already."""
        ...

    def with_fingerprint(self, fingerprint: str) -> str | None:
        """Return the id of the oldest article with the same words and files, or None."""
        ...

    def receive(
        self, article: Article, *, destination: Destination, sighting: Sighting, fingerprint: str
    ) -> bool:
        """Record an article, its first revision, its address and where it is proposed to go.

        Returns False, and records nothing, when the address belongs to an article already: another
        worker was faster.
        """
        ...

    def add_witness(self, article_id: str, sighting: Sighting) -> bool:
        """Record that the article was seen at another address too.

        Returns False, and records nothing, when the address is known already.
        """
        ...


class CollectingRecords(Protocol):
    """What collecting reads and changes in one transaction."""

    @property
    def articles(self) -> ReceivedArticles:
        """The articles."""
        ...

    @property
    def reprints(self) -> Reprints:
        """What is known of reprints beside their texts."""
        ...

    @property
    def originals(self) -> Originals:
        """The originals of reprints, to be looked at again."""
        ...

    @property
    def sources(self) -> SourceVisits:
        """The visits to sources."""
        ...

    @property
    def problems(self) -> Problems:
        """The register of problems."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The errands that follow."""
        ...

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        ...
