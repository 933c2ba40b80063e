"""What counts as a change of an original, and what is mere dress."""

from datetime import UTC, datetime

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.articles.article import Article, Attachment, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import SourceWatch
from infodesk.collecting.originals.original_words import (
    begin_watch,
    words_of_change,
    words_of_content,
    words_of_draft,
)
from infodesk.collecting.originals.watched import ChangeKind, OriginalChange, OriginalFile
from infodesk.collecting.reading.draft import ArticleDraft, FileReference

URL = "https://www.first.example/1.html"
BODY = "<p>各县（市、区）人民政府：</p><p>现将《办法》印发给你们，请认真贯彻执行。</p>"
ANNEX = FileReference(url="https://www.first.example/a.pdf", name="附件.pdf")


def draft(**changes: object) -> ArticleDraft:
    facts = {"url": URL, "title": "关于印发《办法》的通知", "body_html": BODY, **changes}
    return ArticleDraft(**facts)  # type: ignore[arg-type]


def words(ignore: tuple[str, ...] = (), **changes: object):
    return words_of_draft(draft(**changes), credit="某委网站", ignore=ignore)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "关于印发 《办法》的通知\u200b"},
        {"body_html": BODY.replace("<p>", "<div>　　").replace("</p>", "</div>\n")},
        {"body_html": BODY.replace("（市、区）", "(市、区)")},  # the same in another width
        {"body_html": BODY.replace("《办法》", "<strong>《办法》</strong>")},
        {"published": datetime(2026, 3, 2, tzinfo=UTC)},
        {"author": "责任编辑"},
    ],
)
def test_dress_is_no_change(changes: dict[str, object]) -> None:
    assert words(**changes) == words()
    assert words(**changes).hash == words().hash


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "关于印发《办法》的补充通知"},
        {"body_html": BODY.replace("认真", "")},
        {"document_number": "发改办〔2026〕1号"},
        {"attachments": (ANNEX,)},
    ],
)
def test_words_are(changes: dict[str, object]) -> None:
    assert words(**changes) != words()
    assert words(**changes).hash != words().hash


def test_the_name_or_the_address_of_an_attachment_counts_and_their_order_not() -> None:
    other = FileReference(url="https://www.first.example/b.pdf", name="附件2.pdf")
    both = words(attachments=(ANNEX, other))

    assert both == words(attachments=(other, ANNEX))
    assert both == words(
        attachments=(FileReference(url="http://www.first.example/a.pdf", name="附件.pdf"), other)
    )
    renamed = FileReference(url=ANNEX.url, name="附件（修订）.pdf")
    assert both != words(attachments=(renamed, other))
    moved = FileReference(url="https://www.first.example/c.pdf", name=ANNEX.name)
    assert both != words(attachments=(moved, other))


def test_what_is_ignored_is_taken_out_of_both_sides() -> None:
    ignore = (r"阅读[:：]?\s*\d+次?", r"^责任编辑.*$")
    counted = BODY + "<p>阅读：5321次</p><p>责任编辑：甲</p>"

    assert words(body_html=counted) != words()
    assert words(ignore, body_html=counted) == words(ignore)
    assert words(ignore, body_html=counted.replace("5321", "9")) == words(ignore)


def test_pictures_count_only_where_they_are_the_text() -> None:
    first = FileReference(url="https://www.first.example/x/1.png?t=1")
    same = FileReference(url="https://cdn.first.example/1.png")
    other = FileReference(url="https://www.first.example/x/2.png")

    def picture_page(image: FileReference):
        return words(body_html=f"<p>一图读懂</p><p><img src={image.url}></p>", images=(image,))

    assert picture_page(first) == picture_page(same)
    assert picture_page(first) != picture_page(other)
    long = BODY * 2
    assert words(body_html=long, images=(first,)) == words(body_html=long, images=(other,))


def test_a_text_as_received_has_the_words_of_its_page() -> None:
    page = draft(
        body_html=BODY + f"<p><a href={ANNEX.url}>附件.pdf</a></p><p><img src=/lost.png></p>",
        attachments=(ANNEX,),
    )
    content = Content(
        title=page.title,
        # As receiving keeps it: our own file, and our label for a picture that could not be had.
        body_html=BODY + f"<p><a href=files/{'a' * 64}>附件.pdf</a></p>"
        "<p><a href=/lost.png>［图片未能收取：请见原文］</a></p>",
        credit="某委网站",
        attachments=(
            Attachment(
                name=ANNEX.name,
                sha256="a" * 64,
                size_bytes=1,
                media_type="application/pdf",
                original_url=ANNEX.url,
            ),
        ),
    )

    assert words_of_content(content) == words_of_draft(page, credit="某委网站")


def test_a_recorded_change_has_the_words_of_its_page() -> None:
    image = FileReference(url="https://www.first.example/x/1.png")
    inline = FileReference(url=f"files/{'b' * 64}", name="清单.pdf")
    page = draft(
        body_html=f"<p>一图读懂</p><p><img src='{image.url}'></p>",
        images=(image,),
        attachments=(ANNEX, inline),
        document_number="发改办〔2026〕1号",
    )
    change = OriginalChange(
        id="c" * 32,
        article_id="a" * 32,
        found_at=A_MONDAY,
        kind=ChangeKind.CHANGED,
        title=page.title,
        body_html=page.body_html,
        credit="某委网站",
        document_number=page.document_number,
        files=tuple(OriginalFile(name=f.name, url=f.url) for f in page.attachments),
    )

    assert words_of_change(change) == words_of_draft(page, credit="某委网站")


def test_a_watch_begins_with_the_words_of_the_page_and_the_first_time_of_the_schedule() -> None:
    page = draft(attachments=(ANNEX,))
    content = Content(title=page.title, body_html=BODY, credit="某委网站")  # the file was lost
    revision = Revision(
        id="r" * 32,
        article_id="a" * 32,
        number=1,
        content=content,
        content_hash=content.content_hash,
        created_by="collector",
        created_at=A_MONDAY,
    )
    article = Article(
        id="a" * 32,
        origin=Origin.REPRINT,
        state=ArticleState.RECEIVED,
        department_id="centre",
        received_at=A_MONDAY,
        source_id="first",
        source_url=URL,
        revision=revision,
    )

    watch = begin_watch(article, page, rules=SourceWatch(), etag='"1"')

    assert watch.seen_hash == words_of_draft(page, credit="某委网站").hash
    assert watch.seen_hash != words_of_content(content).hash
    assert watch.next_look_at is not None
    assert watch.next_look_at > A_MONDAY
    assert (watch.url, watch.etag, watch.looks, watch.state) == (URL, '"1"', 0, "")
