"""Every place that names a publication time, and which of them is believed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from infodesk.collecting.reading.dates import published_in, published_in_address
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.issues import Issue, Severity

_CLOCK = re.compile(r"\d{1,2}\s?[:：时点]\s?\d{2}")
_TOLD_AT_MOST = 5  # days; a page that names more is a list
_PLACES = {
    "list": "列表",
    "meta": "网页元数据",
    "page": "网页正文上下",
    "address": "网址",
    "script": "网页脚本",
    "selector": "选择器",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateClaim:
    """One place that names a publication time."""

    where: str  # "list" | "meta" | "page" | "address" | "script" | "selector"
    instant: datetime  # aware; +08:00 where the page names no zone
    has_time: bool  # False: only a day was given, and the instant is its midnight

    @property
    def day(self) -> date:
        """The day in Beijing."""
        return self.instant.astimezone(SHANGHAI).date()


def claim_in(text: str, *, where: str, today: date) -> DateClaim | None:
    """Return the first time that a text names as a claim, or None."""
    instant = published_in(text, today=today) if text else None
    if instant is None:
        return None
    return DateClaim(where=where, instant=instant, has_time=bool(_CLOCK.search(text)))


def claim_of_list(published: datetime | None) -> list[DateClaim]:
    """Return what the list says; its midnight is taken for a day without a time."""
    if published is None:
        return []
    local = published.astimezone(SHANGHAI)
    has_time = bool(local.hour or local.minute or local.second)
    return [DateClaim(where="list", instant=published, has_time=has_time)]


def claim_of_address(url: str) -> list[DateClaim]:
    """Return the day that an address is filed under."""
    instant = published_in_address(url)
    return [DateClaim(where="address", instant=instant, has_time=False)] if instant else []


def in_order_of_belief(claims: Iterable[DateClaim]) -> tuple[DateClaim, ...]:
    """Put the claim to be believed first, given the claims by falling trust.

    The day is that of the most trusted claim; of the claims that name this day, an exact time
    beats a bare day.
    """
    ordered = tuple(dict.fromkeys(claims))
    if not ordered or ordered[0].has_time:
        return ordered
    exact = next((c for c in ordered if c.has_time and c.day == ordered[0].day), None)
    return ordered if exact is None else (exact, *(c for c in ordered if c is not exact))


def differing_days(claims: Sequence[DateClaim]) -> list[Issue]:
    """Report claims that name different days: the editor sees them all and decides."""
    days: dict[date, list[str]] = {}
    for claim in claims:
        places = days.setdefault(claim.day, [])
        place = _PLACES[claim.where]
        if place not in places:
            places.append(place)
    if len(days) < 2:
        return []
    told = "；".join(f"{'、'.join(days[day])}为 {day}" for day in list(days)[:_TOLD_AT_MOST])
    told += "……" if len(days) > _TOLD_AT_MOST else ""
    return [
        Issue(
            rule_id="reading.dates_differ",
            severity=Severity.HINT,
            message=f"发布日期不一致：{told}；采用 {claims[0].day}",
            remedy="请打开原文核对发布日期",
        )
    ]
