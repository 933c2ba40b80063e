"""Web pages over HTTP: polite, bounded, and never into networks that are not ours to reach."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from time import sleep
from urllib.parse import urlsplit

import requests
from requests.cookies import extract_cookies_to_jar
from urllib3.exceptions import HTTPError

from infodesk.adapters.guarded_connections import Deadline, Reach
from infodesk.adapters.host_pace import HostPace
from infodesk.adapters.http_answers import Busy, read_answer, too_slow, translated
from infodesk.adapters.http_sessions import guarded_session, replay_session
from infodesk.collecting.page_errors import PageBroken
from infodesk.collecting.page_tree import web_address
from infodesk.collecting.pages import NotModified, Page

USER_AGENT = "Infodesk/1.0 (government reprint desk; one request at a time)"
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much and how long we are ready to take."""

    largest_bytes: int = 20 * 1024 * 1024  # as sent, and again unpacked
    connect_seconds: float = 10
    read_seconds: float = 20  # between two pieces
    total_seconds: float = 60  # for one answer, whatever its pieces
    longest_retry_seconds: float = 30  # a Retry-After beyond it is left to the next run


class HttpPages:
    """Fetches pages; one object serves a whole process, from any thread.

    `interval_seconds` lies between two requests to a host. `exempt` names (host, port) pairs that
    may lie in a private network. With `replay_url` every request goes to that server instead,
    which is how recorded sites are replayed.
    """

    def __init__(
        self,
        *,
        interval_seconds: float = 1.0,
        exempt: frozenset[tuple[str, int]] = frozenset(),
        replay_url: str = "",
        bounds: Bounds = Bounds(),
        user_agent: str = USER_AGENT,
    ) -> None:
        self._bounds = bounds
        self._pace = HostPace(interval_seconds=interval_seconds)
        if replay_url:
            replaying = replay_session(replay_url, user_agent=user_agent)
            self._sessions = {False: replaying, True: replaying}
        else:
            self._sessions = {
                allow_private: guarded_session(
                    Reach(allow_private=allow_private, exempt=exempt), user_agent=user_agent
                )
                for allow_private in (False, True)
            }

    def fetch(
        self, url: str, *, etag: str = "", last_modified: str = "", allow_private: bool = False
    ) -> Page | NotModified:
        """Fetch one address, following redirects; each of them is checked like the first.

        Raises PageUnreachable, PageGone, ChallengeMet, AddressRefused, PageTooLarge or PageBroken.
        """
        headers = {
            name: value
            for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified))
            if value
        }
        session = self._sessions[allow_private]
        address = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask_patiently(session, address, headers)
            if isinstance(answer, Page):
                return replace(answer, url=url)
            if isinstance(answer, NotModified):
                return answer
            address = _redirected(address, answer)
        raise PageBroken(
            f"跳转超过 {MOST_REDIRECTS} 次：{url}", remedy="请在浏览器中打开核对，改用最终的地址"
        )

    def _ask_patiently(
        self, session: requests.Session, address: str, headers: Mapping[str, str]
    ) -> Page | NotModified | str:
        try:
            return self._ask(session, address, headers)
        except Busy as busy:
            if not 0 < busy.retry_after <= self._bounds.longest_retry_seconds:
                raise
            sleep(busy.retry_after)
            return self._ask(session, address, headers)

    def _ask(
        self, session: requests.Session, address: str, headers: Mapping[str, str]
    ) -> Page | NotModified | str:
        """Ask once; return a page, or "not modified", or where the server sends us."""
        bounds = self._bounds
        with self._pace.turn(_host(address)), Deadline(bounds.total_seconds) as deadline:
            try:
                with closing(_sent(session, address, headers, bounds)) as response:
                    answer = read_answer(response, address, largest=bounds.largest_bytes)
            except PageBroken as error:
                if deadline.is_over:
                    raise too_slow(address) from error
                raise
            except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
                raise translated(error, address, is_late=deadline.is_over) from error
        if deadline.is_over:
            # A connection that we cut may look like one that the server closed in good order.
            raise too_slow(address)
        return answer


def _sent(
    session: requests.Session, address: str, headers: Mapping[str, str], bounds: Bounds
) -> requests.Response:
    """Send a request and return the answer with its body unread.

    Not by `session.get`: that reads the body of a redirect whole, however large it is.
    """
    request = session.prepare_request(requests.Request("GET", address, headers=dict(headers)))
    response = session.get_adapter(address).send(
        request, stream=True, timeout=(bounds.connect_seconds, bounds.read_seconds)
    )
    extract_cookies_to_jar(  # type: ignore[no-untyped-call]  # requests leaves it untyped
        session.cookies, request, response.raw
    )
    return response


def _redirected(address: str, target: str) -> str:
    found = web_address(address, target)
    if not found:
        raise PageBroken(f"跳转到了无效的地址 {target}：{address}", remedy="请在浏览器中打开核对")
    return found


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
