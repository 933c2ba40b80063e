"""Articles read by selectors, and by the general reader where there are none."""

from datetime import date, datetime

import pytest
from tests.fakes.web_pages import page

from infodesk.catalog.sources import ArticleSelectors
from infodesk.collecting.general_reader import ReadArticle
from infodesk.collecting.listing import ListedItem
from infodesk.collecting.page_errors import PageUnreadable
from infodesk.collecting.reading import read_article
from infodesk.kernel.clock import SHANGHAI

URL = "https://a.gov.cn/tzgg/202611/t20261120_1.html"
TODAY = date(2026, 11, 22)
PAGE = """<html><head><title>标题-某网站</title><meta name="ArticleTitle"content="完整的标题">
<meta name="PubDate" content=""><meta property="og:site" content="x"></head><body><h2>短标题</h2>
<div class=time>发布时间：2026-11-20 17:30</div><span class=ly>来源：吕梁日报 编辑：编辑甲</span>
<div id=b><p>吕政发〔2026〕1号</p><p>正文<a href=a.doc>表</a></p><p class=share>分享</p></div>
<table class=enclosure><tr><td><a href="P1.pdf">附件</a><a href="a.doc">表</a></td></tr></table>
</body></html>"""
FULL = ArticleSelectors(
    title=("meta:ArticleTitle", "h2"),
    published=("meta:PubDate", ".time"),
    credit=(".ly",),
    body=("#b",),
    attachments=("table.enclosure a",),
    drop=(".share",),
)


class Reader:
    """A general reader that always reads the same, and counts how often."""

    def __init__(self, **fields) -> None:
        self.reading = ReadArticle(**fields)
        self.times = 0

    def read(self, html: str, *, url: str) -> ReadArticle:
        self.times += 1
        return self.reading


def _read(html=PAGE, selectors=FULL, reader=None, listed=None, url=URL):
    return read_article(
        page(url, html.encode() if isinstance(html, str) else html),
        listed=listed or ListedItem(url=url, title="短标题"),
        selectors=selectors,
        general_reader=reader or Reader(),
        today=TODAY,
    )


def test_everything_by_selectors() -> None:
    reader = Reader(title="wrong", body_html="<p>wrong</p>")
    draft = _read(reader=reader)
    assert draft.title == "完整的标题"
    assert draft.published == datetime(2026, 11, 20, 17, 30, tzinfo=SHANGHAI)
    assert draft.credit == "吕梁日报"
    assert draft.document_number == "吕政发〔2026〕1号"
    assert draft.body_html.startswith("<p>吕政发〔2026〕1号</p><p>正文<a ")
    assert "分享" not in draft.body_html
    assert [(f.url[-6:], f.name) for f in draft.attachments] == [
        ("/a.doc", "表.doc"),
        ("P1.pdf", "附件.pdf"),
    ]
    assert draft.unmatched == ()
    assert reader.times == 0


def test_selectors_are_tried_in_their_order() -> None:
    assert _read(selectors=FULL.model_copy(update={"title": ("h9", "h2")})).title == "短标题"
    assert (
        _read(selectors=FULL.model_copy(update={"title": ("meta:nothing", "h2")})).title == "短标题"
    )


def test_a_field_without_selectors_is_left_to_the_general_reader() -> None:
    reader = Reader(
        title="完整的标题_某网站",
        published=datetime(2026, 11, 1, tzinfo=SHANGHAI),
        credit="新华社",
        body_html="<p>通用<img src='x.png'></p>",
    )
    listed = ListedItem(
        url=URL, title="完整的标题", published=datetime(2026, 11, 20, tzinfo=SHANGHAI)
    )
    draft = _read(selectors=ArticleSelectors(), reader=reader, listed=listed)
    assert draft.title == "完整的标题"
    assert draft.published == listed.published
    assert draft.credit == "新华社"
    assert draft.body_html == '<p>通用<img src="https://a.gov.cn/tzgg/202611/x.png"></p>'
    assert draft.unmatched == ()
    assert reader.times == 1


@pytest.mark.parametrize(
    ("title", "listed", "chosen"),
    [
        ("完整的标题", "完整的…", "完整的标题"),
        ("标题（一）", "标题", "标题（一）"),
        ("标题 - 某网", "标题", "标题"),
        ("", "列表标题", "列表标题"),
        ("网页标题", "", "网页标题"),
    ],
)
def test_the_title_where_nobody_wrote_selectors(title, listed, chosen) -> None:
    reader = Reader(title=title, body_html="<p>文</p>")
    draft = _read(
        selectors=ArticleSelectors(), reader=reader, listed=ListedItem(url=URL, title=listed)
    )
    assert draft.title == chosen


def test_the_time_falls_back_to_list_and_address_and_says_so() -> None:
    html = PAGE.replace("2026-11-20 17:30", "不详")
    listed = ListedItem(url=URL, published=datetime(2026, 11, 19, tzinfo=SHANGHAI))
    assert _read(html, listed=listed).published == listed.published
    draft = _read(html)
    assert draft.published == datetime(2026, 11, 20, tzinfo=SHANGHAI)
    assert draft.unmatched == ("published",)


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (PAGE.replace("ArticleTitle", "x").replace("h2", "h3"), "没有读到标题"),
        (PAGE.replace("id=b", "id=c"), "没有读到正文"),
        (PAGE.replace("<p>吕政发〔2026〕1号</p><p>正文<a href=a.doc>表</a></p>", ""), "正文是空的"),
        (
            PAGE.replace("<p>吕政发〔2026〕1号</p>", "<script>").replace("分享", "</script>"),
            "没有读到正文",
        ),
    ],
)
def test_a_redesigned_page_is_no_article(html, message) -> None:
    """The general reader must not paper over selectors that no longer match."""
    reader = Reader(title="x", body_html="<p>x</p>")
    with pytest.raises(PageUnreadable, match=message) as raised:
        _read(html, reader=reader)
    assert "[article]" in raised.value.remedy


def test_a_body_of_pictures_alone_is_a_body() -> None:
    html = "<h2>一图读懂</h2><div id=b><p><img src=a.png></p></div>"
    assert _read(html).images[0].url == "https://a.gov.cn/tzgg/202611/a.png"


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"PK\x03\x04 x"])
def test_an_item_that_is_a_file(content) -> None:
    with pytest.raises(PageUnreadable, match="是文件而不是网页"):
        _read(content)


def test_the_address_is_shown_without_tracking() -> None:
    assert _read(url=URL + "?utm_source=rss").url == URL


def test_a_page_in_gb18030() -> None:
    html = PAGE.replace("<head>", '<head><meta charset="gb2312">').replace("正文", "镕创新㛃")
    assert "镕创新㛃" in _read(html.encode("gb18030")).body_html
