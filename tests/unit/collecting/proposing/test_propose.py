"""Sources proposed from their list pages alone."""

import json
import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from tests.fakes.web_pages import SITES, FakeWebPages, page

from infodesk.catalog.loading import load_catalog
from infodesk.catalog.source_files import source_file
from infodesk.catalog.sources import (
    ArticleSelectors,
    JsonList,
    Paging,
    PagingKind,
    ReprintTarget,
    Source,
    SourceKind,
)
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.listing.listings import read_listing
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.proposing.article_tables import propose_article
from infodesk.collecting.proposing.propose import Naming, propose_source, with_expectations
from infodesk.collecting.proposing.recorded_list import trimmed_list
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.kernel.clock import SHANGHAI

ROOT = Path(__file__).parents[4]
EXPECTED = ROOT / "tests" / "fixtures" / "sources"
SOURCES = load_catalog(ROOT / "include" / "catalog").sources
TODAY = date(2026, 11, 23)
NAMING = Naming(id="proposed", target=ReprintTarget(channel="portal", column="city"))
URL = "https://a.infodesk.example/list/index.html"


def _items(source: Source, pages, today: date = TODAY) -> list[ListedItem]:
    now = datetime.combine(today, time(10), tzinfo=SHANGHAI)
    harvest = read_listing(
        source.model_copy(update={"compares": (), "paging": None}),
        pages=pages,
        before=SourceVisit(source_id=source.id, last_checked_at=now),
        known=lambda _: frozenset(),
        now=now,
    )
    return list(harvest.listing.items)


@pytest.fixture(params=SOURCES.values(), ids=SOURCES.keys())
def recorded(request) -> Source:
    return request.param


def test_the_proposal_reads_what_the_source_written_by_hand_reads(recorded) -> None:
    expected = json.loads((EXPECTED / recorded.id / "expected.json").read_text("utf-8"))
    today = date.fromisoformat(expected["today"])
    pages = FakeWebPages(SITES)
    proposed = propose_source(pages.fetch(str(recorded.url)), naming=NAMING, today=today)
    by_hand, by_itself = _items(recorded, pages, today), _items(proposed, pages, today)
    assert proposed.kind is recorded.kind
    if recorded.json_list and recorded.json_list.under:
        by_itself = [i for i in by_itself if i.url.startswith(recorded.json_list.under)]
    assert [(i.url, i.title, i.published) for i in by_itself] == [
        (i.url, i.title, i.published) for i in by_hand
    ]


def test_its_file_reads_as_the_same_source(recorded) -> None:
    for source in (
        recorded,
        propose_source(FakeWebPages(SITES).fetch(str(recorded.url)), naming=NAMING, today=TODAY),
    ):
        written = source_file(source, opening="一行\n另一行")
        assert written.startswith("# 一行\n# 另一行\n\nname = ")
        again = Source.model_validate({"id": source.id, **tomllib.loads(written)})
        assert again.model_dump() == source.model_dump()


def _propose(html: str, **naming: str) -> Source:
    return propose_source(
        page(URL, f"<html><body>{html}</body></html>".encode()), naming=NAMING, today=TODAY
    )


def _entries(count: int, form: str, first: int = 1) -> str:
    return "".join(
        form.format(n=n, title=f"关于做好第{n}批示范项目申报工作的通知", day=f"2026-11-{n:02}")
        for n in range(first, first + count)
    )


MENU = "<div id=nav><ul>" + "<li><a href=/c/>通知公告</a></li>" * 8 + "</ul></div>"


@pytest.mark.parametrize(
    ("html", "item", "link", "day"),
    [
        (
            "<ul class='news on'>{0}</ul>",
            "ul.news > li",
            ":scope > a[href]",
            ":scope > span",
        ),
        ("<div id=main><div><ul>{0}</ul></div></div>", "#main ul > li", ":scope > a[href]", None),
        ("<div id=main><ul><li>x</li></ul><div><ul>{0}</ul></div></div>", None, None, None),
    ],
)
def test_the_selectors_are_short(html, item, link, day) -> None:
    form = "<li><a href=/n/{n}.html>{title}</a><span>{day}</span></li>"
    proposed = _propose(MENU + html.format(_entries(6, form)))
    assert item is None or proposed.list.item == item
    assert link is None or proposed.list.link == link
    assert day is None or proposed.list.date == day


@pytest.mark.parametrize(
    "form",
    [
        "<li><a href=/n/{n}.html>{title}</a><span>{day}</span></li>",
        "<li><a href=/n/{n}.html>{title}</a> [{day}]</li>",
        "<li><span>{day}</span><a href=/n/{n}.html>{title}</a></li>",
        "<li><a href=/c/>[通知]</a><a href=/n/{n}.html>{title}</a><i>{day}</i></li>",
        "<li><a href=/n/{n}.html><h3>{title}</h3><p>{day}</p></a></li>",
        "<div class=row><div class=t><a href=/n/{n}.html>{title}</a></div><b>{day}</b></div>",
        "<tr><td>{n}</td><td><a href=/n/{n}.html>{title}</a></td><td>{day}</td></tr>",
        "<p><a href=/n/{n}.html>{title}</a>　{day}</p>",
        "<dd><em>{day}</em><a href=/n/{n}.html>{title}</a></dd>",
        "<li class=a><a href=/n/{n}.html>{title}</a><a href=/d/{n}.html>解读</a><u>{day}</u></li>",
    ],
)
def test_lists_of_every_make(form) -> None:
    around = "table" if form.startswith("<tr>") else "ul"
    entries = f"<{around}>{_entries(7, form)}</{around}>"
    html = MENU + f"<div id=main>{entries}</div><div>版权所有</div>"
    content = f"<html><body>{html}</body></html>".encode()
    web = FakeWebPages()
    web.answers = {URL: content}
    proposed = propose_source(page(URL, content), naming=NAMING, today=TODAY)
    items = _items(proposed, web)
    assert [item.title for item in items] == [
        f"关于做好第{n}批示范项目申报工作的通知" for n in range(1, 8)
    ]
    assert [item.url[-6:] for item in items] == [f"{n}.html" for n in range(1, 8)]
    assert [item.published.astimezone(SHANGHAI).day for item in items] == list(range(1, 8))


def test_a_list_cut_in_pieces_is_one_list() -> None:
    form = "<li><a href=/n/{n}.html>{title}</a><span>{day}</span></li>"
    html = f"<div id=box><ul>{_entries(5, form)}</ul><ul>{_entries(5, form, first=6)}</ul></div>"
    web = FakeWebPages()
    web.answers = {URL: f"<html><body>{MENU}{html}</body></html>".encode()}
    assert len(_items(_propose(MENU + html), web)) == 10


def test_the_only_entry_of_a_new_column() -> None:
    entry = "<li><a href=/n/1.html>信用修复办事指南</a><b>11-20</b></li>"
    assert _propose(f"{MENU}<ul class=list>{entry}</ul>").list.item == "ul.list > li"


def test_advertisements_are_left_out() -> None:
    form = "<li><a href=/n/{n}.html>{title}</a><span>{day}</span></li>"
    ad = "<li class=ad><a href=http://ads.infodesk.example/1>全场五折优惠等你来抢购</a></li>"
    proposed = _propose(f"<ul class=news>{_entries(3, form)}{ad}{_entries(3, form, first=4)}</ul>")
    assert proposed.list.item == "ul.news > li:not(.ad)"


@pytest.mark.parametrize(
    ("html", "paging"),
    [
        (
            "<script>createPageHTML(9,0,'index','html')</script>",
            Paging(kind=PagingKind.CREATE_PAGE_HTML),
        ),
        (
            "<a href=index_2.html>下一页</a>",
            Paging(kind=PagingKind.NUMBERED, address="index_{page}.html"),
        ),
        (
            "<a class=nxt href='index.html?p=2'>下一页</a>",
            Paging(kind=PagingKind.NEXT_LINK, next_link="a.nxt:contains('下一页')"),
        ),
        ("", None),
    ],
)
def test_paging(html, paging) -> None:
    form = "<li><a href=/n/{n}.html>{title}</a><span>{day}</span></li>"
    assert _propose(f"<ul>{_entries(6, form)}</ul>{html}").paging == paging


def test_the_name_and_the_site() -> None:
    form = "<li><a href=/n/{n}.html>{title}</a></li>"
    content = f"<title>通知公告-示例市政府</title><ul>{_entries(6, form)}</ul>".encode()
    proposed = propose_source(page(URL, content), naming=NAMING, today=TODAY)
    assert (proposed.name, proposed.credit) == ("示例市政府·通知公告", "示例市政府")
    assert proposed.verified is False


@pytest.mark.parametrize(
    "html",
    ["", "<p>一段文字</p>", MENU, "<ul><li><a href=/only.html>只有这么一条的通知</a></li></ul>"],
)
def test_a_page_without_a_list_is_told(html) -> None:
    with pytest.raises(PageUnreadable, match="没有在网页中找到文章列表"):
        _propose(html)


def test_an_interface() -> None:
    url = "https://a.infodesk.example/api?site=5&pageNo=1"
    row = {"id": 1, "docTitle": "一", "url": "/1.html", "pubTime": "2026-11-20 08:00"}
    rows = [row | {"name": "x", "day": "2026-11-20"}] * 2
    content = json.dumps({"code": 0, "data": {"total": 2, "rows": rows}}).encode()
    proposed = propose_source(page(url, content), naming=NAMING, today=TODAY)
    assert proposed.json_list == JsonList(
        items="data.rows",
        link="url",
        title="docTitle",
        date="pubTime",
        total="data.total",
        query={"site": "5", "pageNo": "{page}"},
    )
    assert str(proposed.url) == "https://a.infodesk.example/api"


def test_expectations_come_from_what_was_found() -> None:
    source = _propose(f"<ul>{_entries(6, '<li><a href=/n/{n}.html>{title}</a></li>')}</ul>")
    days = [1, 2, 12, 13]
    items = [
        ListedItem(url=f"https://a.cn/{d}", published=datetime(2026, 11, d, tzinfo=SHANGHAI))
        for d in days
    ]
    expect = with_expectations(source, items, pages=9, article=ArticleSelectors()).expect
    assert (expect.minimum_items, expect.maximum_silence_days, expect.minimum_pages) == (2, 20, 4)
    undated = with_expectations(source, [], pages=0, article=ArticleSelectors(credit=("x",))).expect
    assert (undated.minimum_items, undated.minimum_pages) == (1, 0)
    assert undated.required == ("title", "published", "credit", "body")


class TestArticles:
    """Selectors are proposed for known systems alone, and only where every page bears them out."""

    TRS = (
        "<meta name=ArticleTitle content=题><meta name=PubDate content='2026-11-20 08:00'>"
        "<meta name=ContentSource content='{source}'><div class=TRS_Editor><p>文</p></div>"
    )

    def _propose(self, *pages: str) -> ArticleSelectors:
        return propose_article([page(URL, text.encode()) for text in pages], today=TODAY)

    def test_a_known_system(self) -> None:
        proposed = self._propose(self.TRS.format(source="甲"), self.TRS.format(source="乙"))
        assert proposed.title == ("meta:ArticleTitle",)
        assert proposed.published == ("meta:PubDate",)
        assert proposed.credit == ("meta:ContentSource",)
        assert proposed.body == (".TRS_Editor",)

    def test_a_field_that_one_page_lacks_is_left_to_the_general_reader(self) -> None:
        proposed = self._propose(self.TRS.format(source="甲"), self.TRS.format(source=""))
        assert proposed.credit == ()
        assert proposed.body == (".TRS_Editor",)

    @pytest.mark.parametrize("pages", [(), ("<div class=content><p>文</p></div>",)])
    def test_an_unknown_system_has_none(self, pages) -> None:
        assert self._propose(*pages) == ArticleSelectors()


class TestTrimming:
    """A recorded list is shortened; what makes it peculiar stays."""

    def test_a_list(self) -> None:
        source = SOURCES["sxgov_lvliang"]
        live = FakeWebPages(SITES).fetch(str(source.url))
        content = trimmed_list(live, source, keep=2)
        web = FakeWebPages()
        web.answers = {str(source.url): content}
        assert len(_items(source, web)) == 2
        assert b"charset=gb2312" in content
        assert "吕梁".encode("gb18030") in content

    @pytest.mark.parametrize("source_id", ["sxllnews_feed", "lvliang_gov_search"])
    def test_feeds_and_interfaces(self, source_id) -> None:
        source = SOURCES[source_id]
        live = FakeWebPages(SITES).fetch(str(source.url))
        whole, trimmed = FakeWebPages(SITES), FakeWebPages()
        address = str(source.url)
        _items(source, whole)
        content = trimmed_list(live, source, keep=1)
        trimmed.answers = dict.fromkeys([address, *whole.asked], content)
        assert len(_items(source, trimmed)) == 1

    def test_a_newspaper_stays_whole(self) -> None:
        source = SOURCES["llrb_paper"]
        assert source.kind is SourceKind.DIGITAL_PAPER
        live = FakeWebPages(SITES).fetch(str(source.url))
        assert trimmed_list(live, source, keep=1) == live.content
