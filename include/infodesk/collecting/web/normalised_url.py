"""One address, one article: how addresses are compared."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# What portals, WeChat and counting services append, and no site reads to choose a text.
_TRACKING = re.compile(
    r"^(utm_.*|spm|share_.*|isappinstalled|nsukey|chksm|wx_header|hm(?:sr|pl|cu|kw|ci)|bd_vid"
    r"|gclid|fbclid)$"
)
_INDEX_PAGES = re.compile(r"/(?:index|default|wap_index)\.s?html?$")
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "/:@!$&'()*+,;=~-._"


def normalised_url(url: str) -> str:
    """Return the form under which an address is known; it is a key, not for fetching.

    http and https, a default port, letter case of the host, `.htm` and `.html`, a directory and
    its index page, repeated slashes, a session, the order of parameters, tracking parameters and
    the fragment make no difference. Everything else does: two notices may differ by one digit, and
    `www.` or `wap.` may be another site; a mirror is known by its words instead. Raises ValueError
    for what is no address.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".").lower()
    port = parts.port
    if not host:
        raise ValueError(f"不是网址：{url}")
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{host}{_path(parts.path)}{'?' + query if query else ''}"


def without_tracking(url: str) -> str:
    """Return an address as it is shown: as it was, less fragment and tracking parameters."""
    parts = urlsplit(url)
    kept = "&".join(
        pair for pair in parts.query.split("&") if not _TRACKING.match(pair.partition("=")[0])
    )
    return urlunsplit(parts._replace(query=kept, fragment=""))


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in re.sub("/{2,}", "/", _SESSION.sub("", path)).split("/")[1:]:
        if segment == "..":
            segments[-1:] = []
        elif segment != ".":
            segments.append(segment)
    joined = quote(unquote("/" + "/".join(segments)), safe=_UNRESERVED)
    joined = _INDEX_PAGES.sub("/", joined)
    return re.sub(r"\.htm$", ".html", joined)


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _TRACKING.match(pair[0])))
