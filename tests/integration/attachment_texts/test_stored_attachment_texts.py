"""Attachments as they lie in the store, each read in a process of its own."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.fakes.file_store import MemoryFileStore
from tests.fakes.office_files import docx, ofd, packed, pdf, pptx, xlsx

from infodesk.adapters.attachment_texts import StoredAttachmentTexts
from infodesk.adapters.attachment_texts.limits import ORDINARY, CannotRead
from infodesk.adapters.attachment_texts.reading import read_file
from infodesk.articles.article import Attachment
from infodesk.kernel.canonical import sha256_hex
from infodesk.reviewing.checking.files import FileReading, FileTrouble

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture
def files() -> MemoryFileStore:
    return MemoryFileStore()


def read(files: MemoryFileStore, name: str, content: bytes, **fields) -> FileReading:
    media_type = fields.pop("media_type", "application/octet-stream")
    attachment = Attachment(
        name=name, sha256=files.put(content), size_bytes=len(content), media_type=media_type
    )
    return StoredAttachmentTexts(files, **fields).read(attachment)


def words(reading: FileReading) -> dict[str, str]:
    return {piece.place: piece.text for piece in reading.pieces}


def test_pages_of_a_pdf_keep_their_numbers(files) -> None:
    reading = read(files, "名单.pdf", pdf("first", "", "phone 13812345678"))

    assert words(reading) == {"第 1 页": "first", "第 3 页": "phone 13812345678"}
    assert [(t.kind, t.detail) for t in reading.troubles] == [
        (FileTrouble.UNREAD, "第 2 页没有文字层")
    ]


def test_chinese_of_a_typeset_pdf_is_read_as_it_was_written(files) -> None:
    import pylopdf_fonts_zh_cn
    import typst

    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    lines = ("关于开展示例工作的通知", "联系电话：13812345678")
    page = '#set text(font: "Noto Sans SC")\n' + "\n#pagebreak()\n".join(lines)
    content = typst.compile(page.encode(), font_paths=[str(fonts)])

    reading = read(files, "通知.pdf", content)

    assert words(reading) == {
        "第 1 页": "关于开展示例工作的通知",
        "第 2 页": "联系电话：13812345678",
    }
    assert reading.troubles == ()


def test_word_document_is_read_with_its_table_and_what_hides_in_it(files) -> None:
    comments = (
        f'<w:comments xmlns:w="{_WORD}"><w:p><w:r><w:t>待领导定</w:t></w:r></w:p></w:comments>'
    )
    deleted = "<w:p><w:del><w:r><w:delText>原定金额</w:delText></w:r></w:del></w:p>"
    content = docx(
        "第一段",
        "a < b",
        table=[["项", "数"], ["甲", ""], ["乙", 3]],
        raw=deleted,
        parts={"word/comments.xml": comments},
    )

    reading = read(files, "通知.docx", content)

    assert words(reading) == {
        "": "第一段\na < b\n项\t数\n甲\n乙\t3",
        "修订中删去的文字": "原定金额",
        "批注": "待领导定",
    }
    assert reading.pieces[0].tables == ((("项", "数"), ("甲", ""), ("乙", "3")),)
    assert reading.troubles == ()


def test_workbook_is_read_sheet_by_sheet_hidden_ones_too(files) -> None:
    sheets = {"名单": [["姓名", "电话"], ["甲某", 1.3812345678e10]], "底稿": [["内部"]]}

    reading = read(files, "名单.xlsx", xlsx(sheets, hidden=["底稿"]))

    assert words(reading) == {
        "工作表“名单”": "姓名\t电话\n甲某\t13812345678",
        "隐藏的工作表“底稿”": "内部",
    }


def test_slides_and_fixed_pages(files) -> None:
    assert words(read(files, "a.pptx", pptx("一", "二"))) == {"第 1 张": "一", "第 2 张": "二"}
    assert words(read(files, "a.ofd", ofd("甲", "乙"))) == {"第 1 页": "甲", "第 2 页": "乙"}


def test_pages_are_counted_as_numbers(files) -> None:
    places = list(words(read(files, "a.pptx", pptx(*map(str, range(1, 13))))).items())

    assert places[-1] == ("第 12 张", "12")


def test_members_of_an_archive_are_named(files) -> None:
    archive = packed({"附件/名单.xlsx": xlsx({"一": [["甲"]]}), "读.txt": "乙".encode("gb18030")})

    assert words(read(files, "材料.zip", archive)) == {
        "内“名单.xlsx”工作表“一”": "甲",
        "内“读.txt”": "乙",
    }


def test_missing_file_is_a_trouble(files) -> None:
    attachment = Attachment(name="缺.pdf", sha256="0" * 64, size_bytes=1, media_type="x")

    reading = StoredAttachmentTexts(files).read(attachment)

    assert [t.kind for t in reading.troubles] == [FileTrouble.MISSING]


def test_entities_are_never_followed(files, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密内容", "utf-8")
    document = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]><a>&b;</a>'

    reading = read(files, "外.docx", packed({"word/document.xml": document}))

    assert reading.pieces == ()
    assert [t.kind for t in reading.troubles] == [FileTrouble.XML_ENTITIES]


def test_reader_that_dies_is_a_damaged_file_and_nothing_else(files) -> None:
    """Fewer bytes of memory than the document unpacks to: the process ends, the check goes on."""
    huge = docx("字" * 100, parts={"word/comments.xml": b"<a>" + b"<b/>" * 11_000_000 + b"</a>"})

    reading = read(files, "巨.docx", huge)

    (trouble,) = reading.troubles
    assert trouble.kind in {FileTrouble.DAMAGED, FileTrouble.BOMB, FileTrouble.TOO_LARGE}


def test_time_runs_out(files) -> None:
    limits = replace(ORDINARY, seconds=0.001)

    reading = read(files, "慢.docx", docx("字"), limits=limits)

    assert [t.kind for t in reading.troubles] == [FileTrouble.TOO_LARGE]


def test_pictures_are_read_where_something_can_read_them(files) -> None:
    class Reader:
        def text(self, picture: bytes) -> str:
            return f"{len(picture)} 字节的图"

    picture = b"\x89PNG\r\n\x1a\n" + bytes(8)

    reading = read(files, "章.png", picture, media_type="image/png", text_of_image=Reader())

    assert words(reading) == {"图中文字": "16 字节的图"}
    assert read(files, "章.png", picture).troubles[0].kind is FileTrouble.UNREAD


WHOLE = {
    "a.docx": docx("字" * 50),
    "a.pdf": pdf("x" * 400),
    "a.xlsx": xlsx({"一": [["字"]]}),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_spoilt_anywhere_is_told_and_never_raises(name: str) -> None:
    """Fuzzing in this process: whatever the bytes, the answer is words or one of our troubles."""
    whole = WHOLE[name]
    told = 0
    for cut in range(0, len(whole), 29):
        spoilt = bytearray(whole)
        spoilt[cut] ^= 0xFF
        for content in (whole[:cut], bytes(spoilt)):
            try:
                read_file(name, content, ORDINARY)
            except CannotRead:
                told += 1

    assert told >= len(whole) // 29 // 2  # most cuts at least are noticed


def test_store_is_asked_by_hash_alone(files) -> None:
    content = docx("字")

    assert read(files, "../../etc/通知.docx", content).pieces[0].text == "字"
    assert sha256_hex(content) in files.files
