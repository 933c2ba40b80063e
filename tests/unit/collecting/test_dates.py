"""Dates as sites write them."""

from datetime import UTC, date, datetime

import pytest

from infodesk.collecting.reading.dates import published_in, published_in_address
from infodesk.kernel.clock import SHANGHAI

TODAY = date(2026, 10, 2)


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026/07/31", _at(2026, 7, 31)),
        ("2026-09-24", _at(2026, 9, 24)),
        ("2026.7.1", _at(2026, 7, 1)),
        ("2026年9月24日", _at(2026, 9, 24)),
        ("2013年09月16日", _at(2013, 9, 16)),
        ("18-03-08", _at(2018, 3, 8)),
        ("２０２６－０９－２４", _at(2026, 9, 24)),
        ("发布时间：2026-09-24 17:30", _at(2026, 9, 24, 17, 30)),
        ("2026-07-16 15:30:12", _at(2026, 7, 16, 15, 30, 12)),
        ("2026年9月24日 8时05分", _at(2026, 9, 24, 8, 5)),
        ("2026-09-2417:30", _at(2026, 9, 24, 17, 30)),
        ("2026-09-24 25:00", _at(2026, 9, 24)),
        ("2026-13-40 2026-09-24", _at(2026, 9, 24)),
        ("[01-15]", _at(2026, 1, 15)),
        ("(10-02)", _at(2026, 10, 2)),
        ("10/03", _at(2025, 10, 3)),
        ("11月3日", _at(2025, 11, 3)),
        ("02-29", _at(2024, 2, 29)),
        ("2026-07-16T15:30:12Z", datetime(2026, 7, 16, 15, 30, 12, tzinfo=UTC)),
        ("2026-07-16T15:30:12.5+08:00", _at(2026, 7, 16, 15, 30, 12)),
        ("2026-07-16 15:30:12 -0500", datetime(2026, 7, 16, 20, 30, 12, tzinfo=UTC)),
    ],
)
def test_published_in(text, instant) -> None:
    assert published_in(text, today=TODAY) == instant


@pytest.mark.parametrize(
    "text",
    ["", "电话 0358-8223344", "吕政办发[2013]99号", "2026-02-30", "13-45", "20260924", "1.5-2.5"],
)
def test_what_is_no_date(text) -> None:
    assert published_in(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("url", "instant"),
    [
        ("https://www.ndrc.gov.cn/xwdt/xwfb/202607/t20260716_1406530.html", _at(2026, 7, 16)),
        ("http://ll.sxgov.cn/content/2026-08/25/content_13676534.htm", _at(2026, 8, 25)),
        ("http://a.cn/2026/08/25/x.html", _at(2026, 8, 25)),
        ("http://a.cn/202608/25/x.html", _at(2026, 8, 25)),
        ("http://a.cn/t20261340_1.html", None),
        ("http://a.cn/content/13676534.htm", None),
    ],
)
def test_published_in_address(url, instant) -> None:
    assert published_in_address(url) == instant
