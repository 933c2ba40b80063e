"""A fetched page, and the port through which pages are fetched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from infodesk.kernel.canonical import sha256_hex


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and the head of its answer, as they went over the wire: kept as evidence."""

    url: str
    target: str  # of the request line, as sent
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]  # as sent: order, case and repetitions
    http_version: str = "1.1"
    peer: str = ""  # the address that was connected to, where it is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer with content: the bytes as the site sent them, unpacked but not decoded."""

    url: str  # what was asked for
    final_url: str  # where redirects led; relative links start here
    status: int
    headers: Mapping[str, str]  # names in lower case
    content: bytes = field(repr=False)
    charset_hint: str = ""  # the charset of the Content-Type header: a claim, not a fact
    packed: bytes = field(default=b"", repr=False)  # as sent, where it came compressed
    exchanges: tuple[Exchange, ...] = field(default=(), repr=False)  # redirects, then this answer

    @property
    def media_type(self) -> str:
        """The media type that the server claims, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def etag(self) -> str:
        """The validator to send back as If-None-Match."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """The validator to send back as If-Modified-Since."""
        return self.headers.get("last-modified", "")

    @property
    def content_hash(self) -> str:
        """SHA-256 of the bytes: some servers repeat an ETag although the page has changed."""
        return sha256_hex(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The answer 304: nothing changed; a validator that is empty was not sent again."""

    url: str
    etag: str = ""
    last_modified: str = ""


class WebPages(Protocol):
    """Fetches pages politely and safely."""

    def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        allow_private: bool = False,
        referer: str = "",
        heeds_robots: bool = True,
    ) -> Page | NotModified:
        """Fetch one address, following redirects.

        NotModified comes only when a validator was given. `allow_private` lets the request reach
        private networks (政务内网), never this machine itself. Some interfaces answer only where
        `referer` names the page that calls them. `heeds_robots` is False for the one look that a
        person asked for; what collects always heeds them. Raises a PageError.
        """
        ...
