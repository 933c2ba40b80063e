"""Articles read by selectors, and by the general reader where there are none."""

from datetime import date, datetime

import pytest
from tests.fakes.web_pages import page

from infodesk.catalog.sources import ArticleSelectors
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.reading import read_article as reading
from infodesk.collecting.reading.read_article import read_article
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.kernel.clock import SHANGHAI

URL = "https://a.gov.cn/tzgg/202611/t20261120_1.html"
TODAY = date(2026, 11, 22)
PAGE = """<html><head><title>标题-某网站</title><meta name="ArticleTitle"content="完整的标题">
<meta name="PubDate" content=""><meta property="og:site" content="x"></head><body><h2>短标题</h2>
<div class=time>发布时间：2026-11-20 17:30</div><span class=ly>来源：吕梁日报 编辑：编辑甲</span>
<div id=b><p>吕政发〔2026〕1号</p><p>正文<a href=a.doc>表</a></p><p class=share>分享</p></div>
<table class=enclosure><tr><td><a href="P1.pdf">附件</a><a href="a.doc">表</a></td></tr></table>
</body></html>"""
GENERAL = """<title>完整的标题是这样的_某网站</title><h1>完整的标题是这样的</h1>
<p class=info>2026-11-20 17:30　来源：新华社</p><div class=text>
<p>通用阅读器读到的第一段，有标点，也有足够的字数。</p>
<p>第二段，同样有标点，同样是正文。<img src=x.png></p>
</div><div class=related><h2>另一标题</h2></div>"""
FULL = ArticleSelectors(
    title=("meta:ArticleTitle", "h2"),
    published=("meta:PubDate", ".time"),
    credit=(".ly",),
    body=("#b",),
    attachments=("table.enclosure a",),
    drop=(".share",),
)


def _read(html=PAGE, selectors=FULL, listed=None, url=URL):
    return read_article(
        page(url, html.encode() if isinstance(html, str) else html),
        listed=listed or ListedItem(url=url, title="短标题"),
        selectors=selectors,
        today=TODAY,
    )


def test_everything_by_selectors(monkeypatch) -> None:
    monkeypatch.setattr(reading, "read_page", None)  # the costly reader is not asked at all
    draft = _read()
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


def test_selectors_are_tried_in_their_order() -> None:
    assert _read(selectors=FULL.model_copy(update={"title": ("h9", "h2")})).title == "短标题"
    assert (
        _read(selectors=FULL.model_copy(update={"title": ("meta:nothing", "h2")})).title == "短标题"
    )


def test_a_field_without_selectors_is_left_to_the_general_reader() -> None:
    draft = _read(GENERAL, selectors=ArticleSelectors(title=("h2",)))
    assert draft.title == "另一标题"
    assert draft.published == datetime(2026, 11, 20, 17, 30, tzinfo=SHANGHAI)
    assert draft.credit == "新华社"
    assert draft.body_html.startswith("<p>通用阅读器")
    assert '<img src="https://a.gov.cn/tzgg/202611/x.png"' in draft.body_html
    assert draft.unmatched == ()


def test_a_selected_body_is_left_whole_by_the_general_reader() -> None:
    draft = _read(GENERAL, selectors=ArticleSelectors(body=(".related",)))
    assert draft.title == "完整的标题是这样的"
    assert draft.body_html == "<h2>另一标题</h2>"


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
    html = f"<title>{title}</title><div><p>一段正文，有标点。</p></div>"
    assert (
        _read(html, selectors=ArticleSelectors(), listed=ListedItem(url=URL, title=listed)).title
        == chosen
    )


def _claims(draft):
    return [(claim.where, claim.instant.isoformat()[:16]) for claim in draft.dates]


def test_all_places_that_name_the_time_are_kept_and_a_difference_is_told() -> None:
    listed = ListedItem(url=URL, published=datetime(2026, 11, 17, tzinfo=SHANGHAI))
    draft = _read(listed=listed)
    assert _claims(draft) == [
        ("selector", "2026-11-20T17:30"),
        ("list", "2026-11-17T00:00"),
        ("address", "2026-11-20T00:00"),
    ]
    (warning,) = draft.warnings
    assert warning.message == (
        "发布日期不一致：选择器、网址为 2026-11-20；列表为 2026-11-17；采用 2026-11-20"
    )


def test_an_exact_time_beats_a_bare_day_of_the_same_date() -> None:
    html = PAGE.replace("2026-11-20 17:30", "2026-11-20")
    listed = ListedItem(url=URL, published=datetime(2026, 11, 20, 9, 15, tzinfo=SHANGHAI))
    assert _read(html, listed=listed).published == listed.published
    other_day = ListedItem(url=URL, published=datetime(2026, 11, 19, 9, 15, tzinfo=SHANGHAI))
    assert _read(html, listed=other_day).published == datetime(2026, 11, 20, tzinfo=SHANGHAI)


def test_metas_are_claims_even_where_selectors_read_everything() -> None:
    html = PAGE.replace('"PubDate" content=""', '"PubDate" content="2026-11-20 17:31:00"')
    full = FULL.model_copy(update={"published": (".time",)})
    assert ("meta", "2026-11-20T17:31") in _claims(_read(html, selectors=full))


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
    with pytest.raises(PageUnreadable, match=message) as raised:
        _read(html)
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
