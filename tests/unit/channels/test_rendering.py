"""What counts as the same text to a reader."""

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.channels.rendering import (
    comparable,
    content_text,
    readable_text,
    reads_as_approved,
)

BODY = "<p>各县（市、区）：</p><p>现将有关<strong>事项</strong>通知如下。</p>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<!-- 只有注释 -->", ""),
        ("没有标签", "没有标签"),
        ("<p>一<b>二</b></p>三<!-- 隐 -->四", "一二\n三四"),
        ("<p>第一行\n  第二行</p>", "第一行 第二行"),
        ("上<br>下", "上\n下"),
        ("<table><tr><td>五</td><td>六</td></tr></table>", "五\n六"),
        ("<p>甲</p><script>alert(1)</script><style>p{}</style><p>乙</p>", "甲\n乙"),
        ("<p>2<span>0</span>26年</p>", "2026年"),
        ("<p>A &amp; B &lt;C&gt;</p>", "A & B <C>"),
    ],
)
def test_readable_text(html, text):
    assert readable_text(html) == text


def test_a_whole_page_that_declares_another_charset_is_read_as_the_text_it_is():
    page = (
        '<?xml version="1.0" encoding="gbk"?><!DOCTYPE html><html><head><meta charset="gb2312">'
        "<title>标签页</title></head><body><h1>吕梁</h1></body></html>"
    )
    assert readable_text(page) == "吕梁"


def test_deep_nesting_does_not_break_it():
    assert "底" in readable_text("<div>" * 200 + "底" + "</div>" * 200)
    readable_text("<div>" * 50_000)


def test_content_text_is_title_and_body():
    content = sample_content(title=" 标题\n一 ", body_html=BODY)
    assert content_text(content) == "标题 一\n各县（市、区）：\n现将有关事项通知如下。"


def test_comparable_folds_what_no_reader_sees():
    assert comparable("吕 梁\u3000市\u200b\n委\ufeff") == "吕梁市委"


@pytest.mark.parametrize(
    ("one", "other"), [("，", ","), ("（", "("), ("０", "0"), ("帐", "账"), ("。", "")]
)
def test_comparable_keeps_what_a_reader_sees(one, other):
    assert comparable(one) != comparable(other)


def seen(words: str) -> str:
    return readable_text(f"<nav>首页 &gt; 通知</nav>{words}<footer>主办单位</footer>")


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>标题</h1>{BODY}",
        f"<h1>标　题</h1><div>发布时间 2026-11-23</div>{BODY}",
        "<h1>标题</h1><div>各县（市、区）：<br>现将有关 事项通知如下。</div>",
    ],
    ids=["as sent", "with a date line", "other tags"],
)
def test_another_dress_is_the_same_text(page):
    assert reads_as_approved(seen(page), sample_content(title="标题", body_html=BODY))


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>题目</h1>{BODY}",
        "<h1>标题</h1><p>各县（市、区）：</p><p>现将有关事项通知如下！</p>",
        "<h1>标题</h1><p>各县（市、区）：</p><p>插入。</p><p>现将有关事项通知如下。</p>",
        "<h1>标题</h1><p>各县（市、区）：</p>",
        "<h1>标题</h1><p>各县(市、区):</p><p>现将有关事项通知如下。</p>",
        "",
    ],
    ids=["title", "one character", "inserted", "cut", "width of punctuation", "empty"],
)
def test_another_text_is_another_text(page):
    assert not reads_as_approved(seen(page), sample_content(title="标题", body_html=BODY))
