"""Walking what a source lists: newest first, back to a date at first, never losing what is owed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fakes.web_pages import FakeWebPages, page

from infodesk.catalog.collecting import Polling
from infodesk.catalog.sources import (
    Expectations,
    JsonList,
    ListSelectors,
    Paging,
    PagingKind,
    PaperSelectors,
    ReprintTarget,
    Source,
    SourceKind,
)
from infodesk.collecting.listing.harvest import Harvest
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.tally import Tally
from infodesk.collecting.visits import next_visit
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.collecting.web.page_errors import ChallengeMet, PageUnreachable, PageUnreadable
from infodesk.collecting.web.pages import NotModified

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
URL = "https://a.infodesk.example/tzgg/"
TURNED = Paging(kind=PagingKind.CREATE_PAGE_HTML, back_to=date(2026, 11, 1))
NEVER = SourceVisit(source_id="news", last_checked_at=NOW)
EARLIER = replace(NEVER, last_read_at=NOW - timedelta(hours=2))


def _source(**fields) -> Source:
    known = {
        "id": "news",
        "name": "新闻",
        "kind": SourceKind.HTML_LIST,
        "url": URL,
        "credit": "示例网",
        "target": (ReprintTarget(channel="portal", column="city"),),
        "list": ListSelectors(item="li", date="span"),
        "paging": TURNED,
        "expect": Expectations(),
    }
    return Source(**(known | fields))


def _list(*numbers: int, pages: int = 4) -> bytes:
    """A page of a list; the number of an item is its day in November, below 1 in October."""
    items = "".join(
        f"<li><a href={n}.html>第{n}条</a>"
        f"<span>{date(2026, 11, 1) + timedelta(days=n - 1)}</span></li>"
        for n in numbers
    )
    return f'<ul>{items}</ul><script>createPageHTML({pages},0,"index","html")</script>'.encode()


class Desk:
    """Visits a source again and again, as the collecting task does."""

    def __init__(self, source: Source, *pages: bytes) -> None:
        self.source = source
        self.web = FakeWebPages()
        self.show(*pages)
        self.known: set[str] = set()
        self.visit = NEVER

    def show(self, *pages: bytes) -> None:
        addresses = [URL, *(f"{URL}index_{n}.html" for n in range(1, len(pages)))]
        self.web.answers = dict(zip(addresses, pages, strict=True))

    def look(self) -> Harvest:
        self.web.asked.clear()
        return read_listing(
            self.source,
            pages=self.web,
            before=self.visit,
            known=lambda keys: frozenset(keys) & self.known,
            now=NOW,
        )

    def collect(self, *, is_killed: bool = False) -> list[str]:
        """Look, take in what one run may, and remember the visit unless killed before that."""
        harvest = self.look()
        fresh = [i for i in harvest.listing.items if normalised_url(i.url) not in self.known]
        taken = fresh[: self.source.items_per_run]
        self.known |= {normalised_url(item.url) for item in taken}
        if not is_killed:
            self.visit = replace(
                self.visit, last_read_at=NOW - timedelta(hours=1), older_page=harvest.older_page
            )
        return [item.title for item in taken]

    @property
    def turned(self) -> list[str]:
        return [url.removeprefix(URL) for url in self.web.asked[1:]]


FOUR = (_list(20, 19, 18), _list(17, 16, 15), _list(10, 5, 1), _list(0, -3))


class TestFirstVisits:
    """The first visits go back to a date, a bounded number of articles each."""

    def test_back_to_the_date_and_no_further(self) -> None:
        desk = Desk(_source(), *FOUR)
        harvest = desk.look()
        assert [i.title[1:-1] for i in harvest.listing.items] == [
            "20",
            "19",
            "18",
            "17",
            "16",
            "15",
            "10",
            "5",
            "1",
        ]
        assert desk.turned == ["index_1.html", "index_2.html", "index_3.html"]
        assert harvest.pages_read == 4
        assert harvest.issues == ()
        # The older pages hold what is not taken in yet, so the next visit looks there again.
        assert harvest.older_page == 2
        assert not harvest.is_complete

    def test_without_a_date_the_newest_page_is_all(self) -> None:
        desk = Desk(_source(paging=Paging(kind=PagingKind.CREATE_PAGE_HTML)), *FOUR)
        harvest = desk.look()
        assert len(harvest.listing.items) == 3
        assert (desk.turned, harvest.older_page, harvest.is_complete) == ([], 0, True)

    def test_items_before_the_date_are_left_out_of_the_newest_page_too(self) -> None:
        desk = Desk(_source(), _list(2, 0, pages=1))
        assert [item.title for item in desk.look().listing.items] == ["第2条"]

    @pytest.mark.parametrize("items_per_run", [1, 2, 3, 4, 30])
    def test_every_article_comes_once_however_few_a_visit_may_take(self, items_per_run) -> None:
        desk = Desk(_source(items_per_run=items_per_run), *FOUR)
        taken: list[str] = []
        for _ in range(20):
            taken += desk.collect()
        assert taken == [f"第{n}条" for n in (20, 19, 18, 17, 16, 15, 10, 5, 1)]
        assert desk.visit.older_page == 0

    def test_a_kill_before_the_visit_is_recorded_loses_nothing(self) -> None:
        desk = Desk(_source(items_per_run=4), *FOUR)
        taken = desk.collect(is_killed=True) + desk.collect()
        taken += desk.collect(is_killed=True) + desk.collect() + desk.collect() + desk.collect()
        assert len(taken) == len(set(taken)) == 9
        assert desk.visit.older_page == 0

    def test_news_that_come_in_meanwhile_are_not_lost(self) -> None:
        desk = Desk(_source(items_per_run=3), *FOUR)
        taken = desk.collect()
        desk.show(_list(22, 21, 20), _list(19, 18, 17), _list(16, 15, 10), _list(5, 1, 0))
        for _ in range(6):
            taken += desk.collect()
        assert sorted(taken) == sorted(
            f"第{n}条" for n in (22, 21, 20, 19, 18, 17, 16, 15, 10, 5, 1)
        )

    def test_only_the_pages_still_owed_are_asked_for(self) -> None:
        desk = Desk(_source(items_per_run=3), *FOUR)
        desk.collect()
        assert desk.turned == []  # the newest page alone fills the visit
        desk.collect()
        desk.collect()
        assert desk.turned == ["index_1.html", "index_2.html"]
        desk.collect()
        assert desk.turned == ["index_2.html", "index_3.html"]

    def test_an_article_that_never_comes_is_tried_twice_and_then_passed(self) -> None:
        desk = Desk(_source(), *FOUR)
        desk.known = {normalised_url(f"{URL}{n}.html") for n in (20, 19, 18, 17, 15, 10, 5, 1)}
        first = desk.look()
        assert first.older_page == 2
        desk.visit = replace(EARLIER, older_page=first.older_page)
        again = desk.look()
        assert "第16条" in [item.title for item in again.listing.items]
        assert again.older_page == 0


def test_what_was_owed_stays_owed_where_the_visit_was_stopped() -> None:
    harvest = Harvest(answer=page(URL, FOUR[0]), older_page=4, is_complete=False)
    before = replace(EARLIER, older_page=2)
    stopped = Tally(newest_at=None, challenge=ChallengeMet("要求验证"))
    for tally, owed in ((stopped, 2), (Tally(newest_at=None), 4)):
        visit = next_visit(before, harvest, tally=tally, polling=Polling(), now=NOW)
        assert visit.older_page == owed


class TestLaterVisits:
    """Later visits turn a page only while there is nothing but news."""

    def _desk(self, *known: int, **fields) -> Desk:
        desk = Desk(_source(**fields), *FOUR)
        desk.known = {normalised_url(f"{URL}{n}.html") for n in known}
        desk.visit = EARLIER
        return desk

    def test_the_newest_page_is_enough_where_anything_is_known(self) -> None:
        desk = self._desk(18, 17, 16)
        assert len(desk.look().listing.items) == 3
        assert desk.turned == []

    def test_a_page_of_nothing_but_news_is_turned(self) -> None:
        desk = self._desk(16, 15)
        harvest = desk.look()
        assert [i.title for i in harvest.listing.items][:4] == [
            "第20条",
            "第19条",
            "第18条",
            "第17条",
        ]
        assert desk.turned == ["index_1.html"]
        assert harvest.older_page == 2  # 17 stands there

    def test_what_one_visit_could_not_take_is_owed(self) -> None:
        desk = self._desk(10, 5, 1, items_per_run=2)
        taken: list[str] = []
        for _ in range(5):
            taken += desk.collect()
        assert taken == [f"第{n}条" for n in (20, 19, 18, 17, 16, 15)]

    def test_without_paging_there_is_one_page(self) -> None:
        desk = self._desk(paging=None)
        assert desk.look().pages_read == 1

    def test_most_pages_is_the_end(self) -> None:
        paging = TURNED.model_copy(update={"most_pages": 2})
        desk = Desk(_source(paging=paging), *FOUR)
        desk.look()
        assert desk.turned == ["index_1.html"]


class TestUnchanged:
    """An unchanged list is not read again; validators go only with the newest page."""

    def _read(self, visit: SourceVisit, answer, **fields) -> tuple[Harvest, FakeWebPages]:
        web = FakeWebPages()
        web.answers = {URL: answer}
        harvest = read_listing(
            _source(paging=None, **fields),
            pages=web,
            before=visit,
            known=lambda _: frozenset(),
            now=NOW,
        )
        return harvest, web

    def test_validators_are_sent(self) -> None:
        visit = replace(EARLIER, etag='"x"', last_modified="gestern")
        harvest, web = self._read(visit, NotModified(url=URL))
        assert web.validators == [('"x"', "gestern")]
        assert harvest.is_unchanged
        assert harvest.listing.items == ()
        assert harvest.issues == ()  # nothing is not "no items"

    def test_once_a_day_the_list_is_asked_for_in_full(self) -> None:
        visit = replace(EARLIER, etag='"x"', last_read_at=NOW - timedelta(days=1))
        _, web = self._read(visit, _list(1))
        assert web.validators == [("", "")]

    def test_the_same_bytes_are_unchanged_whatever_the_validators_say(self) -> None:
        content = _list(20)
        visit = replace(EARLIER, content_hash=page(URL, content).content_hash)
        assert self._read(visit, content)[0].is_unchanged

    def test_owed_pages_are_read_although_the_newest_is_unchanged(self) -> None:
        content = _list(20)
        visit = replace(
            EARLIER, etag='"x"', older_page=3, content_hash=page(URL, content).content_hash
        )
        harvest, web = self._read(visit, content)
        assert not harvest.is_unchanged
        assert web.validators == [("", "")]


class TestWhatGoesWrong:
    """A failure behind the newest page is told and loses nothing of it."""

    @pytest.mark.parametrize(
        "answer", [PageUnreachable("没有应答"), b"<p>nothing</p>", ChallengeMet("要求验证")]
    )
    def test_an_older_page_that_fails(self, answer) -> None:
        desk = Desk(_source(), *FOUR)
        desk.web.answers[f"{URL}index_1.html"] = answer
        harvest = desk.look()
        assert len(harvest.listing.items) == 3
        assert (harvest.older_page, harvest.is_complete) == (1, False)
        (issue,) = harvest.issues
        assert "第 2 页" in issue.message
        assert issue.remedy
        assert (harvest.stopped_by is answer) == isinstance(answer, ChallengeMet)

    def test_the_newest_page_that_fails_is_raised(self) -> None:
        desk = Desk(_source(), *FOUR)
        desk.web.answers[URL] = PageUnreachable("没有应答")
        with pytest.raises(PageUnreachable):
            desk.look()

    def test_a_site_that_ignores_the_page_number(self) -> None:
        desk = Desk(_source(), *([FOUR[0]] * 4))
        harvest = desk.look()
        assert [issue.rule_id for issue in harvest.issues] == ["listing.page_repeated"]
        assert desk.turned == ["index_1.html"]
        assert harvest.is_complete

    def test_paging_that_is_gone_is_told(self) -> None:
        desk = Desk(_source(), b"<li><a href=1.html>x</a><span>2026-11-20</span></li>")
        (issue,) = desk.look().issues
        assert issue.rule_id == "expect.paging"
        assert '[paging] kind = "create_page_html"' in issue.remedy

    def test_a_count_of_pages_that_dropped_is_told(self) -> None:
        desk = Desk(_source(expect=Expectations(minimum_pages=5)), _list(20, 19, pages=1))
        (issue,) = desk.look().issues
        assert issue.rule_id == "expect.minimum_pages"
        assert "只有 1 页" in issue.message

    def test_an_empty_list_is_told(self) -> None:
        (issue,) = Desk(_source(paging=None), b"<p>x</p>").look().issues
        assert issue.rule_id == "expect.minimum_items"

    def test_the_newest_date_is_not_in_the_future(self) -> None:
        harvest = Desk(_source(paging=None), _list(29, 20)).look()
        assert harvest.newest == datetime(2026, 11, 19, 16, tzinfo=UTC)
        assert [issue.rule_id for issue in harvest.issues] == ["expect.future_date"]


class TestOtherPaging:
    """Lists that go on by a link or by a number."""

    def test_by_the_link_to_the_next_page(self) -> None:
        source = _source(
            paging=Paging(kind=PagingKind.NEXT_LINK, next_link="a.next", back_to=date(2026, 11, 1)),
            items_per_run=3,
        )
        desk = Desk(
            source,
            *(
                p + f"<a class=next href=index_{n}.html>下一页</a>".encode()
                for n, p in enumerate(FOUR, 1)
            ),
        )
        taken: list[str] = []
        for _ in range(6):
            taken += desk.collect()
        assert len(taken) == len(set(taken)) == 9

    def test_by_number(self) -> None:
        source = _source(
            url="http://ll.infodesk.example/node_142.htm",
            paging=Paging(
                kind=PagingKind.NUMBERED, address="node_142_{page}.htm", back_to=date(2026, 11, 1)
            ),
        )
        web = FakeWebPages()
        web.answers = {
            "http://ll.infodesk.example/node_142.htm": FOUR[0],
            "http://ll.infodesk.example/node_142_2.htm": FOUR[3],
        }
        harvest = read_listing(
            source, pages=web, before=NEVER, known=lambda _: frozenset(), now=NOW
        )
        assert harvest.pages_read == 2
        assert harvest.is_complete  # all of the second page lies before the date


SEARCH = "https://a.infodesk.example/search.do"


def _answer(*numbers: int, total: int = 5) -> bytes:
    entries = [
        {"url": f"/tzgg/{n}.html", "title": f"第{n}条", "time": f"2026-11-{n:02}"} for n in numbers
    ]
    return json.dumps({"total": total, "rows": entries}).encode()


class TestJson:
    """Interfaces: paging by number, a key read at run time, and lists compared with them."""

    QUERY = JsonList(
        items="rows",
        link="url",
        title="title",
        date="time",
        total="total",
        query={"p": "{page}", "key": "{key}"},
        key_page="https://a.infodesk.example/",
        key_pattern="key=(\\w+)",
        referer="https://a.infodesk.example/search/",
    )

    def _source(self, **fields) -> Source:
        known = {
            "kind": SourceKind.JSON_API,
            "url": SEARCH,
            "list": None,
            "json_list": self.QUERY,
            "paging": Paging(kind=PagingKind.NUMBERED, back_to=date(2026, 11, 1)),
        }
        return _source(**(known | fields))

    def _web(self) -> FakeWebPages:
        web = FakeWebPages()
        web.answers = {
            "https://a.infodesk.example/": b"<script>key=ab1</script>",
            SEARCH + "?p=1&key=ab1": _answer(22, 21),
            SEARCH + "?p=2&key=ab1": _answer(20, 19),
            SEARCH + "?p=3&key=ab1": _answer(18),
        }
        return web

    def test_all_pages_that_the_total_names(self) -> None:
        web = self._web()
        harvest = read_listing(
            self._source(), pages=web, before=NEVER, known=lambda _: frozenset(), now=NOW
        )
        assert [item.title for item in harvest.listing.items] == [
            "第22条",
            "第21条",
            "第20条",
            "第19条",
            "第18条",
        ]
        assert web.asked[0] == "https://a.infodesk.example/"
        assert web.asked.count("https://a.infodesk.example/") == 1
        assert len(web.asked) == 4

    def test_a_comparing_source_takes_nothing_in_and_tells_what_is_missing(self) -> None:
        known = {normalised_url(f"https://a.infodesk.example/tzgg/{n}.html") for n in (22, 20, 19)}
        harvest = read_listing(
            self._source(compares=("policies",)),
            pages=self._web(),
            before=NEVER,
            known=lambda keys: frozenset(keys) & known,
            now=NOW,
        )
        assert harvest.listing.items == ()
        assert [issue.rule_id for issue in harvest.issues] == ["expect.not_in_lists"] * 2
        assert "《第21条》（2026-11-21）https://a.infodesk.example/tzgg/21.html" in (
            harvest.issues[0].message
        )
        assert "policies" in harvest.issues[0].remedy
        assert harvest.newest == datetime(2026, 11, 21, 16, tzinfo=UTC)

    @pytest.mark.parametrize(("day", "is_told"), [(23, False), (22, True), (9, True), (8, False)])
    def test_only_the_last_days_are_compared_and_not_today(self, day, is_told) -> None:
        web = self._web()
        web.answers[SEARCH + "?p=1&key=ab1"] = _answer(day, total=1)
        harvest = read_listing(
            self._source(compares=("policies",)),
            pages=web,
            before=NEVER,
            known=lambda _: frozenset(),
            now=NOW,
        )
        assert bool(harvest.issues) == is_told

    def test_it_is_compared_anew_although_its_answer_is_the_same(self) -> None:
        source, web = self._source(compares=("policies",), paging=None), self._web()
        answer = page(SEARCH, _answer(22, 21))
        visit = replace(EARLIER, content_hash=answer.content_hash)
        harvest = read_listing(
            source, pages=web, before=visit, known=lambda _: frozenset(), now=NOW
        )
        assert len(harvest.issues) == 2


def test_a_paper() -> None:
    front = "http://epaper.infodesk.example/"
    source = _source(
        kind=SourceKind.DIGITAL_PAPER,
        url=front,
        list=None,
        paging=None,
        paper=PaperSelectors(page_link="a[href*=node_]", article_link="a[href*=content_]"),
        expect=Expectations(minimum_items=2),
    )
    web = FakeWebPages()
    web.answers = {
        front: b"<meta http-equiv=refresh content='0;url=html/2026-11/23/node_1.htm'>",
        front + "html/2026-11/23/node_1.htm": b"<a href=content_1.htm>x</a>",
    }
    harvest = read_listing(source, pages=web, before=EARLIER, known=lambda _: frozenset(), now=NOW)
    assert [item.url[-13:] for item in harvest.listing.items] == ["content_1.htm"]
    assert [issue.rule_id for issue in harvest.issues] == ["expect.minimum_items"]
    assert "[paper]" in harvest.issues[0].remedy


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (SourceKind.HTML_LIST, "list"),
        (SourceKind.JSON_API, "json_list"),
        (SourceKind.DIGITAL_PAPER, "paper"),
    ],
)
def test_a_source_without_its_table_is_told(kind, table) -> None:
    web = FakeWebPages()
    web.answers = {URL: b"x"}
    with pytest.raises(PageUnreadable) as raised:
        read_listing(
            _source(kind=kind, list=None),
            pages=web,
            before=NEVER,
            known=lambda _: frozenset(),
            now=NOW,
        )
    assert f"sources/news.toml 补上 [{table}]" in raised.value.remedy
