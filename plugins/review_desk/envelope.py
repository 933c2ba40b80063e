"""What surrounds every answer: its headers, the limit on what comes in, and the last resort.

Written against ASGI itself, so that it also covers what no route answers: a body that is refused
before it is read, static files, and errors that nobody foresaw.
"""

import logging
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
UPLOAD_LIMIT = 40 * MEGABYTE
FORM_LIMIT = 4 * MEGABYTE
_WRAPPING = 64 * 1024  # what a browser sends around an uploaded file
_DRAINED = 5  # so many times the limit is read and dropped, for a browser that is still sending

HEAD_REQUEST = "infodesk.is_head"  # set in the scope of a HEAD request, which is routed as GET

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
)
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
# Airflow shows the operators' pages in a frame of its own; nobody frames the reviewers' pages.
_FRAMED = ("/board", "/problems")

FailurePage = Callable[[Scope, int], Response]


class Envelope:
    """The outermost part of the desk."""

    def __init__(self, app: ASGIApp, *, failure_page: FailurePage) -> None:
        """Surround `app`; `failure_page` makes the page of a status code without asking a route."""
        self._app = app
        self._failure_page = failure_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = _path_within(scope)
        answer = _Answer(scope, send, headers=_headers_for(path))
        intake = _Intake(receive, limit=limit_of(path))
        if intake.is_declared_too_large(Headers(scope=scope)):
            await intake.drain()
            await answer.give(self._failure_page(scope, 413))
            return
        inner = scope
        if scope["method"] == "HEAD":
            inner = {**scope, "method": "GET", HEAD_REQUEST: True}
        try:
            await self._app(inner, intake.receive, answer.send_unless(intake))
        except _TooLarge:
            pass
        except Exception:
            log.exception("审签台出错：%s %s", scope["method"], path)
            await answer.give(self._failure_page(scope, 500))
        if intake.is_exceeded:
            await intake.drain()
            await answer.give(self._failure_page(scope, 413))


class _TooLarge(Exception):
    """More came in than was declared; raised in whoever reads the body, so that he stops."""


def limit_of(path: str) -> int:
    """Return how many bytes may be posted to a path of the desk."""
    return UPLOAD_LIMIT + _WRAPPING if path.endswith("/scan") else FORM_LIMIT


class _Intake:
    """The body of a request, counted while it is read."""

    def __init__(self, receive: Receive, *, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._read = 0
        self._has_ended = False

    @property
    def is_exceeded(self) -> bool:
        return self._read > self._limit

    def is_declared_too_large(self, headers: Headers) -> bool:
        declared = headers.get("content-length", "0")
        return declared.isdecimal() and int(declared) > self._limit

    async def receive(self) -> Message:
        """Hand on the next piece. Raises _TooLarge: half a body must not pass for a whole one."""
        message = await self._next()
        if self.is_exceeded:
            raise _TooLarge
        return message

    async def drain(self) -> None:
        """Read on and drop it: most browsers show no answer before they have sent everything."""
        while not self._has_ended and self._read < self._limit * _DRAINED:
            await self._next()

    async def _next(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        self._has_ended = message["type"] != "http.request" or not message.get("more_body")
        return message


class _Answer:
    """The answer to one request, sent once and with the desk's headers."""

    def __init__(self, scope: Scope, send: Send, *, headers: dict[str, str]) -> None:
        self._scope = scope
        self._send = send
        self._headers = headers
        self._is_started = False

    def send_unless(self, intake: _Intake) -> Send:
        """Return the way out for the app; what it says of a body cut short is not passed on."""

        async def send(message: Message) -> None:
            if not intake.is_exceeded or self._is_started:
                await self.send(message)

        return send

    async def send(self, message: Message) -> None:
        """Send one piece with our headers, and no body where only the head was asked for."""
        if message["type"] == "http.response.start":
            self._is_started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            if message["status"] >= 400:
                headers["Cache-Control"] = "no-store"
        elif message["type"] == "http.response.body" and self._scope["method"] == "HEAD":
            message = {**message, "body": b""}
        await self._send(message)

    async def give(self, response: Response) -> None:
        """Send a whole response, unless another one has begun."""
        if not self._is_started:
            await response(self._scope, _nothing_more, self.send)


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}


def _path_within(scope: Scope) -> str:
    root = str(scope.get("root_path", "")).rstrip("/")
    return str(scope["path"]).removeprefix(root)


def _headers_for(path: str) -> dict[str, str]:
    framed_by = "'self'" if path.startswith(_FRAMED) else "'none'"
    # A static file's address changes with its content (see `pages.static_version`).
    keeping = "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
    return {
        **_HEADERS,
        "Content-Security-Policy": _POLICY.format(framed_by=framed_by),
        "Cache-Control": keeping,
    }
