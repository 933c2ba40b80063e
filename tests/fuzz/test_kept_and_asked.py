"""Damaged evidence and broken robots.txt: told from whole ones, and never taken for something."""

from datetime import UTC, datetime

from hypothesis import strategies as st
from tests.fakes.web_pages import page
from tests.fuzz.answers import URL
from tests.fuzz.broken_input import broken_pages, fuzzed, mutated

from infodesk.adapters.robots import RobotsFiles
from infodesk.adapters.warc_captures import CaptureDamaged, read_warc, warc_file
from infodesk.collecting.web.page_errors import PageError

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def _capture(content: bytes, seed: int) -> None:
    kept = warc_file(page(URL, content), at=AT)
    assert read_warc(kept, name="x").page.content == content
    damaged = mutated(kept, seed)
    try:
        read = read_warc(damaged, name="x")
    except CaptureDamaged:
        return
    # What is still read after some damage (a flag in a gzip head) is what was kept.
    assert read.page.content == content


def _robots(content: bytes) -> None:
    robots = RobotsFiles(agent="Infodesk")
    try:
        delay = robots.delay_for(URL, read=lambda _: content)
    except PageError:
        return
    assert 0 <= delay <= 60


_LINES = (
    "User-agent: *\n", "User-agent: Infodesk\n", "Disallow: /\n", "Disallow: /*a*b*c*$\n",
    "Allow: /%zz\n", "Crawl-delay: 1e999\n", "Crawl-delay: nan\n", "Crawl-delay: -5\n",
    "Crawl-delay: 0x10\n", "Request-rate: 1/0s\n", "Visit-time: 9999-0000\n", "\x00\n",
    "Sitemap: http://[x\n", "Disallow: /%ff%fe\n", "Disallow: " + "*a" * 500 + "\n",
)  # fmt: skip
_ROBOTS = st.lists(st.sampled_from(_LINES) | st.text(max_size=30), max_size=20).map(
    lambda lines: "".join(lines).encode(errors="replace")
)

test_captures, test_captures_at_length = fuzzed(_capture, broken_pages(), st.integers(0, 2**32))
test_robots, test_robots_at_length = fuzzed(_robots, _ROBOTS | broken_pages())
