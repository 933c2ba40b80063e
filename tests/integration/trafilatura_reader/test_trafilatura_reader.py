"""The general reader on pages of our own making, in the manner of real ones."""

from datetime import datetime

import pytest

from infodesk.adapters.trafilatura_reader import TrafilaturaReader
from infodesk.collecting.general_reader import ReadArticle
from infodesk.kernel.clock import SHANGHAI

URL = "https://news.example.cn/2026/1120/c1.html"
TEXT = [
    "近日，市公共信用信息中心举办信用修复业务培训，来自各县的业务骨干参加了培训。",
    "培训围绕信用修复的条件、程序和材料展开，结合实际案例讲解了常见问题的处理办法，并就线上系统操作作了演示。",
    "下一步，该中心将继续完善工作机制，压缩办理时限，为企业提供更加便利的服务，营造诚信守法的良好环境。",
]
PAGE = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">
<title>全市信用修复业务培训举办_样例新闻网</title></head><body>
<header><nav><ul><li><a href="/">首页</a></li><li><a href="/sh">社会</a></li></ul></nav></header>
<article><h1>全市信用修复业务培训举办</h1>
<div class="info">2026-11-20 09:30　<span>来源：</span><a href="/s">样例日报</a></div>
{"".join(f"<p>　　{line}</p>" for line in TEXT)}
<p><img src="/pic/1.jpg" alt="培训现场"></p>
<table><tr><td>场次</td><td>人数</td></tr><tr><td>第一场</td><td>56</td></tr></table>
</article><footer><p>版权所有　样例新闻网</p></footer></body></html>"""


@pytest.fixture(scope="module")
def reading() -> ReadArticle:
    return TrafilaturaReader().read(PAGE, url=URL)


def test_title_time_and_credit(reading) -> None:
    assert reading.title == "全市信用修复业务培训举办"
    assert reading.published == datetime(2026, 11, 20, tzinfo=SHANGHAI)
    assert reading.credit == "样例日报"


def test_the_body_and_nothing_around_it(reading) -> None:
    assert all(line in reading.body_html for line in TEXT)
    assert '<img src="' in reading.body_html
    assert "<table>" in reading.body_html
    assert "版权所有" not in reading.body_html
    assert "首页" not in reading.body_html
    assert "<h1>" not in reading.body_html  # the title stands above the body already


def test_a_title_that_a_quotation_mark_cut_short() -> None:
    page = PAGE.replace(
        "<title>全市信用修复业务培训举办_样例新闻网</title>",
        '<meta property="og:title" content="培训"圆满"举办">',
    ).replace("<h1>全市信用修复业务培训举办</h1>", '<h1>培训"圆满"举办</h1>')
    assert TrafilaturaReader().read(page, url=URL).title == '培训"圆满"举办'


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "no html", "<p>短</p>", "\x00" * 50])
def test_a_page_without_an_article_has_empty_fields(page) -> None:
    assert TrafilaturaReader().read(page, url=URL).title == ""


def test_a_page_that_breaks_trafilatura_is_merely_unread(monkeypatch, caplog) -> None:
    def fail(*_args: object, **_options: object) -> str:
        raise RecursionError("nested beyond reason")

    monkeypatch.setattr("trafilatura.extract", fail)
    assert TrafilaturaReader().read(PAGE, url=URL) == ReadArticle()
    assert URL in caplog.text
