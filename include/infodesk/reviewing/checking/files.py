"""What the checks need to know of an attachment, and the ports through which they learn it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from infodesk.articles.article import Attachment
from infodesk.reviewing.checking.number_tests import without_numbers

Rows = Sequence[Sequence[str]]


class FileTrouble(StrEnum):
    """Why a file must not go out as it is, or could not be looked into."""

    MISSING = "missing"  # not in the store, or its bytes have gone bad
    EMPTY = "empty"
    MISMATCH = "mismatch"  # its name promises another kind of file
    LOCKED = "locked"  # opens only with a password
    DAMAGED = "damaged"
    MACROS = "macros"
    EMBEDDED = "embedded"  # another program's object inside (OLE)
    ACTIVE = "active"  # runs something, or fetches something, when it is opened
    PROGRAM = "program"
    BOMB = "bomb"  # small to send, enormous to open
    XML_ENTITIES = "xml_entities"
    POLYGLOT = "polyglot"  # two files in one
    NESTED = "nested"  # an archive within an archive
    TOO_LARGE = "too_large"
    UNREAD = "unread"  # sound, as far as can be seen, but its words cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTrouble:
    """One trouble; `detail` names the part of the file in Chinese where there is one."""

    kind: FileTrouble
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePiece:
    """The words of one page, sheet or document, and its tables."""

    place: str  # 第 2 页, 工作表“名单”; empty for a file that is one piece
    text: str  # a line a paragraph; cells of a row separated by tabs
    tables: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """What was found in one attachment."""

    attachment: Attachment
    pieces: tuple[FilePiece, ...] = ()
    troubles: tuple[FoundTrouble, ...] = ()


def spoken_name(attachment: Attachment) -> str:
    """Return how findings call an attachment: by its name, without anybody's numbers."""
    return f"附件“{without_numbers(attachment.name)}”"


class AttachmentTexts(Protocol):
    """Opens attachments safely and reads their words, in bounded time and memory."""

    def read(self, attachment: Attachment) -> FileReading:
        """Return words and troubles; a file that cannot be read is a trouble, never an error."""
        ...


class TextOfImage(Protocol):
    """Reads the words of a picture: a scanned page, a stamp, a poster."""

    def text(self, picture: bytes) -> str:
        """Return the words, a line a line; empty where there are none."""
        ...
