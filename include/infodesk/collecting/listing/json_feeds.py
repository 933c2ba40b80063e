"""Read a JSON Feed (version 1 or 1.1), which the library for XML feeds does not know."""

import json
from datetime import date, datetime
from typing import Any

from infodesk.collecting.listing.listed import ListedItem, Listing, is_elsewhere, unlinked_entry
from infodesk.collecting.reading.dates import published_in
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import web_address
from infodesk.kernel.issues import Issue

_VERSION = "jsonfeed.org/version/1"


def is_json_feed(text: str) -> bool:
    """Tell whether a feed's text is meant to be JSON."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_json_feed(text: str, *, url: str, today: date) -> Listing:
    """Return the entries of a JSON Feed. Raises PageUnreadable when it is none."""
    items: dict[str, ListedItem] = {}
    issues: list[Issue] = []
    entries = 0
    for entry in _entries(text, url):
        title = _words(entry, "title")
        address = _address(entry, url)
        if not address:
            issues.append(unlinked_entry(title))
            continue
        entries += 1
        items.setdefault(
            address, ListedItem(url=address, title=title, published=_published(entry, today))
        )
    return Listing(
        items=tuple(items.values()),
        issues=tuple(issues),
        repeated=entries - len(items),
        dates_read=sum(1 for item in items.values() if item.published),
    )


def _entries(text: str, url: str) -> list[dict[str, Any]]:
    try:
        feed = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        raise _no_feed(url) from error
    entries = feed.get("items") if isinstance(feed, dict) else None
    if _VERSION not in str(feed.get("version", "")) or not isinstance(entries, list):
        raise _no_feed(url)
    return [entry for entry in entries if isinstance(entry, dict)]


def _address(entry: dict[str, Any], url: str) -> str:
    """Return where an entry leads; an id is often an address too."""
    for name in ("url", "external_url", "id"):
        address = web_address(url, _words(entry, name)) if _words(entry, name) else ""
        # Only an address that is whole counts in an id: "12" would become one beside the feed.
        is_whole = name != "id" or _words(entry, name).startswith(("http://", "https://"))
        if address and is_whole and is_elsewhere(address, url):
            return address
    return ""


def _published(entry: dict[str, Any], today: date) -> datetime | None:
    for name in ("date_published", "date_modified"):
        if found := published_in(_words(entry, name), today=today):
            return found
    return None


def _words(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _no_feed(url: str) -> PageUnreadable:
    return PageUnreadable(
        f"该地址返回的不是订阅源：{url}",
        remedy='请在浏览器中打开核对；网站的 JSON 接口请在来源文件中改用 kind = "json_api"',
    )
