"""What a person reads on a page, and where its links lead."""

import pytest
from tests.fakes.web_pages import page

from infodesk.collecting.web.page_bounds import LARGEST_HTML
from infodesk.collecting.web.page_errors import PageTooLarge, PageUnreadable
from infodesk.collecting.web.page_tree import (
    base_address,
    page_text,
    page_tree,
    text_of,
    web_address,
)


def _text(html: str) -> str:
    return text_of(page_tree(f"<html><body>{html}</body></html>"))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>自<span>2026</span>年<span>9</span>月</p>", "自2026年9月"),
        ("<p>第一行\n        第二行</p>", "第一行第二行"),
        ("<p>Hello\n  world</p>", "Hello world"),
        ("<p>《办法》 2026年</p>", "《办法》 2026年"),
        ("<p>a<script>var b=1;</script><style>p{}</style>c</p>", "ac"),
        ("<p>标题<!-- 2023-10-23 -->尾</p>", "标题尾"),
        ("<p>一&nbsp;二　三</p>", "一 二 三"),
        ("<h1>上句<br>下句</h1>", "上句下句"),
        ("", ""),
    ],
)
def test_text_of(html, text) -> None:
    assert _text(html) == text


def test_text_without_an_element() -> None:
    item = page_tree("<li><a>2025年回眸</a> [12-30]<a>x</a></li>").find(".//li")
    assert text_of(item, without=item[0]) == "[12-30]x"


def test_a_meta_without_a_space_before_content() -> None:
    tree = page_tree('<head><meta name="ColumnName"content="新闻发布"></head>')
    assert tree.find(".//meta[@name='ColumnName']").get("content") == "新闻发布"


def test_text_behind_a_first_closing_html_is_read() -> None:
    assert "二" in _text("<p>一</p></body></html><html><body><p>二</p>")


@pytest.mark.parametrize(
    "html", ["", "   ", "\x00", "<!-- only a comment -->", "<?xml version='1.0'?>"]
)
def test_an_empty_page_is_an_empty_tree(html) -> None:
    assert text_of(page_tree(html)) == ""


def test_an_xml_declaration_with_another_charset_is_harmless() -> None:
    assert (
        text_of(page_tree('<?xml version="1.0" encoding="gb2312"?><html><p>镕</p></html>')) == "镕"
    )


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x01", "\x0b", "\x1f", "\udc80", "\uffff", "&#1;", "&#xD800;", "&#x110000;"],
)
def test_characters_that_no_document_may_hold_are_dropped(character) -> None:
    tree = page_tree(f"<p title='a{character}b'>一{character}二&#12288;&#x4e09;</p>")
    paragraph = tree.find(".//p")
    assert paragraph.get("title") == "ab"
    assert paragraph.text == "一二\u3000三"


def test_nesting_that_the_parser_follows_is_read() -> None:
    assert text_of(page_tree("<div>" * 2_000 + "正文")) == "正文"


def test_nesting_behind_which_text_would_be_lost_is_refused() -> None:
    with pytest.raises(PageUnreadable, match=r"嵌套过深.*a\.example"):
        page_tree("<div>" * 10_000 + "正文", url="https://a.example/x")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<p>" * 100_001, "标签过多"),
        (b"<p>" + b"&nbsp;" * 200_001, "转义字符过多"),
        (b"<p " + b"".join(b"a%d=1 " % n for n in range(6_000)) + b">x", "属性过多"),
        (b"<p t='>' " + b"".join(b"a%d=1 " % n for n in range(6_000)) + b">x", "属性过多"),
    ],
)
def test_a_page_that_takes_too_long_to_parse_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(PageTooLarge, match=what):
        page_text(page("https://a.example/x", content))


@pytest.mark.parametrize(
    "html",
    [
        "<p data-words='" + "word " * 20_000 + "'>x</p>",
        "<script>if (a<b) {" + "var x = 1; " * 20_000 + "}</script>",
        "<p>" + "many words " * 20_000,
        "<img src='data:image/png;base64," + "A/b" * 100_000 + "'>",
    ],
)
def test_long_values_scripts_and_texts_are_no_attributes(html: str) -> None:
    assert page_text(page("https://a.example/x", html.encode())) == html


def test_characters_that_turn_the_direction_of_writing_are_left_out() -> None:
    assert _text("<p>价\u202e格&#x202e;&#8238;\u2066通知</p>") == "价格通知"


@pytest.mark.parametrize("link", ["/" + "x" * 5_000, "/\ud800.html"])
def test_an_address_that_no_request_can_carry_leads_nowhere(link: str) -> None:
    assert web_address("https://a.gov.cn/", link) == ""


def test_a_huge_page_is_refused() -> None:
    with pytest.raises(PageTooLarge, match="网页过大"):
        page_text(page("https://a.example/x", b"x" * (LARGEST_HTML + 1)))


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("hTTp://b.gov.cn/x", "http://b.gov.cn/x"),
        ("\x01https://b.gov.cn/x", "https://b.gov.cn/x"),
        ("./202611/t1.html", "https://a.gov.cn/tzgg/202611/t1.html"),
        ("../zc/x.html", "https://a.gov.cn/zc/x.html"),
        ("/x.html", "https://a.gov.cn/x.html"),
        ("//b.gov.cn/x", "https://b.gov.cn/x"),
        (" http://b.gov.cn/x ", "http://b.gov.cn/x"),
        ("?id=1", "https://a.gov.cn/tzgg/?id=1"),
        ("javascript:void(0)", ""),
        ("mailto:a@b.cn", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("http://a.cn:port/", ""),
        ("http://a.cn:99999/", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_web_address(link, address) -> None:
    assert web_address("https://a.gov.cn/tzgg/", link) == address


def test_the_base_of_a_page() -> None:
    tree = page_tree('<head><base href="/ancestor/"></head>')
    assert base_address(tree, "https://a.cn/x/y.html") == "https://a.cn/ancestor/"
    for nowhere in ("http://[", "javascript:x", ""):
        tree = page_tree(f'<head><base href="{nowhere}"></head>')
        assert base_address(tree, "https://a.cn/x/y.html") == "https://a.cn/x/y.html"
    assert base_address(page_tree("<p>"), "https://a.cn/x/y.html") == "https://a.cn/x/y.html"


@pytest.mark.parametrize("blanks", ["<br>", "\u3000\n", "\n "])
def test_endless_blanks_behind_a_chinese_character_are_one(blanks: str) -> None:
    # Here a pattern that looks back took 43 s: then the tests' own time limit would speak.
    assert _text(f"<p>价格{blanks * 40_000}a</p>") == "价格 a"


def test_blanks_of_several_lines_between_chinese_characters_are_none() -> None:
    assert _text("<p>第一行 \n \n\u3000\u3000第二行\n\u3000abc</p>") == "第一行第二行 abc"
