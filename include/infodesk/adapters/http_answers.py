"""What an answer over HTTP means: a page, nothing new, a way elsewhere, or one of our errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import IncompleteRead, ProtocolError, ReadTimeoutError

from infodesk.adapters.bounded_body import bounded_body, unpacked
from infodesk.collecting.web.challenges import CHALLENGE_STATUSES, is_challenge
from infodesk.collecting.web.page_errors import (
    ChallengeMet,
    HostBusy,
    PageBroken,
    PageError,
    PageGone,
    PageTooLarge,
    PageUnreachable,
)
from infodesk.collecting.web.pages import Exchange, NotModified, Page

_READ_AT_ONCE = 64 * 1024
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_PASSING = frozenset({500, 502, 504})  # of a server that may well answer in a moment
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LATER = "请稍后再试；持续如此请在浏览器中打开核对"


class StatusRefused(PageUnreachable):
    """The server refuses with a status that says no more than that."""

    status = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An answer that sends us elsewhere."""

    target: str  # as the server wrote it
    exchange: Exchange


def read_answer(
    response: requests.Response, address: str, *, largest: int
) -> Page | NotModified | Redirect:
    """Return a page, NotModified, or the target of a redirect.

    Raises PageGone, ChallengeMet, HostBusy, PageUnreachable, PageTooLarge, PageBroken.
    """
    target = response.is_redirect and response.headers.get("Location")
    if target:
        # Header bytes arrive read as Latin-1; addresses that are not ASCII are UTF-8.
        written = target.encode("latin-1", errors="replace").decode("utf-8", errors="replace")
        return Redirect(target=written, exchange=_exchange(response, address))
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code == 304:
        return NotModified(
            url=address,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )
    _refuse_bad_status(response, address)
    exchange = _exchange(response, address)  # while the connection is still known
    sent = bounded_body(_chunks(response, largest, address), largest=largest, url=address)
    coding = headers.get("content-encoding", "")
    content = unpacked(sent, coding=coding, largest=largest, url=address)
    if is_challenge(content):
        raise _challenge(address, "要求脚本或验证码")
    charset = _CHARSET.search(headers.get("content-type", ""))
    return Page(
        url=address,
        final_url=address,
        status=response.status_code,
        headers=headers,
        content=content,
        charset_hint=charset[1] if charset else "",
        packed=b"" if sent is content else sent,
        exchanges=(exchange,),
    )


def _exchange(response: requests.Response, address: str) -> Exchange:
    raw = response.raw
    asked = [(name, str(value)) for name, value in response.request.headers.items()]
    if "Host" not in response.request.headers:
        # http.client adds it on its way out, from the address.
        asked.insert(0, ("Host", urlsplit(address).netloc.rpartition("@")[2]))
    return Exchange(
        url=address,
        target=response.request.path_url,
        request_headers=tuple(asked),
        status=response.status_code,
        reason=response.reason or "",
        headers=tuple(raw.headers.iteritems()),
        http_version="1.0" if raw.version == 10 else "1.1",
        peer=getattr(raw.connection, "peer", ""),
    )


def _refuse_bad_status(response: requests.Response, address: str) -> None:
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in CHALLENGE_STATUSES:
        raise _challenge(address, str(status))
    if status in _GONE:
        raise PageGone(
            f"网页不存在（{status}）：{address}", remedy="对方可能已删除或移动，请在网站上核对"
        )
    if status in _BUSY:
        raise host_busy(
            f"对方要求稍后再访问（{status}）：{address}",
            seconds=_seconds_to_wait(response.headers.get("Retry-After", "")),
        )
    refused = StatusRefused(f"对方返回错误（{status}）：{address}", remedy=_LATER)
    refused.status = status
    refused.is_passing = status in _PASSING
    raise refused


def host_busy(message: str, *, seconds: float) -> HostBusy:
    """Return the error for a host that wants to be left alone for so long; 0: it did not say."""
    busy = HostBusy(message, remedy="到时自动再试，无需处理")
    busy.retry_after = seconds
    return busy


def _chunks(response: requests.Response, largest: int, address: str) -> Iterator[bytes]:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > largest:
        raise PageTooLarge(
            f"内容有 {int(announced) // (1024 * 1024)} MB，超过上限：{address}",
            remedy="请确认是否需要该文件；确需的请人工下载",
        )
    # read1 hands over what has come; a plain read would wait for the piece to be full.
    while chunk := response.raw.read1(_READ_AT_ONCE, decode_content=False):
        yield chunk


def _seconds_to_wait(retry_after: str) -> float:
    """Read a Retry-After, seconds or a date; 0 where it says nothing we understand."""
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        instant = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    return max(0.0, (instant.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def translated(error: Exception, address: str, *, is_late: bool) -> PageError:
    """Return our error for one of the libraries'."""
    if is_late or isinstance(error, requests.Timeout | ReadTimeoutError):
        return too_slow(address)
    if isinstance(error, requests.exceptions.SSLError):
        return PageUnreachable(
            f"安全证书有问题：{address}", remedy="请在浏览器中打开核对证书；勿跳过证书检查"
        )
    if isinstance(error, IncompleteRead | ProtocolError):
        broken = PageBroken(f"传输中断，内容不完整：{address}", remedy="下次运行会再试")
        broken.is_passing = True
        return broken
    if isinstance(error, ValueError):
        return no_web_address(address)
    unreachable = PageUnreachable(f"无法取得网页：{address}（{error}）", remedy=_LATER)
    unreachable.is_passing = True
    return unreachable


def no_web_address(address: str) -> PageUnreachable:
    """Return the error for what is no address of a web page."""
    return PageUnreachable(f"不是可以访问的网址：{address}", remedy="请核对网址的写法")


def too_slow(address: str) -> PageUnreachable:
    """Return the error for an answer that took longer than we wait."""
    return PageUnreachable(f"对方响应过慢，已放弃：{address}", remedy=_LATER)


def _challenge(address: str, sign: str) -> ChallengeMet:
    return ChallengeMet(
        f"网站要求人工验证（{sign}）：{address}",
        remedy="系统不绕过验证，已停止采集该来源；请在浏览器中打开核对，并与对方商定推送或放行",
    )
