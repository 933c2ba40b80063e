"""The port of a channel: what Infodesk asks of any place where the public reads."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from infodesk.articles.article import Content
from infodesk.kernel.errors import InfodeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is sent to one channel: exactly the approved content, and its place there.

    `publication_id` makes sending idempotent: a channel that meets it again changes nothing.
    """

    publication_id: str
    article_id: str
    revision_number: int
    content: Content
    content_hash: str
    column_id: str
    is_pinned: bool
    published_at: datetime  # the true time of publication, never another


class Outcome(StrEnum):
    """What a channel did with an edition."""

    LIVE = "live"  # the public can read it
    HANDED_OVER = "handed_over"  # a person finishes the work and records the address


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A channel's word on an edition: where it is now."""

    outcome: Outcome
    address: str  # URL, or the path of the package that a person works from
    published_at: datetime | None = None  # as the channel shows it; None while nothing is shown
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What the public sees of an edition right now."""

    is_visible: bool
    address: str = ""
    published_at: datetime | None = None  # as the channel shows it, where it does
    text: str = field(default="", repr=False)  # title and body as seen, tags removed


class ChannelUnavailable(InfodeskError):
    """The channel could not be reached or did not answer clearly; look before repeating."""


class EditionUnfit(InfodeskError):
    """The channel can never take this edition as it is: trying again does not help, a person must.

    Examples: a column that the channel does not have, a body with active content, a file that is
    named in the text and missing.
    """


class Channel(Protocol):
    """One place where the public reads."""

    def publish(self, edition: Edition) -> Receipt:
        """Bring the edition to the public, at most once.

        Meeting a `publication_id` again changes nothing and returns what stands there, with the
        time that it was published then. Raises ChannelUnavailable or EditionUnfit.
        """
        ...

    def look(self, edition: Edition, *, address: str = "") -> Sighting:
        """Read back what the public sees of the edition. Raises ChannelUnavailable.

        `address` is the one that a person recorded, for a channel that cannot know it by itself.
        """
        ...


class PublicPages(Protocol):
    """Reads pages of a channel as the public does."""

    def read(self, address: str) -> str | None:
        """Return a page's HTML; None when the site says that there is none.

        Raises ChannelUnavailable when the site gives no clear answer.
        """
        ...
