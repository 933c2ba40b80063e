"""robots.txt is asked for once, and what it says is done (RFC 9309)."""

import time
from itertools import pairwise

import pytest

from infodesk.adapters.http_pages import Bounds, HttpPages, Manners
from infodesk.adapters.robots import LARGEST_PARSED, RobotsFiles
from infodesk.collecting.web.page_errors import (
    AddressRefused,
    ChallengeMet,
    HostBusy,
    PageUnreachable,
    RobotsRefused,
)

PAGE = b"<p>x</p>"
ALL_FORBIDDEN = b"User-agent: *\nDisallow: /\n"


def test_it_is_asked_for_once_and_as_ourselves(site, pages) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /inside/\n")
    for name in ("/a", "/b"):
        assert pages.fetch(site.says(name, PAGE)).content == PAGE
    (asked,) = site.asked_robots
    assert asked[1]["user-agent"].startswith("Infodesk/")


def test_a_forbidden_address_is_not_asked_for(site, pages) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /inside/\nAllow: /inside/open/\n")
    with pytest.raises(RobotsRefused, match=r"robots\.txt 不允许") as raised:
        pages.fetch(site.says("/inside/x", PAGE))
    assert "robots_exception" in raised.value.remedy
    assert site.asked == []
    assert pages.fetch(site.says("/inside/open/x", PAGE)).content == PAGE


def test_a_group_of_our_own_counts_before_the_one_for_all(site, pages) -> None:
    site.says("/robots.txt", ALL_FORBIDDEN + b"\nUser-agent: Infodesk\nDisallow: /no\n")
    assert pages.fetch(site.says("/yes", PAGE)).content == PAGE
    with pytest.raises(RobotsRefused):
        pages.fetch(site.says("/no", PAGE))


def test_a_redirect_into_what_is_forbidden_is_refused(site, pages) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /inside/\n")
    site.says("/inside/x", PAGE)
    with pytest.raises(RobotsRefused):
        pages.fetch(site.says("/x", status=302, headers={"Location": "/inside/x"}))
    assert [path for path, _ in site.asked] == ["/x"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_one_forbids_nothing(site, pages, status) -> None:
    site.says("/robots.txt", ALL_FORBIDDEN, status=status)
    assert pages.fetch(site.says("/x", PAGE)).content == PAGE


@pytest.mark.parametrize("status", [500, 502])
def test_one_that_cannot_be_had_forbids_everything_for_now(site, pages, status) -> None:
    site.says("/robots.txt", status=status)
    url = site.says("/x", PAGE)
    for _ in range(2):
        with pytest.raises(PageUnreachable, match=r"读不到 http://.*/robots\.txt.*RFC 9309"):
            pages.fetch(url)
    assert site.asked == []
    assert len(site.asked_robots) == 3  # with the two that are worth it, and not for each page


def test_one_that_is_busy_says_when_to_come_again(site, pages) -> None:
    site.says("/robots.txt", status=503, headers={"Retry-After": "3600"})
    with pytest.raises(HostBusy) as raised:
        pages.fetch(site.says("/x", PAGE))
    assert raised.value.retry_after == 3600


def test_a_challenge_in_its_place_is_a_challenge(site, pages) -> None:
    site.says("/robots.txt", status=412)
    with pytest.raises(ChallengeMet):
        pages.fetch(site.says("/x", PAGE))


def test_redirects_are_followed_but_not_for_ever(site, pages) -> None:
    site.says("/robots.txt", status=301, headers={"Location": "/there.txt"})
    site.says("/there.txt", ALL_FORBIDDEN)
    with pytest.raises(RobotsRefused):
        pages.fetch(site.says("/x", PAGE))


def test_redirects_in_a_circle_are_none_at_all(site, pages) -> None:
    site.says("/robots.txt", status=301, headers={"Location": "/robots.txt"})
    assert pages.fetch(site.says("/x", PAGE)).content == PAGE


def test_a_redirect_into_a_private_network_is_refused(site, pages) -> None:
    site.says("/robots.txt", status=301, headers={"Location": "http://10.0.0.1/robots.txt"})
    with pytest.raises(AddressRefused):
        pages.fetch(site.says("/x", PAGE))


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><h1>404</h1></body></html>",
        b"",
        b"\xef\xbb\xbfUser-agent: other\nDisallow: /",
        b"\xff\xfe\x00\x01" * 1000,
        b"Disallow: /\n",  # for nobody
    ],
)
def test_what_is_no_rule_for_us_forbids_nothing(site, pages, content) -> None:
    site.says("/robots.txt", content)
    assert pages.fetch(site.says("/x", PAGE)).content == PAGE


def test_a_byte_order_mark_hides_no_rule(site, pages) -> None:
    site.says("/robots.txt", b"\xef\xbb\xbf" + ALL_FORBIDDEN)
    with pytest.raises(RobotsRefused):
        pages.fetch(site.says("/x", PAGE))


def test_only_the_beginning_of_a_huge_one_is_read(site, pages) -> None:
    site.says("/robots.txt", b"#" * 99 + b"\n" + b"# x\n" * (LARGEST_PARSED // 4) + ALL_FORBIDDEN)
    assert pages.fetch(site.says("/x", PAGE)).content == PAGE


def test_thousands_of_wildcards_cost_no_time(site, pages) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /" + b"*a" * 20_000 + b"$\n")
    started = time.monotonic()
    assert pages.fetch(site.says("/" + "a" * 2000, PAGE)).content == PAGE
    assert time.monotonic() - started < 1


def test_the_pause_that_it_asks_for_is_kept(site) -> None:
    pages = _pages(site, Manners(interval_seconds=0))
    site.says("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n")
    times = []

    def answer(handler) -> None:
        times.append(time.monotonic())
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    for name in ("/1", "/2", "/3"):
        pages.fetch(site.does(name, answer))
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))


def test_a_pause_beyond_reason_is_for_people_to_talk_about(site, pages) -> None:
    site.says("/robots.txt", b"User-agent: *\nCrawl-delay: 3600\n")
    with pytest.raises(RobotsRefused, match="至少间隔 3600 秒"):
        pages.fetch(site.says("/x", PAGE))


def test_leave_in_writing_sets_it_aside(site) -> None:
    pages = _pages(site, Manners(interval_seconds=0, robots_exceptions=frozenset({"127.0.0.1"})))
    site.says("/robots.txt", ALL_FORBIDDEN)
    assert pages.fetch(site.says("/x", PAGE)).content == PAGE
    assert site.asked_robots == []


def test_a_look_that_a_person_asked_for_is_no_collecting(site, pages) -> None:
    site.says("/robots.txt", ALL_FORBIDDEN)
    assert pages.fetch(site.says("/x", PAGE), heeds_robots=False).content == PAGE


def test_it_is_asked_for_again_the_next_day_and_a_failure_sooner() -> None:
    now, asked = [0.0], []

    def read(url: str) -> bytes | None:
        asked.append(url)
        return None

    robots = RobotsFiles(agent="Infodesk", monotonic=lambda: now[0])
    for hours in (0, 23, 24, 25):
        now[0] = hours * 3600
        robots.delay_for("http://A.example/x", read=read)
    assert asked == ["http://a.example/robots.txt"] * 2

    def fail(url: str) -> bytes | None:
        asked.append(url)
        raise PageUnreachable("无法连接")

    asked.clear()
    for minutes in (0, 9, 10):
        now[0] = (100 * 60 + minutes) * 60
        with pytest.raises(PageUnreachable):
            robots.delay_for("http://b.example/x", read=fail)
    assert len(asked) == 2


def test_each_scheme_and_port_has_its_own() -> None:
    asked = []
    robots = RobotsFiles(agent="Infodesk")
    for url in ("http://a/x", "https://a/x", "http://a:8080/x", "http://a/y"):
        robots.delay_for(url, read=asked.append)
    assert asked == [
        f"{origin}/robots.txt" for origin in ("http://a", "https://a", "http://a:8080")
    ]


def test_memory_is_bounded() -> None:
    robots = RobotsFiles(agent="Infodesk")
    asked = []
    for number in [*range(300), 299, 0]:
        robots.delay_for(f"http://h{number}/x", read=asked.append)
    assert len(asked) == 301  # the first was forgotten, the last was not


def _pages(site, manners: Manners) -> HttpPages:
    return HttpPages(
        manners=manners,
        exempt=frozenset({("127.0.0.1", site.port)}),
        bounds=Bounds(total_seconds=5),
    )
