"""A body cut out of its page: in paragraphs, safe, with its files named."""

from base64 import b64encode
from time import process_time

import pytest

from infodesk.collecting.reading.body import read_body, with_stored_files
from infodesk.collecting.reading.draft import FileReference
from infodesk.collecting.web.page_errors import PageUnreadable
from infodesk.collecting.web.page_tree import page_tree
from infodesk.kernel.canonical import sha256_hex

URL = "https://a.gov.cn/tzgg/202611/t1.html"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def _body(html: str, drop=()):
    element = page_tree(f"<html><body><div id=b>{html}</div></body></html>").get_element_by_id("b")
    return read_body(element, base=URL, page_url=URL, drop=drop)


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ("<div>　　第一段</div><div>　　第<span>2</span>段</div>", "<p>第一段</p><p>第2段</p>"),
        ("<div class=o><div class=i><p>　　一</p></div></div>", "<p>一</p>"),
        ("只有<b>文字</b>，没有段落", "<p>只有<b>文字</b>，没有段落</p>"),
        ("前言<p>一</p>插话<div>二</div>尾", "<p>前言</p><p>一</p><p>插话</p><p>二</p><p>尾</p>"),
        ("<p><strong>　　主持人：</strong>好</p>", "<p><strong>主持人：</strong>好</p>"),
        ("<p>&nbsp;</p><div><br></div><p>一</p>", "<p>一</p>"),
        ("<style>p{}</style><p>一</p><script>x</script>", "<p>一</p>"),
        ("<p style='TEXT-ALIGN: right'>落款</p>", '<p align="right">落款</p>'),
        ("<center><div>居中</div></center>", '<p align="center">居中</p>'),
        ("<div style='text-align:center'><p>上</p><p>下</p></div>",
         '<p align="center">上</p><p align="center">下</p>'),
        ("<h1>第一章</h1><p>一</p>", "<h2>第一章</h2><p>一</p>"),
        ("<p>一<br>　　二</p>", "<p>一<br>　　二</p>"),
    ],
)  # fmt: skip
def test_paragraphs(html, body) -> None:
    assert _body(html).html == body


def test_a_table_in_a_box_is_kept() -> None:
    body = _body(
        "<div class=ue_table><table><tr><td><div>汽油</div></td><td>8.41</td></tr></table></div>"
    )
    assert body.html == "<table><tbody><tr><td><p>汽油</p></td><td>8.41</td></tr></tbody></table>"


def test_what_the_source_drops() -> None:
    assert _body("<p>正文</p><div class=share>分享</div>", drop=[".share"]).html == "<p>正文</p>"


def test_links_become_absolute_or_text() -> None:
    body = _body(
        "<p><a href='../x.html'>甲</a><a href='javascript:x'>乙</a>"
        "<a name=q>丙</a><a href='#q'>丁</a></p>"
    )
    assert body.html == (
        '<p><a href="https://a.gov.cn/tzgg/x.html" rel="noopener noreferrer">甲</a>乙丙丁</p>'
    )


def test_attachments_are_named_as_the_page_names_them() -> None:
    body = _body(
        "<p><a href='./P02.pdf'>附件：申报表</a><a href='/f/a.DOCX'>表.docx</a>"
        "<a href='%E8%A1%A8.xls'><img src=i.gif></a><a href='x.html'>网页</a></p>"
    )
    assert body.attachments == (
        FileReference(url="https://a.gov.cn/tzgg/202611/P02.pdf", name="附件：申报表.pdf"),
        FileReference(url="https://a.gov.cn/f/a.DOCX", name="表.docx"),
        FileReference(url="https://a.gov.cn/tzgg/202611/%E8%A1%A8.xls", name="表.xls"),
    )


def test_images_loaded_late_and_images_nowhere() -> None:
    body = _body(
        "<p><img src=blank.gif data-src='/a.jpg' alt=甲><img src='file:///C:/x.png'><img>文</p>"
    )
    assert body.html == '<p><img src="https://a.gov.cn/a.jpg" alt="甲">文</p>'
    assert body.images == (FileReference(url="https://a.gov.cn/a.jpg", name="甲"),)


def test_an_image_inside_the_page_itself() -> None:
    body = _body(f"<p><img src='data:image/png;base64,{b64encode(PNG).decode()}'></p>")
    assert body.html == f'<p><img src="files/{sha256_hex(PNG)}"></p>'
    assert body.images[0].content == PNG
    assert _body("<p>a<img src='data:image/png;base64,=not='></p>").images == ()


def test_a_page_cannot_point_into_the_store() -> None:
    body = _body(f"<p><img src='files/{'0' * 64}'></p>")
    assert body.images[0].url == f"https://a.gov.cn/tzgg/202611/files/{'0' * 64}"


def test_moving_pictures_leave_a_link_to_where_they_are() -> None:
    body = _body("<p>看</p><video><source src='/v.mp4'></video><iframe></iframe>")
    assert 'href="https://a.gov.cn/v.mp4"' in body.html
    assert f'href="{URL}"' in body.html
    assert body.html.count("［音视频内容，请到原文查看］") == 2


def test_nesting_beyond_reason_is_refused() -> None:
    with pytest.raises(PageUnreadable, match="嵌套过深"):
        _body("<blockquote>" * 300 + "x")
    assert _body("<span>" * 50 + "x" + "</span>" * 50).html == "<p>x</p>"


def test_stored_files_take_the_place_of_addresses() -> None:
    body = _body("<p><img src=a.png alt=图><a href=c.doc>表</a></p>").html
    stored = {
        "https://a.gov.cn/tzgg/202611/a.png": "a" * 64,
        "https://a.gov.cn/tzgg/202611/c.doc": "c" * 64,
    }
    assert with_stored_files(body, stored=stored) == (
        f'<p><img src="files/{"a" * 64}" alt="图">'
        f'<a href="files/{"c" * 64}" rel="noopener noreferrer">表</a></p>'
    )


def test_a_lost_picture_stays_visible_and_loads_nothing() -> None:
    body = _body("<p>前<img src=a.png alt=示意图>后</p><p><a href=c.doc>表</a></p>").html
    lost = with_stored_files(body, stored={})
    assert "<img" not in lost
    assert "［图片未能收取：示意图］</a>后" in lost
    assert 'href="https://a.gov.cn/tzgg/202611/c.doc"' in lost


def test_alignment_reaches_the_paragraphs_of_boxes_in_boxes() -> None:
    html = "<div align=center><div><div><p>一</p></div>二</div><p align=left>三</p></div><p>四</p>"
    assert _body(html).html == (
        '<p align="center">一</p><p align="center">二</p><p align="center">三</p><p>四</p>'
    )


def test_thousands_of_boxes_are_put_in_order_without_delay() -> None:
    started = process_time()
    body = _body("<div><p>一</p></div>" * 20_000)
    assert body.html == "<p>一</p>" * 20_000
    assert process_time() - started < 10  # it took over a minute when each box was taken out


def test_more_references_than_sanitising_can_bear_are_refused() -> None:
    with pytest.raises(PageUnreadable, match="转义字符"):
        _body("<p>" + "&lt;" * 100_001 + "</p>")
