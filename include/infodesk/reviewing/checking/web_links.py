"""The links of a body, and the port through which the checks learn whether they lead anywhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from lxml import html as lxml_html

STORED = "files/"  # a file of the text itself
_WEB = ("http://", "https://")
_INNER_NAMES = ("localhost", ".local", ".lan", ".internal", ".intranet", ".corp")


class LinkState(StrEnum):
    """What was at the other end."""

    ALIVE = "alive"
    GONE = "gone"  # the server says that nothing is there
    SILENT = "silent"  # no answer, or one that says nothing about the page


class Links(Protocol):
    """Looks whether addresses lead anywhere, politely and within bounds of its own."""

    def look(self, addresses: Sequence[str]) -> Mapping[str, LinkState]:
        """Return what was seen; an address that time or number did not allow is left out."""
        ...


class LinksNotLooked:
    """Looks at nothing: where there is no web to look at."""

    def look(self, addresses: Sequence[str]) -> Mapping[str, LinkState]:
        """Return nothing."""
        del addresses
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLink:
    """A link as the body has it."""

    address: str
    label: str


def body_links(root: lxml_html.HtmlElement) -> Iterator[BodyLink]:
    """Yield the links of a parsed body in reading order."""
    for link in root.iter("a"):
        address = (link.get("href") or "").strip()
        if address:
            yield BodyLink(address=address, label=" ".join(link.text_content().split()))


def web_addresses(links: Iterable[BodyLink]) -> list[str]:
    """Return the addresses worth looking at, each once, in reading order."""
    found = dict.fromkeys(link.address for link in links if link.address.startswith(_WEB))
    return [address for address in found if not why_unfit(address)]


def why_unfit(address: str) -> str:
    """Return in Chinese why the public cannot follow an address as it is written, or ""."""
    if address.startswith("#"):
        return ""
    if not address.lower().startswith(_WEB):
        return "不是网址，公众打不开"
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "网址写错了"
    if parts.username or parts.password:
        return "网址里带有用户名或口令"
    return _why_unreachable(host)


def _why_unreachable(host: str) -> str:
    try:
        return "" if ip_address(host).is_global else "指向内部网络地址，公众打不开"
    except ValueError:
        pass
    if host in _INNER_NAMES or host.endswith(_INNER_NAMES):
        return "指向内部网络地址，公众打不开"
    return "" if "." in host else "网址写错了"
