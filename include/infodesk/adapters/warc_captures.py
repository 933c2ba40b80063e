"""Fetched pages kept as evidence: each a WARC file of its own (ISO 28500), under its hash.

The records are written here, because the bytes of one page and one moment must always be the same;
they are read by warcio, as anybody else's software reads them.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from infodesk.adapters.bounded_body import unpacked
from infodesk.collecting.web.page_errors import PageError
from infodesk.collecting.web.pages import Exchange, Page
from infodesk.kernel.clock import as_text, from_text
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.files import FileStore

_VERSION = "WARC/1.1"
_HTTP = "application/http; msgtype="
_GZIP_FORMAT = 16 + zlib.MAX_WBITS
_LEVEL = 3  # the usual 6 takes twice the time for eight per cent less
_END_OF_HEAD = b"\r\n\r\n"
_LARGEST = 64 * 1024 * 1024  # bytes; far beyond what is ever fetched
# The transfer coding is undone on the way to us; under its own name the header would be a lie.
_UNDONE = {"transfer-encoding": "X-Infodesk-Undone-Transfer-Encoding"}
_REDONE = {"x-infodesk-undone-transfer-encoding": "Transfer-Encoding"}
_DESCRIPTION = (
    "One page as fetched by Infodesk, with the redirects that led to it. Requests and heads of "
    "answers are as they went over the wire; a body is as received, its content coding kept, its "
    "transfer coding undone. Bodies of redirects are not fetched."
)

Fields = list[tuple[str, str]]


class CaptureDamaged(InfodeskError):
    """What lies in the store is no capture, or not a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A kept page."""

    page: Page
    taken_at: datetime


class WarcCaptures:
    """Keeps pages in the file store and reads them back."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    def keep(self, page: Page, *, at: datetime) -> str:
        """Keep a page as fetched at an instant; return the SHA-256 of its WARC file."""
        return self._files.put(warc_file(page, at=at))

    def read(self, sha256: str) -> Page:
        """Return a kept page. Raises FileMissing, CaptureDamaged."""
        return self.capture(sha256).page

    def capture(self, sha256: str) -> Capture:
        """Return a kept page and when it was fetched. Raises FileMissing, CaptureDamaged."""
        return read_warc(self._files.get(sha256), name=sha256)


def warc_file(page: Page, *, at: datetime) -> bytes:
    """Return a page as a gzipped WARC file; the same page and instant give the same bytes."""
    return b"".join(
        _packed(_record(kind, fields, block, at=at)) for kind, fields, block in _records(page)
    )


def read_warc(content: bytes, *, name: str) -> Capture:
    """Return the page and the time of a WARC file that `warc_file` wrote. Raises CaptureDamaged."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    origin: dict[str, str] = {}
    exchanges: list[Exchange] = []
    asked, body = b"", b""
    try:
        # Heads are left to us: warcio would take their bytes for UTF-8 where they happen to be.
        for record in ArchiveIterator(BytesIO(content), no_record_parse=True):
            block = record.raw_stream.read()
            if record.rec_headers.get_header("WARC-Block-Digest") != _digest(block):
                raise _damaged(name)
            if record.rec_type == "warcinfo":
                origin = _warc_fields(block)
                taken_at = from_text(record.rec_headers.get_header("WARC-Date"))
            elif record.rec_type == "request":
                asked = block
            else:
                head, _, body = block.partition(_END_OF_HEAD)
                exchanges.append(_exchange(record.rec_headers, asked, head))
        return Capture(page=_page(origin, tuple(exchanges), body), taken_at=taken_at)
    except (ArchiveLoadFailed, LookupError, ValueError, TypeError, PageError) as error:
        raise _damaged(name) from error


def _records(page: Page) -> Iterator[tuple[str, Fields, bytes]]:
    """Yield kind, further header fields and block of each record, in their order."""
    told = {
        "software": "infodesk",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": _DESCRIPTION,
        "infodesk-url": page.url,
        "infodesk-final-url": page.final_url,
        "infodesk-charset-hint": page.charset_hint,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    yield "warcinfo", [("Content-Type", "application/warc-fields")], lines.encode()
    exchanges = page.exchanges or (_assumed_exchange(page),)
    for exchange in exchanges:
        place = [("WARC-Target-URI", exchange.url)]
        if exchange.peer:
            place.append(("WARC-IP-Address", exchange.peer))
        yield "request", [*place, ("Content-Type", _HTTP + "request")], _request_head(exchange)
        body = (page.packed or page.content) if exchange is exchanges[-1] else b""
        digest = ("WARC-Payload-Digest", _digest(body))
        cut = [("WARC-Truncated", "length")] if exchange is not exchanges[-1] else []
        yield (
            "response",
            [*place, ("Content-Type", _HTTP + "response"), digest, *cut],
            _response_head(exchange) + body,
        )


def _warc_fields(block: bytes) -> dict[str, str]:
    lines = (line.partition(": ") for line in block.decode().split("\r\n"))
    return {name: value for name, _, value in lines if name}


def _exchange(record_head: Any, asked: bytes, answered: bytes) -> Exchange:
    """Return what a response record and the request record before it say."""
    request_line, request_headers = _parsed(asked.removesuffix(_END_OF_HEAD))
    status_line, headers = _parsed(answered)
    protocol, status, reason = status_line.split(" ", 2)
    return Exchange(
        url=record_head.get_header("WARC-Target-URI"),
        target=request_line.split(" ")[1],
        request_headers=tuple(request_headers),
        status=int(status),
        reason=reason,
        headers=tuple((_REDONE.get(name.lower(), name), value) for name, value in headers),
        http_version=protocol.removeprefix("HTTP/"),
        peer=record_head.get_header("WARC-IP-Address") or "",
    )


def _parsed(head: bytes) -> tuple[str, Fields]:
    """Return the first line and the fields of an HTTP head as `_head` wrote it."""
    first_line, *lines = head.decode("latin-1").split("\r\n")
    return first_line, [(name, value) for name, _, value in (x.partition(": ") for x in lines)]


def _page(origin: dict[str, str], exchanges: tuple[Exchange, ...], body: bytes) -> Page:
    if exchanges[-1].url != origin["infodesk-final-url"]:
        raise ValueError("the last answer is missing")
    headers: dict[str, str] = {}
    for name, value in exchanges[-1].headers:
        known = headers.get(name.lower())
        headers[name.lower()] = f"{known}, {value}" if known else value
    coding = headers.get("content-encoding", "")
    content = unpacked(body, coding=coding, largest=_LARGEST, url=origin["infodesk-url"])
    return Page(
        url=origin["infodesk-url"],
        final_url=origin["infodesk-final-url"],
        status=exchanges[-1].status,
        headers=headers,
        content=content,
        charset_hint=origin.get("infodesk-charset-hint", ""),
        packed=b"" if content is body else body,
        exchanges=exchanges,
    )


def _damaged(name: str) -> CaptureDamaged:
    return CaptureDamaged(
        f"文件 {name} 不是完整的网页存证（WARC）",
        remedy="请核对编号；确为存证的，请从备份恢复该文件",
    )


def _record(kind: str, fields: Fields, block: bytes, *, at: datetime) -> bytes:
    date = as_text(at.astimezone(UTC))
    digest = _digest(block)
    url = dict(fields).get("WARC-Target-URI", "")
    head: Fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{kind} {date} {digest} {url}')}>"),
        ("WARC-Date", date),
        *fields,
        ("WARC-Block-Digest", digest),
        ("Content-Length", str(len(block))),
    ]
    return b"".join((_head(_VERSION, head, "utf-8"), block, b"\r\n\r\n"))


def _packed(record: bytes) -> bytes:
    """Return a record as a gzip member; without a time in its head, so equal bytes stay equal."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP_FORMAT)
    return packer.compress(record) + packer.flush()


def _request_head(exchange: Exchange) -> bytes:
    line = f"GET {exchange.target} HTTP/1.1"
    return _head(line, list(exchange.request_headers), "latin-1")


def _response_head(exchange: Exchange) -> bytes:
    line = f"HTTP/{exchange.http_version} {exchange.status} {exchange.reason}"
    renamed = [(_UNDONE.get(name.lower(), name), value) for name, value in exchange.headers]
    return _head(line, renamed, "latin-1")


def _head(first_line: str, fields: Fields, encoding: str) -> bytes:
    lines = (first_line, *(f"{name}: {value}" for name, value in fields), "", "")
    return "\r\n".join(lines).encode(encoding, errors="replace")


def _digest(content: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()


def _assumed_exchange(page: Page) -> Exchange:
    """Return the exchange of a page that came over no wire of ours, such as a saved one."""
    return Exchange(
        url=page.final_url,
        target=page.final_url,
        request_headers=(),
        status=page.status,
        reason="",
        headers=tuple(page.headers.items()),
    )
