"""The files of an article are kept, and what cannot be had is said."""

import pytest
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.web_pages import FakeWebPages

from infodesk.collecting.reading.article_files import MOST_FILES, keep_files
from infodesk.collecting.reading.draft import ArticleDraft, FileReference
from infodesk.collecting.web.page_errors import AddressRefused, ChallengeMet, PageGone
from infodesk.kernel.canonical import sha256_hex

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
PDF = b"%PDF-1.7\n"
A, B, C = "https://a.cn/a.png", "https://a.cn/b.pdf", "https://a.cn/c.pdf"


def _draft(images=(A,), attachments=(B,)) -> ArticleDraft:
    return ArticleDraft(
        url="https://a.cn/1.html",
        title="标题",
        body_html=f'<p><img src="{A}" alt="图"><a href="{B}">表</a></p>',
        images=tuple(FileReference(url=url, name="图") for url in images),
        attachments=tuple(FileReference(url=url, name="表.pdf") for url in attachments),
    )


def _keep(draft, **answers):
    pages, files = FakeWebPages(), MemoryFileStore()
    pages.answers = {A: PNG, B: PDF} | answers.get("answers", {})
    return keep_files(draft, pages=pages, files=files, allow_private=False), files


def test_files_are_stored_and_named_in_the_body() -> None:
    kept, files = _keep(_draft())
    assert files.files == {sha256_hex(PNG): PNG, sha256_hex(PDF): PDF}
    assert f'src="files/{sha256_hex(PNG)}"' in kept.body_html
    assert f'href="files/{sha256_hex(PDF)}"' in kept.body_html
    (image,), (attachment,) = kept.images, kept.attachments
    assert (image.name, image.media_type, image.size_bytes) == ("a.png", "image/png", len(PNG))
    assert (attachment.name, attachment.media_type) == ("表.pdf", "application/pdf")
    assert attachment.original_url == B
    assert kept.losses == ()


@pytest.mark.parametrize(
    "answer",
    [
        PageGone("网页不存在", remedy="r"),
        AddressRefused("内部地址"),
        b"<html>404</html>",
        b"",
    ],
)
def test_a_dead_attachment_is_a_loss_and_the_rest_is_kept(answer) -> None:
    kept, _ = _keep(_draft(), answers={B: answer})
    assert kept.attachments == ()
    assert len(kept.images) == 1
    assert f'href="{B}"' in kept.body_html
    (loss,) = kept.losses
    assert loss.rule_id == "files.attachment_lost"
    assert loss.message.startswith("附件未能收取：表.pdf（")
    assert loss.excerpt == B
    assert loss.remedy


def test_a_dead_picture_leaves_a_visible_trace() -> None:
    kept, _ = _keep(_draft(), answers={A: b"<svg></svg>"})
    assert kept.images == ()
    assert "［图片未能收取：图］" in kept.body_html
    assert kept.losses[0].rule_id == "files.picture_lost"


def test_a_challenge_is_no_loss_but_stops_everything() -> None:
    with pytest.raises(ChallengeMet):
        _keep(_draft(), answers={A: ChallengeMet("人工验证")})


def test_there_is_an_end_to_files() -> None:
    urls = [f"https://a.cn/{n}.pdf" for n in range(MOST_FILES + 2)]
    draft = _draft(images=(), attachments=urls)
    kept, _ = _keep(draft, answers=dict.fromkeys(urls, PDF))
    assert len(kept.attachments) == MOST_FILES
    assert len(kept.losses) == 2


def test_bytes_inside_the_page_are_not_fetched() -> None:
    reference = FileReference(url=f"files/{sha256_hex(PNG)}", content=PNG)
    draft = ArticleDraft(
        url="https://a.cn/1.html",
        title="t",
        body_html=f'<img src="{reference.url}">',
        images=(reference,),
    )
    kept, files = _keep(draft)
    assert kept.body_html == f'<img src="files/{sha256_hex(PNG)}">'
    assert files.files == {sha256_hex(PNG): PNG}


def test_without_files_the_body_stays_as_it_is() -> None:
    draft = ArticleDraft(url="https://a.cn/1.html", title="t", body_html="<p>一</p>")
    assert _keep(draft)[0].body_html == "<p>一</p>"
