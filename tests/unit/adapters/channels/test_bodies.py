"""A body on its way to the public: whole, inert, its files found, its words untouched."""

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.adapters.channels.bodies import prepared_body
from infodesk.articles.article import Attachment
from infodesk.channels.channel import EditionUnfit
from infodesk.channels.rendering import readable_text

SHA = "ab" * 32
PDF = Attachment(name="附件 1.pdf", sha256=SHA, size_bytes=9, media_type="application/pdf")


def prepared(body: str, **content) -> str:
    return prepared_body(
        sample_content(body_html=body, **content), file_url=lambda file: f"../{file.sha256[:4]}.pdf"
    )


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<p><img src='x' onerror='alert(1)'></p>",
        "<p ONCLICK=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' JaVa\tScRiPt:alert(1)'>x</a>",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<a href='\u0001javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<iframe src='https://x.example'></iframe>",
        "<object data='x'></object>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mi xlink:href='javascript:alert(1)'></mi></math>",
        "<form action='https://x.example'><input></form>",
        "<meta http-equiv='refresh' content='0;url=https://x.example'>",
        "<base href='https://x.example/'>",
        "<link rel='stylesheet' href='https://x.example/a.css'>",
        "<style>body{display:none}</style>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><img src=x onerror=alert(1)></template>",
        "<button formaction='javascript:alert(1)'>x</button>",
    ],
)
def test_active_content_is_never_published(body):
    with pytest.raises(EditionUnfit, match="不允许发布的代码"):
        prepared(body)


@pytest.mark.parametrize(
    "body",
    [
        "<p>第三条：“谁制作、谁公开”</p>",
        "<a href='https://www.example/a?b=c:d'>链接</a>",
        "<a href='/local/a:b.html'>链接</a>",
        "<a href='#note'>注</a>",
        "<a href='mailto:x@example.com'>信箱</a>",
        "<table><tr><td colspan='2'>甲</td></tr></table>",
        "<p>a<br>b<sub>2</sub> &lt;script&gt; 是文字</p>",
    ],
)
def test_ordinary_content_passes_with_its_words(body):
    assert readable_text(prepared(body)) == readable_text(body)


def test_open_tags_cannot_break_out_of_their_place():
    assert prepared("<div><p>甲</div></div></article></main>乙").count("<div>") == 1
    assert "</article>" not in prepared("甲</article></main><p>乙")


def test_files_are_found_and_attachments_keep_their_names():
    html = prepared(f"<p><a href='files/{SHA}'>下载</a></p>", attachments=(PDF,))
    assert 'href="../abab.pdf"' in html
    assert 'download="附件 1.pdf"' in html


def test_a_file_that_the_content_does_not_list_is_refused():
    with pytest.raises(EditionUnfit, match="不在附件和图片清单中"):
        prepared(f"<img src='files/{'cd' * 32}'>", attachments=(PDF,))


def test_images_get_words_for_those_who_do_not_see_them():
    image = Attachment(name="1.png", sha256=SHA, size_bytes=9, media_type="image/png")
    html = prepared(f"<img src='files/{SHA}'><img src='files/{SHA}' alt='图一'>", images=(image,))
    assert html.count('alt="文中图片"') == 1
    assert html.count('alt="图一"') == 1


@pytest.mark.parametrize("source", ["https://other.example/1.png", "//other.example/1.png"])
def test_images_from_elsewhere_are_linked_and_not_loaded(source):
    html = prepared(f"<p>见图<img src='{source}' alt='示意图'>所示</p>")
    assert "<img" not in html
    assert f'href="{source}"' in html
    assert readable_text(html) == "见图所示"


def test_tables_scroll_by_themselves():
    html = prepared("前<table><tr><td>甲</td></tr></table>后")
    assert html.startswith('前<div class="table-scroll"')
    assert html.endswith("</table></div>后")


def test_names_of_the_page_cannot_be_taken_by_the_body():
    html = prepared("<h1 id='main' class='masthead' style='position:fixed'>小标题</h1>")
    assert html == "<h2>小标题</h2>"


def test_comments_go_and_what_follows_them_stays():
    assert prepared("<p>甲<!-- 内部批注 -->乙</p>") == "<p>甲乙</p>"


def test_an_empty_body_is_an_empty_body():
    assert prepared(" \n") == ""


def test_text_before_the_first_tag_stays_escaped():
    assert prepared("a &lt;b&gt; &amp; c<p>d</p>") == "a &lt;b&gt; &amp; c<p>d</p>"
