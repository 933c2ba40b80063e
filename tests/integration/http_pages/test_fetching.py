"""What a good answer gives, and how politely it is asked for."""

import gzip
import threading
import time
import zlib
from itertools import pairwise

import brotli
import pytest

from infodesk.adapters.http_pages import Bounds, HttpPages, Manners
from infodesk.collecting.web.page_errors import PageUnreachable
from infodesk.collecting.web.pages import NotModified, Page

PAGE = "<html><body><p>第一段</p></body></html>".encode()


def test_a_page_with_its_headers(site, pages) -> None:
    url = site.says(
        "/x",
        PAGE,
        headers={
            "Content-Type": 'text/html; Charset="GBK"',
            "ETag": '"1"',
            "Last-Modified": "Thu, 24 Sep 2026 09:30:00 GMT",
        },
    )
    page = pages.fetch(url)
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.status) == (url, url, 200)
    assert page.content == PAGE
    assert (page.media_type, page.charset_hint) == ("text/html", "GBK")
    assert (page.etag, page.last_modified) == ('"1"', "Thu, 24 Sep 2026 09:30:00 GMT")


def test_who_we_are(site) -> None:
    pages = HttpPages(
        manners=Manners(interval_seconds=0),
        exempt=frozenset({("127.0.0.1", site.port)}),
        user_agent="Infodesk-Test/1 (+https://portal.infodesk.example/)",
    )
    pages.fetch(site.says("/x", PAGE))
    headers = site.asked[0][1]
    assert headers["user-agent"] == "Infodesk-Test/1 (+https://portal.infodesk.example/)"
    assert headers["accept-encoding"] == "gzip, deflate, br"
    assert "if-none-match" not in headers


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:10]) + gzip.compress(PAGE[10:])),
        ("gzip", gzip.compress(PAGE) + b"\0" * 10),
        ("gzip", PAGE),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("br", brotli.compress(PAGE)),
        ("BR ", brotli.compress(PAGE)),
        ("identity", PAGE),
    ],
    ids=[
        "gzip", "two members", "padded", "only said to be", "zlib", "raw deflate", "brotli",
        "capitals", "identity",
    ],
)  # fmt: skip
def test_packed_pages(site, pages, coding, packed) -> None:
    page = pages.fetch(site.says("/x", packed, headers={"Content-Encoding": coding}))
    assert page.content == PAGE
    assert page.packed == (b"" if packed == PAGE else packed)


def test_a_packed_answer_without_content(site, pages) -> None:
    assert pages.fetch(site.says("/x", b"", headers={"Content-Encoding": "br"})).content == b""


def test_what_went_over_the_wire_is_kept(site, pages) -> None:
    """As evidence: every redirect, and the head of each request and answer as it was."""
    site.says("/b/文", PAGE, headers={"X-Odd": "1", "ETag": '"1"'})
    site.answers["/b/%E6%96%87"] = site.answers["/b/文"]
    url = site.says("/a?q=1", status=302, headers={"Location": "/b/文".encode().decode("latin-1")})
    site.answers["/a"] = site.answers["/a?q=1"]
    first, last = pages.fetch(url, referer="http://a.example/").exchanges
    assert (first.url, first.target, first.status, first.peer) == (url, "/a?q=1", 302, "127.0.0.1")
    assert ("Host", f"127.0.0.1:{site.port}") in first.request_headers
    assert ("Referer", "http://a.example/") in first.request_headers
    assert (last.url, last.target, last.status, last.reason) == (
        f"{site.url}/b/文", "/b/%E6%96%87", 200, "OK",
    )  # fmt: skip
    assert last.http_version == "1.1"
    assert {"X-Odd", "ETag"} < {name for name, _ in last.headers}
    sent = {name.lower(): value for name, value in last.request_headers}
    assert sent.items() <= site.asked[-1][1].items()


def test_validators_go_out_apart_and_304_comes_back(site, pages) -> None:
    url = site.says("/x", status=304, headers={"ETag": '"2"'})
    answer = pages.fetch(url, etag='"1"', last_modified="Thu, 24 Sep 2026 09:30:00 GMT")
    assert answer == NotModified(url=url, etag='"2"', last_modified="")
    assert site.asked[0][1]["if-none-match"] == '"1"'
    assert site.asked[0][1]["if-modified-since"] == "Thu, 24 Sep 2026 09:30:00 GMT"
    pages.fetch(url, last_modified="Thu, 24 Sep 2026 09:30:00 GMT")
    assert "if-none-match" not in site.asked[1][1]


def test_redirects_are_followed_and_named(site, pages) -> None:
    site.says("/b/文", PAGE)
    site.answers["/b/%E6%96%87"] = site.answers["/b/文"]
    url = site.says("/a/x", status=301, headers={"Location": "../b/文".encode().decode("latin-1")})
    page = pages.fetch(url)
    assert page.url == url
    assert page.final_url == f"{site.url}/b/文"
    assert page.content == PAGE


def test_cookies_of_a_redirect_go_along(site, pages) -> None:
    """Some sites send everybody to the same address once more, with a cookie."""

    def answer(handler) -> None:
        is_known = "seen=1" in handler.headers.get("Cookie", "")
        handler.send_response(200 if is_known else 302)
        handler.send_header("Content-Length", str(len(PAGE) if is_known else 0))
        handler.send_header("Set-Cookie", "seen=1")
        handler.send_header("Location", "/x")
        handler.end_headers()
        handler.wfile.write(PAGE if is_known else b"")

    assert pages.fetch(site.does("/x", answer)).content == PAGE


def test_connections_are_used_again(site, pages) -> None:
    for number in range(3):
        pages.fetch(site.says(f"/{number}", PAGE))
    assert len(site.peers) == 1


def test_retry_after_is_obeyed_once(site, pages) -> None:
    def answer(handler) -> None:
        is_first = len(site.asked) == 1
        handler.send_response(503 if is_first else 200)
        handler.send_header("Retry-After", "1")
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    started = time.monotonic()
    assert pages.fetch(site.does("/x", answer)).content == b"ok"
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("retry_after", "times_asked"),
    [("1", 2), ("3600", 1), ("nonsense", 1), ("Thu, 01 Jan 2099 00:00:00 GMT", 1)],
)
def test_a_busy_server_is_left_alone(site, pages, retry_after, times_asked) -> None:
    url = site.says("/x", status=429, headers={"Retry-After": retry_after})
    with pytest.raises(PageUnreachable, match="稍后再访问（429）"):
        pages.fetch(url)
    assert len(site.asked) == times_asked


def test_one_request_at_a_time_and_a_pause_between(site) -> None:
    pages = HttpPages(
        manners=Manners(interval_seconds=0.2), exempt=frozenset({("127.0.0.1", site.port)})
    )
    spans = []

    def answer(handler) -> None:
        began = time.monotonic()
        time.sleep(0.1)
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        spans.append((began, time.monotonic()))

    url = site.does("/x", answer)
    threads = [threading.Thread(target=pages.fetch, args=(url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spans.sort()
    assert len(spans) == 4
    for (_, ended), (began, _) in pairwise(spans):
        assert began - ended >= 0.19


def test_replay_leads_every_host_to_one_server(site) -> None:
    pages = HttpPages(
        manners=Manners(interval_seconds=0), replay_url=site.url, bounds=Bounds(total_seconds=5)
    )
    site.says("/xwdt/", PAGE)
    site.says("/old", status=302, headers={"Location": "http://ll.sxgov.cn/xwdt/"})
    assert pages.fetch("https://www.ndrc.gov.cn/xwdt/").content == PAGE
    page = pages.fetch("http://www.lvliang.gov.cn:8080/old", allow_private=True)
    assert page.final_url == "http://ll.sxgov.cn/xwdt/"
    asked = [(path, h["host"], h["x-forwarded-proto"]) for path, h in site.asked]
    assert asked == [
        ("/xwdt/", "www.ndrc.gov.cn", "https"),
        ("/old", "www.lvliang.gov.cn:8080", "http"),
        ("/xwdt/", "ll.sxgov.cn", "http"),
    ]
