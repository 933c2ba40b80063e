"""Read the body of an answer within bounds: its size as sent, and its size unpacked."""

import zlib
from collections.abc import Callable, Iterable, Iterator

import brotli

from infodesk.collecting.web.page_errors import PageBroken, PageTooLarge

# What the function below unpacks, and nothing else: sent as Accept-Encoding.
CODINGS = "gzip, deflate, br"
_READ_AT_ONCE = 64 * 1024
_GZIP_FORMAT = 16 + zlib.MAX_WBITS
_GZIP_MARK = b"\x1f\x8b"


def bounded_body(chunks: Iterable[bytes], *, largest: int, url: str) -> bytes:
    """Join what is sent; raises PageTooLarge as soon as more than `largest` bytes have come."""
    return b"".join(_bounded(chunks, largest=largest, url=url))


def unpacked(sent: bytes, *, coding: str, largest: int, url: str) -> bytes:
    """Undo a content coding.

    Raises PageTooLarge as soon as more than `largest` bytes have come out of it (a few kilobytes
    can unpack to gigabytes), PageBroken when it is damaged, cut off or unknown.
    """
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        return sent
    unpack = _UNPACKERS.get(coding)
    if unpack is None:
        raise PageBroken(f"不支持的压缩方式 {coding}：{url}", remedy="请告知对方网站管理员")
    return bounded_body(unpack(sent, url), largest=largest, url=url) if sent else b""


def _bounded(chunks: Iterable[bytes], *, largest: int, url: str) -> Iterator[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > largest:
            raise PageTooLarge(
                f"内容超过 {largest // (1024 * 1024)} MB：{url}",
                remedy="请确认是否需要该文件；确需的请人工下载",
            )
        yield chunk


def _gunzipped(packed: bytes, url: str) -> Iterator[bytes]:
    if not packed.startswith(_GZIP_MARK):
        yield packed  # some servers say gzip and send the plain page
    # A gzip file is one member after another; whatever else stands behind them is padding.
    while packed.startswith(_GZIP_MARK):
        unpacker = zlib.decompressobj(_GZIP_FORMAT)
        yield from _pieces(unpacker, packed, url)
        packed = unpacker.unused_data


def _inflated(packed: bytes, url: str) -> Iterator[bytes]:
    # "deflate" means the zlib format; some servers leave its two-byte header out.
    has_header = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2]) % 31 == 0
    unpacker = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
    return _pieces(unpacker, packed, url)


def _pieces(unpacker: "zlib._Decompress", packed: bytes, url: str) -> Iterator[bytes]:
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, _READ_AT_ONCE)
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _broken(url) from error
    if not unpacker.eof:
        raise _broken(url)


def _unbrotlied(packed: bytes, url: str) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    try:
        piece = unpacker.process(packed, output_buffer_limit=_READ_AT_ONCE)
        while piece:
            yield piece
            if unpacker.is_finished():
                return
            piece = unpacker.process(b"", output_buffer_limit=_READ_AT_ONCE)
    except brotli.error as error:
        raise _broken(url) from error
    if not unpacker.is_finished():
        raise _broken(url)


_UNPACKERS: dict[str, Callable[[bytes, str], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
}


def _broken(url: str) -> PageBroken:
    return PageBroken(f"压缩内容损坏或不完整：{url}", remedy="多为传输中断，下次运行会再试")
