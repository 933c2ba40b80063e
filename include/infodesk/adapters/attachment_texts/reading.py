"""Reads one file by what it is; archives one level deep."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from infodesk.adapters.attachment_texts.drawn_files import ofd_pieces, slide_pieces
from infodesk.adapters.attachment_texts.kinds import (
    ARCHIVE_SUFFIXES,
    Kind,
    check_name,
    is_locked_office,
    kind_of,
    suffix_of,
)
from infodesk.adapters.attachment_texts.limits import CannotRead, Limits
from infodesk.adapters.attachment_texts.office_safety import carried
from infodesk.adapters.attachment_texts.packages import Package
from infodesk.adapters.attachment_texts.pdf_files import read_pdf
from infodesk.adapters.attachment_texts.sheet_files import sheet_pieces
from infodesk.adapters.attachment_texts.word_files import word_pieces
from infodesk.reviewing.checking.files import FilePiece, FileTrouble, FoundTrouble

Reading = tuple[list[FilePiece], list[FoundTrouble]]

_MAIN_PARTS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".ofd": "OFD.xml",
}
_UTF8_NAME = 0x800


def read_file(name: str, content: bytes, limits: Limits, *, is_inside: bool = False) -> Reading:
    """Return the words and troubles of a file. Raises CannotRead for what ends the reading."""
    if not content:
        raise CannotRead(FileTrouble.EMPTY)
    if len(content) > limits.file_bytes:
        raise CannotRead(FileTrouble.TOO_LARGE, f"{len(content) >> 20} MB")
    check_name(name)
    kind = kind_of(name, content)
    if kind is Kind.PDF:
        return _bounded(read_pdf(content, limits), limits)
    if kind is Kind.ZIP:
        return _bounded(_zipped(name, content, limits, is_inside=is_inside), limits)
    if kind is Kind.TEXT:
        return _bounded(([FilePiece(place="", text=decoded(content))], []), limits)
    return [], list(_unread(kind, content))


def _zipped(name: str, content: bytes, limits: Limits, *, is_inside: bool) -> Reading:
    package = Package(content, limits)
    suffix = suffix_of(name)
    main = _MAIN_PARTS.get(suffix)
    if main is None:
        if is_inside:
            raise CannotRead(FileTrouble.NESTED)
        return _archive(package, limits)
    if main not in package.members:
        raise CannotRead(FileTrouble.MISMATCH, "实际不是这种文档")
    troubles = list(carried(package))
    pieces = {
        ".docx": lambda: word_pieces(package),
        ".xlsx": lambda: sheet_pieces(package, limits),
        ".pptx": lambda: slide_pieces(package),
        ".ofd": lambda: ofd_pieces(package),
    }[suffix]()
    found = [piece for piece in pieces if piece.text]
    if not found and not troubles:
        troubles.append(FoundTrouble(kind=FileTrouble.UNREAD, detail="里面没有文字"))
    return found, troubles


def _archive(package: Package, limits: Limits) -> Reading:
    """Read every document of an archive; a folder inside one is named with the file."""
    pieces: list[FilePiece] = []
    troubles: list[FoundTrouble] = []
    for stored, member in package.members.items():
        name = PurePosixPath(_shown_name(stored, flags=member.flag_bits)).name
        if suffix_of(name) in ARCHIVE_SUFFIXES:
            raise CannotRead(FileTrouble.NESTED)
        try:
            found, inner = read_file(name, package.read(stored), limits, is_inside=True)
        except CannotRead as refused:
            found, inner = [], [refused.trouble]
        pieces += [replace(p, place=f"内“{name}”{p.place}") for p in found]
        troubles += [replace(t, detail=f"其中“{name}”{t.detail}") for t in inner]
    return pieces, troubles


def _shown_name(stored: str, *, flags: int) -> str:
    """Return a member's name; Windows packs Chinese names in its own code page, unmarked."""
    if flags & _UTF8_NAME:
        return stored
    try:
        return stored.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return stored


def _unread(kind: Kind, content: bytes) -> Iterator[FoundTrouble]:
    if kind is Kind.OLE:
        if is_locked_office(content):
            yield FoundTrouble(kind=FileTrouble.LOCKED)
        if "_VBA_PROJECT".encode("utf-16-le") in content:
            yield FoundTrouble(kind=FileTrouble.MACROS)
    if kind is Kind.RTF and b"\\objdata" in content:
        yield FoundTrouble(kind=FileTrouble.EMBEDDED)
    yield FoundTrouble(kind=FileTrouble.UNREAD, detail=kind.value)


def _bounded(reading: Reading, limits: Limits) -> Reading:
    pieces, troubles = reading
    total = 0
    for number, piece in enumerate(pieces):
        total += len(piece.text)
        if total > limits.characters:
            too_large = FoundTrouble(
                kind=FileTrouble.TOO_LARGE, detail=f"{piece.place or '后面'}起没有检查"
            )
            return pieces[:number], [*troubles, too_large]
    return pieces, troubles


def decoded(content: bytes) -> str:
    """Return the text of a plain file, in UTF-8, UTF-16 or the Chinese code page."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
