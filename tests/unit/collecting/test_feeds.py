"""Feeds of every make, broken ones included."""

import json
from datetime import UTC, date, datetime

import pytest
from tests.fakes.web_pages import page

from infodesk.collecting.listing.feeds import read_feed
from infodesk.collecting.web.page_errors import PageTooLarge, PageUnreadable
from infodesk.kernel.clock import SHANGHAI

URL = "http://www.sxllnews.cn/rss/news.xml"
TODAY = date(2026, 11, 22)


def _read(xml: str | bytes, **headers: str):
    content = xml.encode() if isinstance(xml, str) else xml
    return read_feed(page(URL, content, headers=headers), today=TODAY)


def _rss(items: str) -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    )


def test_rss() -> None:
    listing = _read(
        _rss(
            "<item><title>甲</title><link>http://a.cn/1.html</link>"
            "<pubDate>Sat, 21 Nov 2026 08:30:00 +0800</pubDate></item>"
        )
    )
    (item,) = listing.items
    assert (item.url, item.title) == ("http://a.cn/1.html", "甲")
    assert item.published == datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    assert listing.issues == ()


def test_atom() -> None:
    listing = _read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title type="html">'
        "&lt;b&gt;甲&lt;/b&gt;乙</title><link rel='alternate' href='../a/1.html'/>"
        "<updated>2026-11-21T08:30:00Z</updated></entry></feed>"
    )
    assert listing.items[0].url == "http://www.sxllnews.cn/a/1.html"
    assert listing.items[0].title == "甲乙"
    assert listing.items[0].published == datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


def test_rdf_of_the_first_days() -> None:
    listing = _read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>甲</title><link>http://a.cn/1</link>'
        "<dc:date>2026-11-21</dc:date></item></rdf:RDF>"
    )
    assert listing.items[0].published == datetime(2026, 11, 21, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-20 18:06:00", datetime(2026, 11, 20, 18, 6, tzinfo=SHANGHAI)),
        ("Fri, 20 Nov 2026 18:06:00", datetime(2026, 11, 20, 18, 6, tzinfo=SHANGHAI)),
        ("Fri, 20 Nov 2026 10:06:00 GMT", datetime(2026, 11, 20, 10, 6, tzinfo=UTC)),
        ("2026年11月20日", datetime(2026, 11, 20, tzinfo=SHANGHAI)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates(written, instant) -> None:
    listing = _read(
        _rss(
            f"<item><title>甲</title><link>http://a.cn/1</link><pubDate>{written}</pubDate></item>"
        )
    )
    assert listing.items[0].published == instant


def test_entries_without_guid_or_date_and_with_relative_links() -> None:
    listing = _read(_rss("<item><title>甲</title><link>/content/1.html</link></item>"))
    assert listing.items[0].url == "http://www.sxllnews.cn/content/1.html"
    assert listing.items[0].published is None


def test_a_guid_that_is_an_address_serves_as_link() -> None:
    listing = _read(_rss("<item><title>甲</title><guid>http://a.cn/1.html</guid></item>"))
    assert listing.items[0].url == "http://a.cn/1.html"


def test_an_entry_that_leads_nowhere_is_reported() -> None:
    listing = _read(
        _rss(
            "<item><title>甲</title></item><item><title>乙</title><link>javascript:x</link></item>"
        )
    )
    assert listing.items == ()
    assert [issue.excerpt for issue in listing.issues] == ["甲", "乙"]


def test_entities_written_twice() -> None:
    listing = _read(
        _rss("<item><title>甲 &amp;mdash; 乙&amp;amp;丙</title><link>http://a.cn/1</link></item>")
    )
    assert listing.items[0].title == "甲 — 乙&丙"


@pytest.mark.parametrize("header", ["", "application/xml; charset=utf-8", "text/xml; charset=big5"])
def test_a_gb2312_feed_under_any_header(header) -> None:
    xml = _rss("<item><title>镕创新公司喆</title><link>http://a.cn/1</link></item>").replace(
        '"1.0"', '"1.0" encoding="gb2312"'
    )
    headers = {"content-type": header} if header else {}
    assert _read(xml.encode("gb18030"), **headers).items[0].title == "镕创新公司喆"


@pytest.mark.parametrize(
    "broken",
    [
        _rss("<item><title>甲 & 乙</title><link>http://a.cn/1</link></item>"),
        _rss("<item><title>甲&nbsp;乙</title><link>http://a.cn/1</link></item>")[:-20],
        "\n\n" + _rss("<item><title>甲</title><link>http://a.cn/1</link></item>") + "<!-- <p",
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes_and_reported(broken) -> None:
    listing = _read(broken)
    assert [item.url for item in listing.items] == ["http://a.cn/1"]
    assert [issue.rule_id for issue in listing.issues] == ["listing.broken_feed"]


@pytest.mark.parametrize(
    "content", ["<html><body><p>首页</p></body></html>", "", "%PDF-1.4", "<a><b></a>"]
)
def test_what_is_no_feed(content) -> None:
    with pytest.raises(PageUnreadable, match="不是订阅源") as raised:
        _read(content)
    assert "html_list" in raised.value.remedy


def test_a_feed_that_breaks_its_parser() -> None:
    with pytest.raises(PageUnreadable, match="订阅源损坏"):
        _read(_rss("<item><title>甲&#xD800; & 乙</title><link>http://a.cn/1</link></item>"))


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        + _rss("<item><title>x&c;&f;</title><link>http://a.cn/1</link></item>").partition("?>")[2]
    )
    listing = _read(bomb)
    title = listing.items[0].title if listing.items else ""
    assert "aaaa" not in title
    assert "root:" not in title


@pytest.mark.parametrize("link", ["//", "#", "", "news.xml", "http://www.sxllnews.cn/rss/news.xml"])
def test_a_link_to_the_feed_itself_leads_nowhere(link) -> None:
    listing = _read(_rss(f"<item><title>甲</title><link>{link}</link></item>"))
    assert listing.items == ()
    assert [issue.excerpt for issue in listing.issues] == ["甲"]


@pytest.mark.parametrize(
    "xml",
    [
        (
            '<rss version="0.91"><channel><item><title>甲</title><link>x.html</link></item>'
            "</channel></rss>"
        ),
        (
            '<rss version="0.92"><channel><item><title>甲</title><link>x.html</link></item>'
            "</channel></rss>"
        ),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>x</title></channel>'
            "<item><title>甲</title><link>x.html</link></item></rdf:RDF>"
        ),
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>甲</title>'
            '<link rel="alternate" href="x.html"/></entry></feed>'
        ),
    ],
)
def test_feeds_of_every_age(xml) -> None:
    listing = _read(xml)
    assert [(item.url, item.title) for item in listing.items] == [
        ("http://www.sxllnews.cn/rss/x.html", "甲")
    ]


def test_entries_that_lead_to_one_address_are_counted() -> None:
    entry = "<item><title>甲</title><link>http://a.cn/1</link></item>"
    listing = _read(_rss(entry * 3))
    assert (len(listing.items), listing.repeated) == (1, 2)


def _json_feed(*entries: dict, version: str = "https://jsonfeed.org/version/1.1") -> str:
    return json.dumps({"version": version, "title": "x", "items": list(entries)})


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed(version) -> None:
    feed = _json_feed(
        {
            "id": "12",
            "url": "/content/1.html",
            "title": " 甲\n乙 ",
            "date_published": "2026-11-21T08:30:00+08:00",
        },
        {"id": "http://a.cn/2.html", "content_text": "x", "date_modified": "2026-11-20"},
        {"id": "3", "url": None, "external_url": "http://b.cn/3.html", "title": "丙"},
        version=f"https://jsonfeed.org/version/{version}",
    )
    listing = _read(feed, **{"content-type": "application/feed+json"})
    assert [(item.url, item.title) for item in listing.items] == [
        ("http://www.sxllnews.cn/content/1.html", "甲 乙"),
        ("http://a.cn/2.html", ""),
        ("http://b.cn/3.html", "丙"),
    ]
    assert [item.published for item in listing.items] == [
        datetime(2026, 11, 21, 0, 30, tzinfo=UTC),
        datetime(2026, 11, 20, tzinfo=SHANGHAI),
        None,
    ]


def test_an_entry_of_a_json_feed_that_leads_nowhere() -> None:
    listing = _read(_json_feed({"id": "12", "title": "甲"}, {"url": 5}, {"id": 7}))
    assert listing.items == ()
    assert [issue.excerpt for issue in listing.issues] == ["甲", "", ""]


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '{"version": "https://jsonfeed.org/version/1"}',
        '{"version": "2", "items": []}',
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        '{"version": ',
        '{"a":' * 100_000,
    ],
)
def test_what_is_no_json_feed(content) -> None:
    with pytest.raises(PageUnreadable, match="不是订阅源") as raised:
        _read(content)
    assert "json_api" in raised.value.remedy


def test_damage_that_leaves_the_library_without_a_link_breaks_nothing() -> None:
    listing = _read("<item<guid<e</guid<")
    assert listing.items == ()
    assert "listing.entry_without_link" in {issue.rule_id for issue in listing.issues}


def test_what_an_entry_without_link_says_can_be_stored() -> None:
    listing = _read(_json_feed({"title": "题\ud800\u202e"}))
    assert [issue.excerpt for issue in listing.issues] == ["题"]


def test_a_feed_that_takes_too_long_to_parse_is_refused() -> None:
    with pytest.raises(PageTooLarge, match="订阅源过大"):
        _read(_rss("<item></item>" * 25_001))


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("updated", "9999-12-31T23:59:60Z"),
        ("pubDate", "Fri, 31 Dec 9999 23:59:59 -0900"),
    ],
)
def test_a_time_at_the_ends_of_time_is_none(tag, written) -> None:
    item = f"<item><link>http://a.cn/1</link><{tag}>{written}</{tag}></item>"
    assert [item.published for item in _read(_rss(item)).items] == [None]
