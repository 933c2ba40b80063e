"""The body: the part with the most sentences, without what stands around it."""

import pytest

ONE = "近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作。"
TWO = "会议强调，要坚持问题导向，完善信用信息归集机制，切实提高数据质量。"
TEXT = f"<p>{ONE}</p><p>{TWO}</p>"
HEAD = "<title>推进会在我市召开</title><h1>推进会在我市召开</h1>"
MENU = "".join(f"<li><a href=/{n}>栏目第{n}项</a></li>" for n in range(20))
COMMENT = "<p>写得很好，支持，希望以后多多报道，这样的会议开得很及时，也很有必要。</p>" * 9


@pytest.mark.parametrize(
    "around",
    [
        "<ul>{menu}</ul><div>{text}</div>",
        "<div class='article has-comments'>{text}</div><div>{menu}</div>",
        "<div>{text}</div><div class=comment-list>{comment}</div>",
        "<div>{text}</div><div style='display:none'>{comment}</div>",
        "<div>{text}<div class=share>分享到：微信 微博</div></div>",
        "<div>{text}<p>责任编辑：编辑甲</p></div>",
        "<div>{text}<p>上一篇：<a href=/1>某事</a></p><p>下一篇：<a href=/2>又一事</a></p></div>",
        "<div>{text}<h3>相关阅读</h3><ul>{menu}</ul></div>",
        "<div>{text}<div>{menu}</div></div>",
        "<div><p>当前位置：首页 &gt; 要闻</p><p>2026-11-20 08:00 来源：某报</p>{text}</div>",
        "<div id=app><div class=modal-root>{text}</div></div>",
        "<table><tr><td>{text}</td></tr></table><p>版权所有：某某公司，技术支持：某某公司，联系我们。</p>",
    ],
)
def test_what_stands_around_it_is_left_out(read, around) -> None:
    page = HEAD + around.format(text=TEXT, menu=MENU, comment=COMMENT)
    assert read(page).lines == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    [
        f"<div class=c><div>{ONE}</div><div>{TWO}</div></div>",
        f"<div class=c>{ONE}<br><br>{TWO}</div>",
        f"<section><section><span>{ONE}</span></section><section>{TWO}</section></section>",
    ],
)
def test_however_paragraphs_are_written(read, text) -> None:
    assert read(HEAD + text).lines == [ONE, TWO]


def test_tables_pictures_and_signatures_belong_to_it(read) -> None:
    table = (
        "<table><tr><td>项目</td><td>数量</td></tr><tr><td>信用修复</td><td>12</td></tr></table>"
    )
    page = f"{HEAD}<div>{TEXT}{table}<p><img src=a.png></p><p>某市发展和改革委员会</p></div>"
    reading = read(page)
    assert reading.lines == [ONE, TWO, "项目", "数量", "信用修复", "12", "某市发展和改革委员会"]
    assert "<table>" in reading.html
    assert "tzgg/a.png" in reading.html


def test_attachments_at_the_end_are_no_list_of_other_articles(read) -> None:
    files = "".join(f"<p><a href={n}.pdf>第{n}批信用修复培训名单</a></p>" for n in range(5))
    assert len(read(f"{HEAD}<div>{TEXT}{files}</div>").lines) == 7


def test_files_beside_the_text_are_offered(read) -> None:
    page = f"{HEAD}<div class=c>{TEXT}</div><ul class=fj><li><a href=P1.docx>附件一</a></li></ul>"
    reading = read(page)
    assert [link.get("href") for link in reading.article.attached] == ["P1.docx"]
    assert reading.lines == [ONE, TWO]


def test_a_page_of_pictures(read) -> None:
    page = f"{HEAD}<ul>{MENU}</ul><div class=TRS_Editor><p><img src=a.png></p></div>"
    assert 'src="https://www.example.gov.cn/tzgg/a.png"' in read(page).html


def test_other_articles_with_their_beginnings_are_no_text(read) -> None:
    item = f"<li><h3><a href=/1>另一件事的标题</a></h3><p>{ONE}{TWO}</p></li>"
    assert read(f"{HEAD}<div>{TEXT}</div><ul>{item * 12}</ul>").lines == [ONE, TWO]


def test_a_heap_of_words_is_no_text(read) -> None:
    assert read(f"{HEAD}<div>{TEXT}</div><div>{'词语 堆砌 ' * 3000}</div>").lines == [ONE, TWO]


def test_text_that_scripts_would_show_is_taken_from_the_linked_data(read) -> None:
    data = '{"articleBody": "第一段，有\\"引号\\"。\\n第二段，\\u4e2d文。"}'
    page = f"{HEAD}<script type='application/ld+json'>{data}</script>"
    # The heading alone is all that there is to see.
    assert read(page.replace("<h1>推进会在我市召开</h1>", "")).lines == [
        '第一段，有"引号"。',
        "第二段，中文。",
    ]


@pytest.mark.parametrize(
    ("page", "warning"),
    [
        ("<div id=app></div><script>var a = 1</script>", "reading.no_body"),
        ("", "reading.no_body"),
        (f"{HEAD}<div><p>会议取消，请周知。</p></div>", "reading.short_body"),
        (
            "<ul>" + "<li><a href=/1>一条新闻的很长的标题</a> 2026-11-20</li>" * 20 + "</ul>",
            "reading.looks_like_list",
        ),
    ],
)
def test_what_an_editor_should_look_at(read, page, warning) -> None:
    assert read(page).warnings == [warning]


def test_a_proper_article_has_no_warning(read) -> None:
    assert read(f"{HEAD}<div>{TEXT}</div>").warnings == []
