"""What an HTTP answer means: a page, "not modified", a redirect, or one of our errors."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import IncompleteRead, ProtocolError, ReadTimeoutError

from infodesk.adapters.bounded_body import bounded_body
from infodesk.collecting.challenges import CHALLENGE_STATUSES, is_challenge
from infodesk.collecting.page_errors import (
    ChallengeMet,
    PageBroken,
    PageError,
    PageGone,
    PageTooLarge,
    PageUnreachable,
)
from infodesk.collecting.pages import NotModified, Page

_READ_AT_ONCE = 64 * 1024
_GONE = frozenset({404, 410})
_BUSY = frozenset({429, 503})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LATER = "请稍后再试；持续如此请在浏览器中打开核对"


class Busy(PageUnreachable):
    """The server asks us to come again later, after `retry_after` seconds where it says so."""

    retry_after: float = 0


def read_answer(
    response: requests.Response, address: str, *, largest: int
) -> Page | NotModified | str:
    """Return a page, NotModified, or the target of a redirect as the server wrote it.

    Raises PageGone, ChallengeMet, Busy, PageUnreachable, PageTooLarge, PageBroken.
    """
    target = response.is_redirect and response.headers.get("Location")
    if target:
        # Header bytes arrive read as Latin-1; addresses that are not ASCII are UTF-8.
        return target.encode("latin-1", errors="replace").decode("utf-8", errors="replace")
    headers = {name.lower(): value for name, value in response.headers.items()}
    if response.status_code == 304:
        return NotModified(
            url=address,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
        )
    _refuse_bad_status(response, address)
    content = bounded_body(
        _chunks(response, largest, address),
        coding=headers.get("content-encoding", ""),
        largest=largest,
        url=address,
    )
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
        busy = Busy(f"对方要求稍后再访问（{status}）：{address}", remedy="下次运行会再试")
        busy.retry_after = _seconds_to_wait(response.headers.get("Retry-After", ""))
        raise busy
    raise PageUnreachable(f"对方返回错误（{status}）：{address}", remedy=_LATER)


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
        return PageBroken(f"传输中断，内容不完整：{address}", remedy="下次运行会再试")
    if isinstance(error, ValueError):
        return PageUnreachable(f"不是可以访问的网址：{address}", remedy="请核对网址的写法")
    return PageUnreachable(f"无法取得网页：{address}（{error}）", remedy=_LATER)


def too_slow(address: str) -> PageUnreachable:
    """Return the error for an answer that took longer than we wait."""
    return PageUnreachable(f"对方响应过慢，已放弃：{address}", remedy=_LATER)


def _challenge(address: str, sign: str) -> ChallengeMet:
    return ChallengeMet(
        f"网站要求人工验证（{sign}）：{address}",
        remedy="系统不绕过验证，已停止采集该来源；请在浏览器中打开核对，并与对方商定推送或放行",
    )
