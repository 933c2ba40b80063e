"""Letters that the inbox took, one .eml file each, numbered in the order of their arrival."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

_LETTER = re.compile(r"(\d{6})\.eml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A stored letter."""

    number: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter, read."""
        read = message_from_bytes(self.raw, policy=policy.default)
        if not isinstance(read, EmailMessage):
            raise TypeError("the default policy makes EmailMessage")
        return read


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """What a page or a script shows of a letter."""

    number: str
    sender: str
    recipient: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str
    enclosures: Sequence[str]


class MailStore:
    """A folder of letters; survives restarts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, raw: bytes, *, recipients: Sequence[str]) -> str:
        """Store a letter as received and return its number. One caller at a time."""
        number = f"{max((int(n) for n in self.numbers()), default=0) + 1:06d}"
        envelope = b"".join(b"Delivered-To: %s\r\n" % address.encode() for address in recipients)
        draft = self._folder / f".{number}.part"
        draft.write_bytes(envelope + raw)
        draft.replace(self._folder / f"{number}.eml")
        return number

    def numbers(self) -> list[str]:
        """Return the numbers of all letters, oldest first."""
        found = (_LETTER.fullmatch(file.name) for file in self._folder.iterdir())
        return sorted(match[1] for match in found if match)

    def get(self, number: str) -> Letter:
        """Return a letter. Raises KeyError."""
        try:
            if _LETTER.fullmatch(f"{number}.eml"):
                return Letter(number=number, raw=(self._folder / f"{number}.eml").read_bytes())
        except FileNotFoundError:
            pass
        raise KeyError(number)


def view(letter: Letter) -> LetterView:
    """Read a letter for showing it."""
    message = letter.message
    date = message["Date"]
    return LetterView(
        number=letter.number,
        sender=str(message["From"] or ""),
        recipient=", ".join(str(value) for value in message.get_all("Delivered-To", [])),
        subject=str(message["Subject"] or "（无标题）"),
        sent_at=date.datetime if date else None,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        enclosures=[part.get_filename() or "附件" for part in message.iter_attachments()],
    )


def enclosure(letter: Letter, index: int) -> tuple[str, str, bytes]:
    """Return name, media type and bytes of an enclosure. Raises IndexError."""
    part = list(letter.message.iter_attachments())[index]
    content = part.get_payload(decode=True)
    return (
        part.get_filename() or "附件",
        part.get_content_type(),
        content if isinstance(content, bytes) else b"",
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
