"""Whatever a site sends, we get a page or one of our own errors, in bounded time and memory."""

import gzip
import random
import resource
import time
import zlib
from http.server import BaseHTTPRequestHandler

import brotli
import pytest

from infodesk.adapters.http_pages import HttpPages, Manners
from infodesk.collecting.web.page_errors import (
    ChallengeMet,
    PageBroken,
    PageGone,
    PageTooLarge,
    PageUnreachable,
)

PAGE = "<html><body><p>第一段</p></body></html>".encode()


def test_nobody_listens(closed_port: int) -> None:
    pages = HttpPages(
        manners=Manners(interval_seconds=0), exempt=frozenset({("127.0.0.1", closed_port)})
    )
    with pytest.raises(PageUnreachable, match="无法连接") as raised:
        pages.fetch(f"http://127.0.0.1:{closed_port}/")
    assert raised.value.remedy


def test_unknown_host(pages) -> None:
    with pytest.raises(PageUnreachable, match="域名无法解析：no-such-host"):
        pages.fetch("http://no-such-host.invalid/")


@pytest.mark.parametrize("address", ["ftp://a.example/x", "no address", "http://", "http://[::1"])
def test_no_web_address(pages, address) -> None:
    with pytest.raises(PageUnreachable):
        pages.fetch(address)


@pytest.mark.parametrize("status", [404, 410])
def test_gone(site, pages, status) -> None:
    with pytest.raises(PageGone, match=str(status)):
        pages.fetch(site.says("/x", b"not here", status=status))


@pytest.mark.parametrize("status", [400, 403, 500, 502])
def test_refused(site, pages, status) -> None:
    with pytest.raises(PageUnreachable, match=str(status)):
        pages.fetch(site.says("/x", status=status))


@pytest.mark.parametrize("status", [412, 521])
def test_challenge_by_status(site, pages, status) -> None:
    with pytest.raises(ChallengeMet, match="人工验证"):
        pages.fetch(site.says("/x", b"<html>$_ts</html>", status=status))


def test_challenge_with_status_200(site, pages) -> None:
    script = b"<html><script>var arg1='8F';document.cookie='acw_sc__v2='+f(arg1);</script></html>"
    with pytest.raises(ChallengeMet):
        pages.fetch(site.says("/x", script))


def test_more_than_the_bound_is_announced(site, pages) -> None:
    site.says("/x", b"", headers={"Content-Length": str(50 * 1024 * 1024)})
    with pytest.raises(PageTooLarge, match="50 MB"):
        pages.fetch(site.url + "/x")


def test_more_than_the_bound_comes_unannounced(site, pages) -> None:
    sent = 0

    def pour(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b"x" * 1024 * 1024)
            sent += 1

    with pytest.raises(PageTooLarge, match="20 MB"):
        pages.fetch(site.does("/x", pour))
    assert sent < 50


def _bomb(coding: str) -> bytes:
    """Pack 300 MB of nothing."""
    if coding == "br":
        brotli_packer = brotli.Compressor(quality=5)
        pieces = [brotli_packer.process(b"\0" * 1024 * 1024) for _ in range(300)]
        return b"".join([*pieces, brotli_packer.finish()])
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(300)) + packer.flush()


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_bomb(site, pages, coding) -> None:
    bomb = _bomb(coding)
    assert len(bomb) < 1024 * 1024
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PageTooLarge):
        pages.fetch(site.says("/x", bomb, headers={"Content-Encoding": coding}))
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < 100 * 1024


PACKED = {
    "gzip": gzip.compress(random.Random(1).randbytes(20_000)),
    "deflate": zlib.compress(random.Random(1).randbytes(20_000)),
    "br": brotli.compress(random.Random(1).randbytes(20_000)),
}


@pytest.mark.parametrize("coding", PACKED)
@pytest.mark.parametrize("cut", [-20, -1, 300, 2])
def test_cut_off_while_packed(site, pages, coding, cut) -> None:
    content = PACKED[coding][:cut]
    with pytest.raises(PageBroken, match="压缩内容损坏或不完整"):
        pages.fetch(site.says("/x", content, headers={"Content-Encoding": coding}))


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_damaged_while_packed(site, pages, coding) -> None:
    packed = bytearray(PACKED[coding])
    packed[1000] ^= 0xFF
    with pytest.raises(PageBroken):
        pages.fetch(site.says("/x", bytes(packed), headers={"Content-Encoding": coding}))


def test_brotli_that_is_none(site, pages) -> None:
    with pytest.raises(PageBroken, match="压缩内容损坏"):
        pages.fetch(site.says("/x", PAGE, headers={"Content-Encoding": "br"}))


def test_unknown_packing(site, pages) -> None:
    with pytest.raises(PageBroken, match="zstd"):
        pages.fetch(site.says("/x", PAGE, headers={"Content-Encoding": "zstd"}))


def test_connection_ends_before_the_announced_length(site, pages) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    with pytest.raises(PageBroken, match="传输中断"):
        pages.fetch(site.does("/x", cut))


def _drip(handler: BaseHTTPRequestHandler, pieces: list[bytes]) -> None:
    for piece in pieces:
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(0.2)


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n",
        b"HTTP/1.1 200 OK\r\nX-Endless: ",
    ],
)
def test_server_that_drips(site, pages, head) -> None:
    """Each piece comes within the read time-out, so only the bound on the whole can end it."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        _drip(handler, [head, *[b"a"] * 20])
        handler.close_connection = True

    started = time.monotonic()
    with pytest.raises(PageUnreachable, match="过慢"):
        pages.fetch(site.does("/x", drip))
    assert time.monotonic() - started < 3


def test_server_that_says_nothing(site, pages) -> None:
    with pytest.raises(PageUnreachable, match="过慢"):
        pages.fetch(site.does("/x", lambda _handler: time.sleep(1.5)))


def test_an_answer_that_is_no_http(site, pages) -> None:
    def babble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")
        handler.close_connection = True

    with pytest.raises(PageUnreachable):
        pages.fetch(site.does("/x", babble))


def test_redirect_loop(site, pages) -> None:
    site.says("/a", status=302, headers={"Location": "/b"})
    site.says("/b", status=302, headers={"Location": "/a"})
    with pytest.raises(PageBroken, match="跳转超过 5 次"):
        pages.fetch(site.url + "/a")
    assert len(site.asked) == 6


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1"])
def test_redirect_to_no_web_address(site, pages, target) -> None:
    with pytest.raises(PageBroken, match="无效的地址"):
        pages.fetch(site.says("/x", status=302, headers={"Location": target}))


def test_body_of_a_redirect_is_not_read(site, pages) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/there")
        handler.send_header("Connection", "close")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.says("/there", PAGE)
    started = time.monotonic()
    assert pages.fetch(site.does("/x", pour)).content == PAGE
    assert time.monotonic() - started < 1.5
