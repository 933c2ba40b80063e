"""Read a feed: RSS, Atom or JSON Feed, in any charset, broken or not."""

from calendar import timegm
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from infodesk.collecting.listing.json_feeds import is_json_feed, read_json_feed
from infodesk.collecting.listing.listed import ListedItem, Listing, is_elsewhere, unlinked_entry
from infodesk.collecting.reading.dates import published_in
from infodesk.collecting.web.page_errors import PageTooLarge, PageUnreadable
from infodesk.collecting.web.page_tree import page_text, page_tree, text_of, web_address
from infodesk.collecting.web.pages import Page
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.issues import Issue, Severity

# Of a feed that breaks at its end all is parsed twice, slowly: 96,000 tags took 3.4 s.
_MOST_TAGS = 50_000  # beginnings and ends; a feed of 500 full entries has 15,000
_YEARS = range(1970, 2200)  # no feed means others, and at the ends of time zones break
_LONGEST_MARKED_TITLE = 2_000  # characters, tags included


def read_feed(page: Page, *, today: date) -> Listing:
    """Return the entries of a feed.

    Broken XML is read as far as it goes and reported. An entry needs neither a guid nor a date; a
    date without a zone is Beijing time. Raises PageUnreadable when the page is no feed,
    PageTooLarge.
    """
    text = page_text(page)
    if is_json_feed(text):
        return read_json_feed(text, url=page.final_url, today=today)
    if text.count("<") > _MOST_TAGS:
        raise PageTooLarge(
            f"订阅源过大（标签超过 {_MOST_TAGS} 个），未予解析：{page.url}",
            remedy="请核对地址；网站另有只列最新条目的订阅源时，请改用该地址",
        )
    parsed = _parsed(page, text)
    if not parsed.get("version") and not parsed.entries:
        raise PageUnreadable(
            f"该地址返回的不是订阅源：{page.url}",
            remedy='请在浏览器中打开核对；网页列表请在来源文件中改用 kind = "html_list"',
        )
    items: dict[str, ListedItem] = {}
    issues = _damage(parsed)
    entries = 0
    for entry in parsed.entries:
        item = _item(entry, base=page.final_url, today=today)
        if item:
            entries += 1
            items.setdefault(item.url, item)
        else:
            issues.append(unlinked_entry(_plain(entry.get("title") or "")))
    return Listing(
        items=tuple(items.values()),
        issues=tuple(issues),
        repeated=entries - len(items),
        dates_read=sum(1 for item in items.values() if item.published),
    )


def _parsed(page: Page, text: str) -> Any:
    # The charset is found out here, and told to feedparser in the header that it trusts most:
    # by itself it would believe a wrong header rather than the bytes.
    try:
        return feedparser.parse(
            text.encode(errors="replace"),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": page.final_url,
            },
            sanitize_html=False,  # only titles, links and dates are used
        )
    except Exception as error:  # its lenient parser breaks on some of what it was made for
        raise PageUnreadable(
            f"订阅源损坏，无法解析：{page.url}（{error}）", remedy="请告知对方网站管理员"
        ) from error


def _damage(parsed: Any) -> list[Issue]:
    if not parsed.bozo:
        return []
    return [
        Issue(
            rule_id="listing.broken_feed",
            severity=Severity.HINT,
            message="订阅源不是规范的 XML，已按可读部分收取",
            remedy="请告知对方网站管理员",
            excerpt=str(parsed.get("bozo_exception", ""))[:120],
        )
    ]


def _item(entry: Any, *, base: str, today: date) -> ListedItem | None:
    # Of a damaged feed the library keeps None where an element held nothing that it could use.
    for link in (entry.get("link") or "", entry.get("id") or ""):
        address = web_address(base, link)
        if address and is_elsewhere(address, base):
            return ListedItem(
                url=address,
                title=_plain(entry.get("title") or ""),
                published=_published(entry, today),
            )
    return None


def _plain(title: str) -> str:
    title = title[:_LONGEST_MARKED_TITLE]
    return text_of(page_tree(title)) if "<" in title or "&" in title else " ".join(title.split())


def _published(entry: Any, today: date) -> datetime | None:
    for name in ("published", "updated"):
        if name not in entry or not entry[name]:
            continue
        found = _instant(entry[name], today)
        if found:
            return found
        parsed = entry[f"{name}_parsed"]
        if parsed and parsed.tm_year in _YEARS:
            return datetime.fromtimestamp(timegm(parsed), tz=UTC)
    return None


def _instant(written: str, today: date) -> datetime | None:
    """Read a date ourselves first: feedparser takes a time without a zone for UTC."""
    found = published_in(written, today=today)
    if found:
        return found
    try:
        instant = parsedate_to_datetime(written)
    except ValueError:
        return None
    if instant.year not in _YEARS:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)
