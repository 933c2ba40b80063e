"""A file is what its bytes say."""

import pytest

from infodesk.collecting.reading.file_types import attachment_type, file_name, picture_type

ZIP = b"PK\x03\x04" + b"0" * 30


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "image/webp"),
        (b"<svg xmlns='x'><script/></svg>", ""),
        (b"<html>404</html>", ""),
        (b"", ""),
    ],
)
def test_picture_type(content, media_type) -> None:
    assert picture_type(content) == media_type


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.PDF", b"\xef\xbb\xbf \n%PDF-1.4", "application/pdf"),
        ("a.pdf", b"<!DOCTYPE html><p>404", ""),
        ("a.pdf", b"\xef\xbb\xbf\n<html>not found", ""),
        ("a.pdf", ZIP, ""),
        ("a.docx", ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.docx", b"%PDF-1.4", ""),
        ("a.doc", b"{\\rtf1", "application/msword"),
        ("a.doc", b"<html>saved from Word", ""),
        ("a.ofd", ZIP, "application/ofd"),
        ("a.unknown", b"anything", "application/octet-stream"),
        ("a.zip", b"", ""),
    ],
)
def test_attachment_type(name, content, media_type) -> None:
    assert attachment_type(content, url=f"https://a.cn/x/{name}?v=1") == media_type


def test_file_name() -> None:
    assert file_name("https://a.cn/x/%E8%A1%A8.xls?v=1#p") == "表.xls"
    assert file_name("https://a.cn/") == ""
