"""The hash that approvals are bound to: blind to layout, and to nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.articles.article import Attachment, Content, canonical_body

FILE = Attachment(
    name="附件1.xlsx",
    sha256="a1" * 32,
    size_bytes=10,
    media_type="application/vnd.ms-excel",
    original_url="https://www.example.gov.cn/1.xlsx",
)
CONTENT = Content(
    title="关于示例的通知",
    body_html="<p>第一段 有空格。</p>\n<p>第二段。</p>",
    credit="示例网站",
    credit_url="https://www.example.gov.cn/1.html",
    document_number="示发〔2026〕1号",
    attachments=(FILE, replace(FILE, name="附件2.xlsx", sha256="b2" * 32)),
    images=(replace(FILE, name="1.png", sha256="c3" * 32),),
)
BLANKS = st.text(" \t\r\n\u3000\xa0", min_size=1, max_size=4)


def test_a_save_without_change_has_the_same_hash() -> None:
    assert replace(CONTENT).content_hash == CONTENT.content_hash
    assert len(CONTENT.content_hash) == 64


@given(BLANKS, BLANKS, BLANKS)
def test_layout_white_space_does_not_count(one: str, two: str, three: str) -> None:
    laid_out = replace(
        CONTENT,
        title=f"{one}关于示例的通知{two}",
        body_html=f"{three}<p>第一段{one}有空格。</p>{two}<p>第二段。</p>{three}",
        credit=f"示例网站{one}",
        document_number=f"{two}示发〔2026〕1号",
    )

    assert laid_out.content_hash == CONTENT.content_hash


@pytest.mark.parametrize(
    "change",
    [
        {"title": "关于示例的通告"},
        {"title": "关于 示例的通知"},
        {"body_html": CONTENT.body_html.replace("第二段", "第二節")},
        {"body_html": CONTENT.body_html.replace("。", "．")},
        {"body_html": CONTENT.body_html.replace("第一段 有", "第一段有")},
        {"body_html": CONTENT.body_html.replace("<p>第二段。</p>", "<p><b>第二段。</b></p>")},
        {"body_html": CONTENT.body_html.replace("<p>", '<p class="x">', 1)},
        {"credit": "另一网站"},
        {"credit_url": "https://www.example.gov.cn/2.html"},
        {"document_number": "示发〔2026〕2号"},
        {"attachments": CONTENT.attachments[:1]},
        {"attachments": CONTENT.attachments[::-1]},
        {"attachments": (replace(FILE, name="附件一.xlsx"), CONTENT.attachments[1])},
        {"attachments": (replace(FILE, sha256="d4" * 32), CONTENT.attachments[1])},
        {"images": ()},
        {"images": (replace(CONTENT.images[0], sha256="d4" * 32),)},
        # The same words in another field are another text.
        {"credit": "", "document_number": "示例网站示发〔2026〕1号"},
        {"attachments": (), "images": (*CONTENT.images, *CONTENT.attachments)},
    ],
)
def test_whatever_the_public_reads_counts(change) -> None:
    assert replace(CONTENT, **change).content_hash != CONTENT.content_hash


@given(st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=3))
def test_any_inserted_character_counts(inserted: str) -> None:
    changed = CONTENT.body_html.replace("第二段", f"第二{inserted}段")

    assert replace(CONTENT, body_html=changed).content_hash != CONTENT.content_hash


@pytest.mark.parametrize(
    "change", [{"size_bytes": 11}, {"media_type": "x/y"}, {"original_url": "https://x.example"}]
)
def test_what_only_describes_a_file_does_not_count(change) -> None:
    described = (replace(FILE, **change), *CONTENT.attachments[1:])

    assert replace(CONTENT, attachments=described).content_hash == CONTENT.content_hash


def test_every_field_is_covered_by_the_changes_above() -> None:
    """A field that is added to the content must be decided on here."""
    assert {f.name for f in fields(Content)} == {
        "title",
        "body_html",
        "credit",
        "credit_url",
        "document_number",
        "attachments",
        "images",
    }


@given(st.text())
def test_the_canonical_body_is_its_own_canonical_body(html: str) -> None:
    once = canonical_body(html)

    assert canonical_body(once) == once
