"""The bytes of a page decide its charset; claims only help."""

import pytest

from infodesk.collecting.web.charset import decode_page

SIMPLIFIED = "吕梁市发展和改革委员会关于印发《信用建设工作要点》的通知，请认真贯彻落实。" * 3
TRADITIONAL = "臺灣地區的繁體中文頁面，內容關於經濟發展與社會信用體系的建設。" * 3
RARE = "山西镕创新材料公司（生僻字：㛃、喆、堃）"


def _html(text: str, declared: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    return f"<html><head>{meta if declared else ''}</head><body><p>{text}</p></body></html>"


def test_declared_gb2312_is_read_as_gb18030() -> None:
    page = decode_page(_html(SIMPLIFIED + RARE, "gb2312").encode("gb18030"))
    assert RARE in page.text
    assert (page.charset, page.broken) == ("gb18030", 0)


@pytest.mark.parametrize("hint", ["", "utf-8", "iso-8859-1", "big5", "gbk", "nonsense", "hex"])
def test_a_wrong_header_does_not_win(hint) -> None:
    assert decode_page(_html(SIMPLIFIED).encode("gb18030"), hint=hint).text == _html(SIMPLIFIED)
    assert decode_page(_html(SIMPLIFIED).encode(), hint=hint).text == _html(SIMPLIFIED)
    assert decode_page(_html(TRADITIONAL).encode("big5"), hint=hint).text == _html(TRADITIONAL)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "iso-8859-1", "x-unknown", "rot13"])
def test_utf8_that_declares_something_else(declared) -> None:
    page = _html(SIMPLIFIED, declared)
    assert decode_page(page.encode()).text == page


def test_gb_that_declares_utf8() -> None:
    page = _html(SIMPLIFIED, "utf-8")
    assert decode_page(page.encode("gb18030"), hint="utf-8").text == page


def test_the_own_declaration_counts_before_the_header() -> None:
    page = _html(TRADITIONAL, "big5")
    assert decode_page(page.encode("big5"), hint="gb2312").charset == "big5hkscs"


def test_an_xml_declaration_counts() -> None:
    feed = f'<?xml version="1.0" encoding="gb2312"?><rss><title>{SIMPLIFIED}</title></rss>'
    assert decode_page(feed.encode("gb18030")).text == feed


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_decides(charset) -> None:
    mark = "" if charset == "utf-8-sig" else "\ufeff"
    page = decode_page((mark + SIMPLIFIED).encode(charset), hint="gb2312")
    assert page.text == SIMPLIFIED


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_do_not_change_the_charset(charset) -> None:
    whole = (SIMPLIFIED * 10).encode(charset)
    page = decode_page(whole[:301] + b"\xff" + whole[301:])
    assert page.charset == charset
    assert 0 < page.broken < 5
    assert SIMPLIFIED in page.text


@pytest.mark.parametrize(
    "content", [b"", b"plain ascii", b"\xff", b"\x00\x01\x02\x80\x81", b"\xd6"]
)
def test_anything_is_read(content) -> None:
    assert isinstance(decode_page(content, hint="\x00\udcff").text, str)
