"""Whole pages in the structures that Chinese sites really have, read without any selector."""
# ruff: noqa: E501 - pages are written as their sites write them, in long lines

import pytest

ONE = "　　近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。"
TWO = "　　会议强调，要坚持问题导向，完善信用信息归集机制，切实提高数据质量。"
TEXT = [ONE.strip(), TWO.strip()]
LINKS = "".join(f"<li><a href='/{n}.html'>栏目导航第{n}项</a></li>" for n in range(12))
FOOTER = "<div class='foot'>版权所有：某市人民政府　备案号：晋ICP备00000000号　主办单位：某市政府办公室</div>"

TRS = f"""<html><head><title>市发展改革委召开推进会_某市发展和改革委员会</title>
<meta name="ArticleTitle" content="市发展改革委召开推进会"><meta name="PubDate" content="2026-11-20 17:30:05">
<meta name="ContentSource" content="财金科"></head><body><ul class="menu">{LINKS}</ul>
<div class="detail"><h3>市发展改革委召开推进会</h3><div class="info"><span>发布时间：2026-11-20</span>
<span>来源：财金科</span><span>字体：[<a>大</a> <a>中</a> <a>小</a>]</span><a>打印</a></div>
<div class="TRS_Editor"><style>p{{margin:0}}</style><div>{ONE}</div><div>{TWO}</div></div>
<div class="close"><a href="#">关闭窗口</a></div></div>{FOOTER}</body></html>"""

TWO_ENDS = f"""<html><head><title>关于开展信用修复培训的通知</title></head><body><div>{LINKS}</div>
</body></html><div class="box"><p class="tit">关于开展信用修复培训的通知</p>
<p>发布日期：2026年11月19日　　信息来源：市信用中心　　浏览次数：<script>document.write(1)</script>次</p>
<div id="zoom"><p>{ONE}</p><p>{TWO}</p></div></div></body></html>"""

TABLES = f"""<html><head><title>关于开展信用修复培训的通知-某局</title></head><body>
<table><tr><td><a href=/>首页</a> &gt; <a href=/tz>通知公告</a> &gt; 正文</td></tr></table>
<table width=980><tr><td align=center><font size=5><b>关于开展信用修复培训的通知</b></font></td></tr>
<tr><td align=center>2026-11-19 09:15　来源：某局办公室　作者：信用甲　点击：128</td></tr>
<tr><td class=nr><font face=宋体>{ONE}<br><br>{TWO}<br></font></td></tr>
<tr><td align=right>上一篇：<a href=1.htm>关于另一件事的通知</a></td></tr>
<tr><td align=right>下一篇：<a href=3.htm>关于第三件事的通知</a></td></tr></table>
<table><tr><td>技术支持：某公司 地址：某市某路1号 邮编：033000</td></tr></table></body></html>"""

INDEX = f"""<html><head><title>市政府办公室关于清洁取暖的通知</title></head><body>
<table class=xxgk><tr><td>索 引 号：</td><td>111400/2026-00123</td><td>主题分类：</td><td>能源</td></tr>
<tr><td>发文机关：</td><td></td><td>成文日期：</td><td>2026年11月09日</td></tr>
<tr><td>发文字号：</td><td>某政办发〔2026〕99号</td><td>发布日期：</td><td>2026年11月12日</td></tr></table>
<h1>市政府办公室关于清洁取暖的通知</h1><div class=view><p>{ONE}</p><p>{TWO}</p></div></body></html>"""

FOUNDER = f"""<html><head><title>某某晚报</title></head><body>
<div class=top><span>2026年11月20日 星期五</span><a href=node_2.htm>返回版面</a></div>
<table id=content><tr><td><founder-title>推进会在我市召开</founder-title>
<founder-author>本报记者　记者甲</founder-author><founder-content><p>{ONE}</p><p>{TWO}</p></founder-content>
</td></tr></table></body></html>"""

WECHAT = f"""<html><head><title></title><meta property="og:title" content="推进会在我市召开"></head><body>
<div id="page-content"><h1 class="rich_media_title" id="activity-name">推进会在我市召开</h1>
<div id="meta_content"><span class="rich_media_meta"><a id="js_name">信用某市</a></span>
<em id="publish_time"></em></div><div class="rich_media_content" id="js_content"
style="visibility: hidden; opacity: 0;"><section><p><span>{ONE}</span></p><p>{TWO}</p>
<p><img data-src="https://mmbiz.example.cn/a.jpg"></p></section></div></div>
<script>var ct = "1795143600"; var nickname = htmlDecode("信用某市");</script></body></html>"""

PORTAL = f"""<html><head><title>推进会在我市召开_某某新闻网</title></head><body><nav>{LINKS}</nav>
<div class="main"><div class="left"><h1>推进会在我市召开</h1>
<div class="date-source"><span class="date">2026年11月20日 08:26</span>
<a class="source" href="http://x.cn">某某日报</a><a class="btn" href="#c">评论</a></div>
<div class="css-x9"><p>{ONE}</p><p>{TWO}</p><p class="editor">责任编辑：编辑乙 SN123</p></div>
<div class="css-k2"><h4>相关新闻</h4><ul>{LINKS}</ul></div>
<div id="comment"><p>网友甲 2026-11-22 10:00：写得很好，支持，希望以后多多报道，非常好！</p>
<p>网友乙 2026-11-22 11:00：写得很好，支持，希望以后多多报道，非常好！</p></div></div>
<div class="right"><ul>{LINKS}</ul></div></div>{FOOTER}</body></html>"""

TRADITIONAL = f"""<html><head><title>推進會召開 - 某某新聞</title></head><body><main>
<article><h1>推進會召開</h1><div>某某通訊社</div><time datetime="2026-11-20T08:21:00.000Z">2026年11月20日</time>
<div class="caas-body"><p>{ONE}</p><p>{TWO}</p></div></article></main>
<ul class=stream>{"".join(f"<li><h3><a href=/{n}>另一篇報道的標題第{n}條</a></h3><p>這是另一篇報道的開頭，寫得很長很長，比正文還要長出許多，所以容易被誤認為正文。</p></li>" for n in range(9))}</ul>
</body></html>"""


@pytest.mark.parametrize(
    ("html", "title", "published", "credit"),
    [
        pytest.param(TRS, "市发展改革委召开推进会", "2026-11-20 17:30", "财金科", id="TRS"),
        pytest.param(TWO_ENDS, "关于开展信用修复培训的通知", "2026-11-19", "市信用中心", id="two-ends"),
        pytest.param(TABLES, "关于开展信用修复培训的通知", "2026-11-19 09:15", "某局办公室", id="tables"),
        pytest.param(INDEX, "市政府办公室关于清洁取暖的通知", "2026-11-12", "", id="index-table"),
        pytest.param(FOUNDER, "推进会在我市召开", "2026-11-20", "", id="Founder"),
        pytest.param(WECHAT, "推进会在我市召开", "2026-11-20 11:00", "信用某市", id="WeChat"),
        pytest.param(PORTAL, "推进会在我市召开", "2026-11-20 08:26", "某某日报", id="portal"),
        pytest.param(TRADITIONAL, "推進會召開", "2026-11-20 16:21", "某某通訊社", id="traditional"),
    ],
)  # fmt: skip
def test_a_page_is_read_whole_and_nothing_around_it(read, html, title, published, credit) -> None:
    reading = read(html)
    assert reading.title == title
    assert reading.published == published
    assert reading.credit == credit
    assert reading.lines == TEXT


def test_an_index_table_gives_the_document_number(read) -> None:
    assert read(INDEX).document_number == "某政办发〔2026〕99号"


def test_editors_and_authors(read) -> None:
    assert read(TABLES).author == "信用甲"
    assert read(PORTAL).author == "编辑乙"
    assert read(FOUNDER).author == "本报记者 记者甲"


def test_a_hidden_body_keeps_its_pictures(read) -> None:
    assert 'src="https://mmbiz.example.cn/a.jpg"' in read(WECHAT).html
