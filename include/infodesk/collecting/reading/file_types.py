"""What a fetched file is, by its bytes: names and headers only claim."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_OFFICE = "application/vnd.openxmlformats-officedocument"
# suffix: the media type, and with what the bytes must begin ((): anything that is no web page)
_BY_SUFFIX: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".ofd": ("application/ofd", _ZIP),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    ".pptx": (f"{_OFFICE}.presentationml.presentation", _ZIP),
    ".doc": ("application/msword", ()),
    ".xls": ("application/vnd.ms-excel", ()),
    ".ppt": ("application/vnd.ms-powerpoint", ()),
    ".wps": ("application/vnd.ms-works", _OLE + _ZIP),
    ".et": ("application/vnd.ms-excel", _OLE + _ZIP),
    ".zip": ("application/zip", _ZIP),
    ".rar": ("application/vnd.rar", (b"Rar!",)),
    ".7z": ("application/x-7z-compressed", (b"7z\xbc\xaf\x27\x1c",)),
    ".csv": ("text/csv", ()),
    ".txt": ("text/plain", ()),
}
_PAGE_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<script")
_OTHER = ("application/octet-stream", ())


def file_name(url: str) -> str:
    """Return the last part of an address, decoded."""
    return PurePosixPath(unquote(urlsplit(url).path)).name


def picture_type(content: bytes) -> str:
    """Return the media type of a picture, or "" for what is none.

    SVG counts as none: it can carry scripts.
    """
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _PICTURES if content.startswith(start)), "")


def attachment_type(content: bytes, *, url: str) -> str:
    """Return the media type of an attachment, or "" where the bytes are not what it is called.

    A server without the file often answers with a page that says so, and status 200.
    """
    if not content or content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        _PAGE_BEGINNINGS
    ):
        return ""
    media_type, beginnings = _BY_SUFFIX.get(PurePosixPath(file_name(url)).suffix.lower(), _OTHER)
    # Some makers put a few bytes in front of the PDF header; readers look for it in the first KB.
    is_it = not beginnings or any(start in content[:1024] for start in beginnings)
    return media_type if is_it else ""
