"""Whatever comes: an answer, in time, and a warning where there is no text."""

import time
import tracemalloc
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infodesk.collecting.reading.extraction import ReadArticle, read_page
from infodesk.collecting.web.page_bounds import MOST_TAGS
from infodesk.collecting.web.page_tree import page_tree

TODAY = date(2026, 11, 23)
SENTENCE = "近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。"


def _read(html: str) -> ReadArticle:
    return read_page(page_tree(html), url="https://a.gov.cn/1.html", today=TODAY)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200 + SENTENCE,
        "<b>" * 200 + SENTENCE,
        "<table><tr><td>" * 60 + SENTENCE,
        "<p>" * MOST_TAGS,
        "<p>2026-11-20 10:00 来源：某报" * (MOST_TAGS // 2),
        "<li><a href=/1>另一件事的很长的标题</a>2026-11-20</li>" * (MOST_TAGS // 4),
        "<h1>标题标题标题</h1>" * (MOST_TAGS // 2),
        f"<p class='{'share ' * 100_000}'>{SENTENCE}</p>",
        "<script>" + "var a = 1;" * 100_000 + "</script>",
        "<title>" * 1_000,
    ],
    ids=lambda html: html[:20],
)
def test_heavy_pages_are_read_in_time_and_memory(html) -> None:
    tracemalloc.start()
    began = time.process_time()
    _read(html)
    seconds = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 15  # tracing memory takes several times as long as reading does
    assert peak < 400 * 1024 * 1024


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class=article>", "</div>", "<table>", "<td>", "<h1>", "</h1>", "<a href=x>",  # noqa: E501 - a page's own line
     "</a>", "<title>", "</title>", "<br>", "<script>", "</script>", "<!--", "-->", "<meta name=date ",  # noqa: E501 - a page's own line
     "content='2026-11-20'>", "来源：", "2026-11-20 10:00", "作者：", "<time datetime=x>", "附件", "<",  # noqa: E501 - a page's own line
     "<founder-title>", "<li>", "<base href='http://[x'>", "\x00", "&#0;", "<img src=x>", SENTENCE,
     "相关阅读", "<html>", "</html>", "<body>", "</body>", "12-31 24:61", "发布时间：2026-13-45"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_no_page_breaks_the_reader(html) -> None:
    article = _read(html)
    assert article.body is not None or article.warnings


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_nor_does_any_text(html) -> None:
    article = _read(html)
    assert article.body is not None or article.warnings
