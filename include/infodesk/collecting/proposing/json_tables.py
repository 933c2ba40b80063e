"""Propose the `[json_list]` of a source from an answer of its interface."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infodesk.catalog.sources import JsonList

_LINK_KEYS = re.compile(r"url|link|href", re.IGNORECASE)
_TITLE_KEYS = re.compile(r"title|headline|subject", re.IGNORECASE)
_DATE_KEYS = re.compile(r"time|date|pub", re.IGNORECASE)
_CREDIT_KEYS = re.compile(r"source(name)?$|origin|laiyuan", re.IGNORECASE)
_TOTAL_KEYS = re.compile(r"total|count", re.IGNORECASE)
_PAGE_NAMES = re.compile(r"^(page|pageno|pagenum|pageindex|currpage|curpage|p)$", re.IGNORECASE)
_A_DATE = re.compile(r"\d{4}[-/年.]\d{1,2}|\d{10}(\d{3})?$")
_DEEPEST = 6


def propose_json(text: str, *, url: str) -> JsonList | None:
    """Return a proposal, or None where the answer holds nothing like a list of articles."""
    try:
        data = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError):
        return None
    for path, entries in sorted(_lists(data, ""), key=lambda found: -len(found[1])):
        link = _key(entries[0], _LINK_KEYS, _is_address)
        title = _key(entries[0], _TITLE_KEYS, _is_text)
        if link and title:
            return JsonList(
                items=path,
                link=link,
                title=title,
                date=_date_key(entries[0]),
                credit=_key(entries[0], _CREDIT_KEYS, _is_text),
                total=_total(data, path),
                query=_query(url),
            )
    return None


def _lists(data: Any, path: str, depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    if depth > _DEEPEST or not isinstance(data, dict):
        return
    for name, value in data.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield here, value
        yield from _lists(value, here, depth + 1)


def _key(entry: dict[str, Any], names: re.Pattern[str], fits: Callable[[Any], bool]) -> str:
    found = [name for name, value in entry.items() if names.search(name) and fits(value)]
    return min(found, key=len, default="")


def _date_key(entry: dict[str, Any]) -> str:
    """Return the key of the date that tells most: with the time of day rather than without."""
    found = [n for n, v in entry.items() if _DATE_KEYS.search(n) and _is_date(v)]
    return max(found, key=lambda name: len(str(entry[name])), default="")


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and bool(re.match(r"https?://|\.{0,2}/", value))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_date(value: Any) -> bool:
    return isinstance(value, str | int) and bool(_A_DATE.match(str(value).strip()))


def _total(data: Any, path: str) -> str:
    """Return the count that stands beside the list."""
    holder, _, _ = path.rpartition(".")
    here = data
    for name in filter(None, holder.split(".")):
        here = here[name]
    found = [n for n, v in here.items() if _TOTAL_KEYS.search(n) and str(v).isdecimal()]
    name = min(found, key=len, default="")
    return f"{holder}.{name}" if name and holder else name


def _query(url: str) -> dict[str, str]:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return {
        name: "{page}" if _PAGE_NAMES.match(name) and value.isdecimal() else value
        for name, value in pairs
    }
