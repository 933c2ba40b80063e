"""Whole visits over real HTTP: every bad answer ends in a problem, and the rest goes on."""

import gzip
from datetime import UTC, datetime

import pytest
from tests.fakes.captures import MemoryCaptures
from tests.fakes.clock import StoppedClock
from tests.fakes.collecting_records import MemoryDatabase
from tests.fakes.file_store import MemoryFileStore

from infodesk.catalog.collecting import CollectingRules
from infodesk.catalog.sources import Source
from infodesk.collecting.collect_source import collect_source

GZIP = {"Content-Encoding": "gzip"}


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


@pytest.fixture
def visit(site, pages, database):
    """Visit the list of the site; returns what came of it."""

    def collect(**changes):
        source = Source.model_validate(
            {
                "id": "a_notices",
                "name": "某市·通知公告",
                "kind": "html_list",
                "url": f"{site.url}/list/",
                "credit": "某市网站",
                "target": [{"channel": "portal", "column": "city"}],
                "list": {"item": "li", "date": "span"},
                "article": {"title": ["h1"], "published": ["i"], "credit": ["b"], "body": ["#b"]},
            }
            | changes
        )
        return collect_source(
            source,
            department_id="credit_centre",
            rules=CollectingRules(),
            pages=pages,
            captures=MemoryCaptures(),
            files=MemoryFileStore(),
            begin=database.begin,
            clock=StoppedClock(datetime(2026, 11, 22, 2, 0, tzinfo=UTC)),
            is_forced=True,
        )

    return collect


def _list(*names: str) -> bytes:
    items = [f"<li><a href='{n}'>镕条目{n}</a><span>2026-11-20</span></li>" for n in names]
    return f"<ul>{''.join(items)}</ul>".encode()


def _article(name: str, charset: str = "utf-8") -> bytes:
    head = f"<h1>镕条目{name}</h1><i>2026-11-20 08:00</i><b>来源：某局</b>"
    return f"{head}<div id=b><p>正文{name}</p></div>".encode(charset)


def test_articles_that_fail_each_in_its_own_way(site, visit, database) -> None:
    names = ("good", "gone", "cut", "loop", "inside", "huge", "wrong", "last")
    site.says("/list/", _list(*names))
    site.says("/list/good", _article("good"))
    site.says("/list/gone", status=404)
    site.says("/list/cut", gzip.compress(_article("cut"))[:-9], headers=GZIP)
    site.says("/list/loop", status=302, headers={"Location": "/list/loop"})
    site.says("/list/inside", status=302, headers={"Location": "http://169.254.169.254/"})
    site.says("/list/huge", headers={"Content-Length": str(50 * 1024 * 1024)})
    site.says(
        "/list/wrong",
        _article("wrong", "gb18030"),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )
    site.says("/list/last", gzip.compress(_article("last")), headers=GZIP)
    outcome = visit()
    assert (outcome.listed, outcome.failed) == (8, 5)
    titles = [a.revision.content.title for a in database.state.articles.values()]
    assert titles == ["镕条目good", "镕条目wrong", "镕条目last"]
    details = database.state.problems["source_articles", "source:a_notices"].details
    for words in ("网页不存在（404）", "压缩内容损坏", "跳转超过", "拒绝访问内部地址", "50 MB"):
        assert words in details


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ({"status": 404}, "source_failed", "网页不存在"),
        ({"status": 412}, "source_challenge", "要求人工验证"),
        ({"status": 521}, "source_challenge", "要求人工验证"),
        ({"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, "source_failed", "内部地址"),
        ({"headers": {"Content-Length": str(50 * 1024 * 1024)}}, "source_failed", "50 MB"),
        ({"body": gzip.compress(b"x")[:-3], "headers": GZIP}, "source_failed", "压缩内容损坏"),
        ({"body": b"<div>new design</div>"}, "source_expectation", "只读到 0 条"),
    ],
)
def test_lists_that_fail(site, visit, database, answer, kind, words) -> None:
    site.says("/list/", **answer)
    outcome = visit()
    assert outcome.alarms == (kind,)
    problem = database.state.problems[kind, "source:a_notices"]
    assert words in problem.details
    assert problem.remedy


def test_a_broken_feed(site, visit, database) -> None:
    site.says(
        "/list/",
        "<?xml version='1.0' encoding='gb2312'?><rss version='2.0'><channel>"
        "<item><title>镕 & 乙</title><link>/list/one</link></item></channel>".encode("gb18030"),
        headers={"Content-Type": "application/xml; charset=utf-8"},
    )
    site.says("/list/one", _article("one"))
    outcome = visit(kind="feed", list=None)
    assert (outcome.new, outcome.alarms) == (1, ("source_expectation",))
    assert (
        "不是规范的 XML"
        in database.state.problems["source_expectation", "source:a_notices"].details
    )


def test_a_second_visit_is_answered_304(site, visit) -> None:
    site.says("/list/", _list("one"), headers={"ETag": '"1"'})
    site.says("/list/one", _article("one"))
    assert visit().new == 1
    site.says("/list/", status=304)
    assert visit().is_unchanged
    assert site.asked[-1][1]["if-none-match"] == '"1"'
