"""Evidence: what was fetched can be shown, by anybody's software, and read again years later."""

import gzip
from datetime import UTC, datetime, timedelta
from io import BytesIO

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.file_store import MemoryFileStore
from warcio.archiveiterator import ArchiveIterator

from infodesk.adapters.warc_captures import (
    CaptureDamaged,
    WarcCaptures,
    read_warc,
    warc_file,
)
from infodesk.collecting.web.pages import Exchange, Page
from infodesk.kernel.files import FileMissing

AT = datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)
TEXT = "<html><body><h1>关于召开会议的通知</h1><p>镕</p></body></html>".encode("gb18030")


def exchange(url: str, **changes) -> Exchange:
    return Exchange(
        **{
            "url": url,
            "target": "/x",
            "request_headers": (("Host", "a.example"), ("Accept", "*/*"), ("Cookie", "seen=1")),
            "status": 200,
            "reason": "OK",
            "headers": (("Content-Type", "text/html; charset=gbk"), ("ETag", '"1"')),
            "peer": "203.0.113.9",
        }
        | changes
    )


def page(content: bytes = TEXT, *, packed: bytes = b"", **headers: str) -> Page:
    hop = exchange(
        "http://a.example/old",
        status=302,
        reason="Found",
        headers=(("Location", "/文".encode().decode("latin-1")), ("Content-Length", "5")),
    )
    last = exchange("http://a.example/文", target="/%E6%96%87")
    extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    last = exchange(last.url, target=last.target, headers=(*last.headers, *extra))
    return Page(
        url="http://a.example/old",
        final_url="http://a.example/文",
        status=200,
        headers={name.lower(): value for name, value in last.headers},
        content=content,
        charset_hint="gbk",
        packed=packed,
        exchanges=(hop, last),
    )


def records(content: bytes) -> list[tuple]:
    """Read a file with warcio alone: type, headers, HTTP head, body as stored."""
    return [
        (r.rec_type, dict(r.rec_headers.headers), r.http_headers, r.raw_stream.read())
        for r in ArchiveIterator(BytesIO(content), check_digests="raise")
    ]


def test_what_others_read_in_it() -> None:
    info, asked_old, redirect, asked, answer = records(warc_file(page(), at=AT))
    assert [r[0] for r in (info, asked_old, redirect, asked, answer)] == [
        "warcinfo", "request", "response", "request", "response",
    ]  # fmt: skip
    assert b"transfer coding undone" in info[3]
    assert redirect[1]["WARC-Target-URI"] == "http://a.example/old"
    assert redirect[1]["WARC-Truncated"] == "length"
    assert redirect[2].statusline == "302 Found"
    assert asked[2].statusline == "/%E6%96%87 HTTP/1.1"
    assert asked[2].get_header("Cookie") == "seen=1"
    assert answer[1]["WARC-Date"] == "2026-11-23T02:00:00.123456Z"
    assert answer[1]["WARC-IP-Address"] == "203.0.113.9"
    assert answer[1]["WARC-Payload-Digest"].startswith("sha256:")
    assert answer[2].get_header("ETag") == '"1"'
    assert answer[3] == TEXT
    assert "WARC-Truncated" not in answer[1]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("gzip", gzip.compress(TEXT, mtime=0)), ("br", brotli.compress(TEXT))],
    ids=["gzip", "br"],
)
def test_bytes_are_kept_as_they_came(coding, packed) -> None:
    kept = page(packed=packed, Content_Encoding=coding)
    content = warc_file(kept, at=AT)
    assert records(content)[-1][3] == packed
    assert read_warc(content, name="x").page == kept


def test_a_chunked_answer_is_no_riddle_to_others() -> None:
    """The chunks are undone on their way to us: with that header others would look for them."""
    kept = page(Transfer_Encoding="chunked")
    content = warc_file(kept, at=AT)
    head = records(content)[-1][2]
    assert head.get_header("Transfer-Encoding") is None
    assert head.get_header("X-Infodesk-Undone-Transfer-Encoding") == "chunked"
    for record in ArchiveIterator(BytesIO(content)):
        body = record.content_stream().read()
    assert body == TEXT
    assert read_warc(content, name="x").page == kept


def test_the_same_page_and_moment_are_the_same_file() -> None:
    files = MemoryFileStore()
    captures = WarcCaptures(files)
    first = captures.keep(page(), at=AT)
    assert captures.keep(page(), at=AT) == first
    assert len(files.files) == 1
    assert captures.keep(page(), at=AT + timedelta(seconds=1)) != first


def test_it_is_read_back_as_it_was() -> None:
    captures = WarcCaptures(MemoryFileStore())
    sha256 = captures.keep(page(), at=AT)
    assert captures.read(sha256) == page()
    assert captures.capture(sha256).taken_at == AT


@given(
    st.binary(max_size=3000),
    st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z][A-Za-z-]{0,12}", fullmatch=True),
            st.text(st.characters(min_codepoint=33, max_codepoint=255), min_size=1, max_size=20),
        ),
        max_size=6,
    ),
)
def test_any_page_is_read_back(content, headers) -> None:
    headers = [(n, v) for n, v in headers if n.lower() != "content-encoding"]
    last = exchange("https://b.example/", headers=tuple(headers))
    merged: dict[str, str] = {}
    for name, value in headers:
        known = merged.get(name.lower())
        merged[name.lower()] = f"{known}, {value}" if known else value
    kept = Page(
        url="https://b.example/",
        final_url="https://b.example/",
        status=200,
        headers=merged,
        content=content,
        exchanges=(last,),
    )
    assert read_warc(warc_file(kept, at=AT), name="x").page == kept


def test_a_page_that_came_over_no_wire_of_ours() -> None:
    saved = Page(
        url="http://a/", final_url="http://a/", status=200, headers={"etag": "1"}, content=TEXT
    )
    read = read_warc(warc_file(saved, at=AT), name="x").page
    assert (read.url, read.headers, read.content) == (saved.url, saved.headers, saved.content)


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4 something else",
        gzip.compress(b"hello"),
        warc_file(page(), at=AT)[:100],
        warc_file(page(), at=AT)[:-200],
        _flipped(warc_file(page(), at=AT), 450),
    ],
    ids=["empty", "no capture", "no WARC", "head alone", "cut off", "flipped"],
)
def test_what_is_no_whole_capture_is_said(content) -> None:
    files = MemoryFileStore()
    with pytest.raises(CaptureDamaged, match="不是完整的网页存证") as raised:
        WarcCaptures(files).read(files.put(content))
    assert raised.value.remedy


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(FileMissing):
        WarcCaptures(MemoryFileStore()).read("0" * 64)
