"""When a page says it was published; times without a zone are Beijing time."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from infodesk.kernel.clock import SHANGHAI

_TIME = (
    r"(?:日?[\sT]*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})(?:[:分](?P<second>\d{2}))?(?:\.\d+)?秒?"
    r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2}(?!\d))?)?"
)
_WITH_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2}|\d{2}(?=[-/.]\d{1,2}[-/.]))\s?[-/.年]\s?"
    r"(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{2}(?=\d{2}:\d{2})|\d{1,2}(?!\d))" + _TIME
)
_WITHOUT_YEAR = re.compile(
    r"(?<![\d/.-])(?P<month>\d{1,2})(?:-|/|月)(?P<day>\d{1,2})(?![\d/.-])" + _TIME
)
_IN_ADDRESS = (
    re.compile(r"/t(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})_\d+\."),  # TRS
    re.compile(r"/(?P<year>20\d{2})[-/]?(?P<month>\d{2})[-/](?P<day>\d{2})/"),  # Founder
)
_READ_AT_MOST = 2_000  # characters; a date stands at the head of its element


def published_in(text: str, *, today: date) -> datetime | None:
    """Return the first time that a text names, or None.

    Understood are 2026-07-31, 2026/7/31, 2026.07.31, 26-07-31, 2026年7月31日 and, without a year,
    [07-31] or 7月31日, each with or without a time of day and a zone. A day alone is its midnight.
    Without a year it is the latest such day that is not after `today`.
    """
    folded = unicodedata.normalize("NFKC", text[:_READ_AT_MOST])
    for match in _WITH_YEAR.finditer(folded):
        year = int(match["year"])
        found = _instant(match, year if year > 99 else 2000 + year)
        if found:
            return found
    for match in _WITHOUT_YEAR.finditer(folded):
        for year in _years_back(today):
            found = _instant(match, year)
            if found and found.astimezone(SHANGHAI).date() <= today:
                return found
    return None


def published_in_address(url: str) -> datetime | None:
    """Return the midnight of the day that an address is filed under, or None."""
    for pattern in _IN_ADDRESS:
        match = pattern.search(url)
        if match:
            return _midnight(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def _years_back(today: date) -> Iterator[int]:
    # Eight years always hold a 29 February.
    return iter(range(today.year, today.year - 9, -1))


def _instant(match: re.Match[str], year: int) -> datetime | None:
    midnight = _midnight(year, int(match["month"]), int(match["day"]))
    if midnight is None or match["hour"] is None:
        return midnight
    try:
        clock_time = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return midnight
    return datetime.combine(midnight.date(), clock_time, tzinfo=_zone(match["zone"]) or SHANGHAI)


def _midnight(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=SHANGHAI)
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    if offset >= timedelta(hours=24):
        return None
    return timezone(-offset if text[0] == "-" else offset)
