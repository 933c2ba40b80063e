"""What a file is, by its bytes, and what its name promises."""

import io
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from infodesk.adapters.attachment_texts.limits import CannotRead
from infodesk.reviewing.checking.files import FileTrouble


class Kind(StrEnum):
    """Families of files that are opened alike."""

    PDF = "PDF"
    ZIP = "压缩包或新版 Office 文件"
    OLE = "旧版 Office 文件"
    RTF = "RTF 文件"
    ARCHIVE = "压缩包"
    PICTURE = "图片"
    PROGRAM = "程序"
    PAGE = "网页"
    TEXT = "文本"
    MEDIA = "音频或视频"
    UNKNOWN = "不认识的格式"


_BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLE),
    (b"{\\rtf", Kind.RTF),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b\x08", Kind.ARCHIVE),
    (b"BZh", Kind.ARCHIVE),
    (b"\xfd7zXZ\x00", Kind.ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    (b"\xff\xd8\xff", Kind.PICTURE),
    (b"GIF87a", Kind.PICTURE),
    (b"GIF89a", Kind.PICTURE),
    (b"BM", Kind.PICTURE),
    (b"II*\x00", Kind.PICTURE),
    (b"MM\x00*", Kind.PICTURE),
    (b"MZ", Kind.PROGRAM),
    (b"\x7fELF", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Kind.PROGRAM),  # a Windows shortcut
    (b"#!", Kind.PROGRAM),
    (b"ID3", Kind.MEDIA),
    (b"OggS", Kind.MEDIA),
    (b"\x1aE\xdf\xa3", Kind.MEDIA),
)
_PAGE_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<script", b"<body", b"<svg")

_ZIPPED = frozenset({".docx", ".xlsx", ".pptx", ".ofd", ".zip"})
_OLD = frozenset({".doc", ".xls", ".ppt", ".wps", ".et", ".dps"})
_WITH_MACROS = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm", ".xlam"})
_PROGRAMS = frozenset(
    {".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta"}
    | {".msi", ".dll", ".jar", ".apk", ".lnk", ".reg", ".sh", ".py", ".app", ".cpl", ".chm"}
)
_PROMISED: dict[str, frozenset[Kind]] = (
    dict.fromkeys(_ZIPPED, frozenset({Kind.ZIP}))
    | dict.fromkeys(_OLD, frozenset({Kind.OLE, Kind.RTF}))
    | {".wps": frozenset({Kind.OLE, Kind.ZIP}), ".et": frozenset({Kind.OLE, Kind.ZIP})}
    | {".pdf": frozenset({Kind.PDF}), ".rtf": frozenset({Kind.RTF})}
    | dict.fromkeys((".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz"), frozenset({Kind.ARCHIVE}))
    | dict.fromkeys((".txt", ".csv", ".md"), frozenset({Kind.TEXT}))
    | dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
        frozenset({Kind.PICTURE}),
    )
)
ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".cab"})


def suffix_of(name: str) -> str:
    """Return the suffix in small letters, with its dot."""
    return PurePosixPath(name.strip()).suffix.lower()


def check_name(name: str) -> None:
    """Raise CannotRead for what no name of a document says."""
    suffix = suffix_of(name)
    if suffix in _PROGRAMS:
        raise CannotRead(FileTrouble.PROGRAM)
    if suffix in _WITH_MACROS:
        raise CannotRead(FileTrouble.MACROS)


def kind_of(name: str, content: bytes) -> Kind:
    """Return what a file is. Raises CannotRead where that is not what it is called, or twofold."""
    kind = _by_bytes(content)
    if kind is Kind.PROGRAM:
        raise CannotRead(FileTrouble.PROGRAM)
    suffix = suffix_of(name)
    _check_single(content, kind, suffix=suffix)
    promised = _PROMISED.get(suffix)
    if promised is not None and kind not in promised:
        if kind is Kind.OLE and Kind.ZIP in promised and is_locked_office(content):
            raise CannotRead(FileTrouble.LOCKED)
        raise CannotRead(FileTrouble.MISMATCH, f"实际是{kind.value}")
    return kind


def is_locked_office(content: bytes) -> bool:
    """Tell whether an OLE file is the envelope of an encrypted .docx, .xlsx or .pptx."""
    return "EncryptedPackage".encode("utf-16-le") in content


def _by_bytes(content: bytes) -> Kind:
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning) and _is_long_enough(beginning, content):
            return kind
    head = content[:1024]
    if b"%PDF-" in head:
        return Kind.PDF
    if content[:4] == b"RIFF":
        return Kind.PICTURE if content[8:12] == b"WEBP" else Kind.MEDIA
    if content[4:8] == b"ftyp":
        return Kind.MEDIA
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_BEGINNINGS):
        return Kind.PAGE
    return Kind.UNKNOWN if _is_binary(head) else Kind.TEXT


def _is_long_enough(beginning: bytes, content: bytes) -> bool:
    """Tell whether a sign counts: one of two letters begins many an honest text as well."""
    return len(beginning) > 2 or beginning == b"#!" or b"\x00" in content[:64]


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head


def _check_single(content: bytes, kind: Kind, *, suffix: str) -> None:
    """Refuse a file that two programs would open as two different things."""
    head = content[:1024]
    if kind is Kind.PDF:
        before = head[: head.find(b"%PDF-")].lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
        is_two = before.startswith(_PAGE_BEGINNINGS) or _has_archive(content)
    elif kind in {Kind.ARCHIVE, Kind.OLE} or suffix == ".zip":
        is_two = False  # what is packed without compression shows its own beginning
    else:
        is_two = b"%PDF-" in head or (kind is not Kind.ZIP and _has_archive(content))
    if is_two:
        raise CannotRead(FileTrouble.POLYGLOT)


def _has_archive(content: bytes) -> bool:
    """Tell whether a zip archive hangs at the end of something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
