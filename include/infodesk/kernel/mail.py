"""A letter, and the port through which it leaves."""

from dataclasses import dataclass, field
from typing import Protocol

from infodesk.kernel.errors import InfodeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One letter to one person: plain text, and the same as HTML."""

    to: str
    subject: str
    text: str
    html: str
    enclosures: tuple[Enclosure, ...] = field(default=())


class MailRefused(InfodeskError):
    """The letter could not be handed to the mail server; trying again later may help."""


class Mailer(Protocol):
    """Hands letters to the outside world."""

    def send(self, mail: Mail) -> str:
        """Send, and return the Message-ID. Raises MailRefused when the server did not take it."""
        ...
