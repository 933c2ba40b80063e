"""Read the JSON answer of a site's interface as a list, by the source's `[json_list]`."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from infodesk.catalog.sources import JsonList, Source
from infodesk.collecting.listing.listed import ListedItem, Listing, unlinked_entry
from infodesk.collecting.reading.dates import published_in, published_in_address
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import fragment_tree, page_text, text_of, web_address
from infodesk.collecting.web.pages import Page
from infodesk.kernel.issues import Issue

_MISSING = object()
_CALLBACK = re.compile(r"^\s*[\w.$]{1,80}\s*\(")  # JSONP: name(…);
_LONGEST_MARKED_TEXT = 2_000  # characters, tags included
_MOST_DIGITS = 9  # of a number of articles
_DIGITS = re.compile(r"\d{10}(\d{3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonAnswer:
    """One answer of an interface, read."""

    listing: Listing
    entries: int  # on this page, whether or not they concern us
    total: int = 0  # on all pages; 0: the answer does not say


def query_address(source: Source, query: JsonList, *, key: str, place: int, today: date) -> str:
    """Return what to ask for the page at a place (1, 2, …) of the list."""
    words = {
        "{page}": str(query.first_page + place - 1),
        "{key}": key,
        "{since}": (today - timedelta(days=source.compares_days)).isoformat(),
        "{until}": today.isoformat(),
    }
    parts = urlsplit(str(source.url))
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True)) | query.query
    for word, value in words.items():
        pairs = {name: text.replace(word, value) for name, text in pairs.items()}
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def key_in(text: str, source: Source, query: JsonList) -> str:
    """Return the parameter that a page of the site hands out. Raises PageUnreadable."""
    found = re.search(query.key_pattern, text)
    if found is None:
        raise PageUnreadable(
            f"没有在 {query.key_page} 中找到查询参数",
            remedy=f"请打开该网页核对，并修改 sources/{source.id}.toml 的 [json_list] key_pattern",
        )
    return found[1] if found.re.groups else found[0]


def read_json_list(page: Page, *, source: Source, query: JsonList, today: date) -> JsonAnswer:
    """Read an answer. Raises PageUnreadable, naming the key of the TOML file; PageTooLarge."""
    data = _parsed(page, source)
    entries = _entries(data, source, query)
    items: dict[str, ListedItem] = {}
    issues: list[Issue] = []
    taken = dates_read = 0
    for entry in entries:
        title = _plain(_at(entry, query.title))
        address = web_address(page.final_url, _text(_at(entry, query.link)))
        if not address:
            issues.append(unlinked_entry(title))
            continue
        if query.under and not address.startswith(query.under):
            continue
        published = _instant(_at(entry, query.date), today) if query.date else None
        taken += 1
        dates_read += published is not None
        item = ListedItem(
            url=address,
            title=title,
            published=published or published_in_address(address),
            credit=_plain(_at(entry, query.credit)) if query.credit else "",
        )
        items.setdefault(address, item)
    listing = Listing(
        items=tuple(items.values()),
        issues=tuple(issues),
        repeated=taken - len(items),
        dates_read=dates_read,
    )
    total = _text(_at(data, query.total)) if query.total else ""
    return JsonAnswer(
        listing=listing,
        entries=len(entries),
        total=int(total[:_MOST_DIGITS]) if total.isdecimal() else 0,
    )


def _parsed(page: Page, source: Source) -> Any:
    text = page_text(page).lstrip("\ufeff \t\r\n")
    if callback := _CALLBACK.match(text):
        text = text[callback.end() :].rstrip().removesuffix(";").removesuffix(")")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        found = "网页" if text.startswith("<") else "损坏的数据"
        raise PageUnreadable(
            f"接口返回的不是 JSON 而是{found}：{page.url}",
            remedy="请在浏览器中打开核对：网站可能要求验证、已改版，或接口换了地址"
            f"（sources/{source.id}.toml 的 url）",
        ) from error


def _entries(data: Any, source: Source, query: JsonList) -> list[Any]:
    found = _at(data, query.items)
    if found is None:  # written by some interfaces for "nothing"
        return []
    if not isinstance(found, list):
        raise _no_such_path(source, "items", query.items)
    for name in ("link", "title"):
        path = getattr(query, name)
        if found and all(_at(entry, path) is _MISSING for entry in found):
            raise _no_such_path(source, name, path)
    return found


def _no_such_path(source: Source, name: str, path: str) -> PageUnreadable:
    return PageUnreadable(
        f"接口返回的数据中没有 {path}",
        remedy=f"接口可能已改版，请核对并修改 sources/{source.id}.toml 的 [json_list] {name}",
    )


def _at(data: Any, path: str) -> Any:
    """Return what stands at a dotted path, or a mark that nothing does."""
    for name in path.split("."):
        if isinstance(data, dict):
            data = data.get(name, _MISSING)
        elif isinstance(data, list) and name.isdecimal() and int(name) < len(data):
            data = data[int(name)]
        else:
            return _MISSING
    return data


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 1.795e12 is an instant too
    return str(value).strip() if isinstance(value, str | int) else ""


def _plain(value: Any) -> str:
    """Return a text without the tags by which a search marks what it found."""
    text = _text(value)[:_LONGEST_MARKED_TEXT]
    return text_of(fragment_tree(text)) if "<" in text or "&" in text else " ".join(text.split())


def _instant(value: Any, today: date) -> datetime | None:
    """Read a date in words, or an instant in seconds or milliseconds since 1970."""
    text = _text(value)
    if match := _DIGITS.fullmatch(text):
        seconds = int(text) / (1000 if match[1] else 1)
        return datetime.fromtimestamp(seconds, tz=UTC)
    return published_in(text, today=today)
