"""When an article was published: every place that says so, and which of them is believed.

Each claim has a weight by where it stands; claims of the same day support one another, and the day
with the greatest weight is believed. Of its claims, one with a time of day beats a bare day.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from infodesk.collecting.reading.date_claims import DateClaim, claim_in, claim_of_address
from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.page_facts import PageFacts
from infodesk.collecting.reading.extraction.shown_dates import ShownDates
from infodesk.kernel.clock import SHANGHAI

PUBLICATION_METAS = {
    "pubdate": 6.0, "publishdate": 6.0, "article:published_time": 6.0, "og:published_time": 6.0,
    "weibo:article:create_at": 6.0, "firstpublishedtime": 6.0, "datepublished": 6.0,
    "publication_date": 6.0, "publish_date": 6.0, "published_time": 6.0, "publishtime": 6.0,
    "pub_date": 6.0, "pub_time": 6.0, "pubtime": 6.0, "bytedance:published_time": 6.0,
    "rnews:datepublished": 6.0, "parsely-pub-date": 6.0, "apub:time": 5.0, "apub:date": 5.0,
    "og:release_date": 5.0, "article:create_at": 5.0, "dc.date.issued": 5.0, "sailthru.date": 5.0,
    "createtime": 4.0, "dc.date": 4.0, "og:time": 4.0, "dateupdate": 4.0, "date": 3.5,
    "og:updated_time": 1.0, "article:modified_time": 1.0, "bytedance:updated_time": 1.0,
    "datemodified": 1.0,
}  # fmt: skip
_LINKED = (("datePublished", 6.0), ("pubDate", 6.0), ("uploadDate", 3.0))
_ADDRESS = 2.5
_SCRIPT = 3.0
_SURE = 4.0  # a weight with which scripts, costly to search, are not asked
_IN_SCRIPT = re.compile(
    r"""["']?\b(?:ct|pub_?(?:lish)?_?(?:ed)?_?(?:time|date)(?:_str)?|newsTime|create_?time"""
    r"""|createDate|datePublished|pubDate|publishedAt|oriCreateTime|ptime|postdate)\b["']?\s*[:=]"""
    r"""\s*(?:new Date\()?["']?(?P<value>1[0-9]{9}(?:\d{3})?\b"""
    r"""|20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<>;,)]{0,20})""",
    re.IGNORECASE,
)
_SCRIPT_CLAIMS = 20  # looked at; more belong to lists of other articles
_EARLIEST = date(1995, 1, 1)  # before it, no such page was on the web

Weighed = tuple[float, DateClaim]


def claims_of(
    facts: PageFacts,
    boxes: Sequence[Box],
    *,
    title: Box | None,
    content: Box | None,
    url: str,
    today: date,
) -> tuple[DateClaim, ...]:
    """Return the claims, the one that is believed first, then by weight."""
    shown = ShownDates(facts=facts, boxes=boxes, title=title, content=content, today=today)
    weighed = [*shown.claims(), *_meta_claims(facts, today)]
    weighed += [(_ADDRESS, claim) for claim in claim_of_address(url)]
    weighed = [pair for pair in weighed if _is_possible(pair[1], today)]
    if max((weight for weight, _ in weighed), default=0.0) < _SURE:
        weighed += [pair for pair in _script_claims(facts, today) if _is_possible(pair[1], today)]
    return _ranked(weighed)


def _ranked(weighed: Sequence[Weighed]) -> tuple[DateClaim, ...]:
    days: dict[date, dict[str, float]] = {}
    for weight, claim in weighed:
        places = days.setdefault(claim.day, {})
        places[claim.where] = max(places.get(claim.where, 0.0), weight)
    standing = {day: sum(places.values()) for day, places in days.items()}
    ordered = sorted(
        weighed,
        key=lambda pair: (standing[pair[1].day], pair[1].has_time, pair[0]),
        reverse=True,
    )
    return tuple(dict.fromkeys(claim for weight, claim in ordered if weight >= 1.0))


def _is_possible(claim: DateClaim, today: date) -> bool:
    return _EARLIEST <= claim.day <= today + timedelta(days=1)


def _meta_claims(facts: PageFacts, today: date) -> Iterator[Weighed]:
    for name, contents in facts.metas.items():
        weight = PUBLICATION_METAS.get(name)
        for content in contents if weight else ():
            claim = claim_in(content, where="meta", today=today)
            if claim and weight:
                yield weight, claim
    for name, weight in _LINKED:
        claim = claim_in(facts.linked(name), where="meta", today=today)
        if claim:
            yield weight, claim


def _script_claims(facts: PageFacts, today: date) -> Iterator[Weighed]:
    for number, found in enumerate(_IN_SCRIPT.finditer(facts.scripts)):
        if number >= _SCRIPT_CLAIMS:
            return
        claim = _claim_of_value(found["value"], today)
        if claim:
            yield _SCRIPT - 0.1 * number, claim


def _claim_of_value(value: str, today: date) -> DateClaim | None:
    if not value.isdigit():
        return claim_in(value, where="script", today=today)
    instant = datetime.fromtimestamp(int(value[:10]), UTC).astimezone(SHANGHAI)
    return DateClaim(where="script", instant=instant, has_time=True)
