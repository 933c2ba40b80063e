"""Web pages over HTTP: polite, bounded, and never into networks that are not ours to reach."""

import random
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from time import sleep
from urllib.parse import urlsplit

import requests
from requests.cookies import extract_cookies_to_jar
from urllib3.exceptions import HTTPError

from infodesk.adapters.guarded_connections import Deadline, Reach
from infodesk.adapters.host_pace import HostPace
from infodesk.adapters.http_answers import (
    Redirect,
    StatusRefused,
    host_busy,
    no_web_address,
    read_answer,
    too_slow,
    translated,
)
from infodesk.adapters.http_sessions import guarded_session, replay_session
from infodesk.adapters.robots import RobotsFiles
from infodesk.collecting.web.page_errors import HostBusy, PageBroken, PageError, PageGone
from infodesk.collecting.web.page_tree import web_address
from infodesk.collecting.web.pages import Exchange, NotModified, Page

USER_AGENT = "Infodesk/1.0 (government reprint desk; one request at a time)"
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much and how long we are ready to take, and how often to ask once more."""

    largest_bytes: int = 20 * 1024 * 1024  # as sent, and again unpacked
    connect_seconds: float = 10
    read_seconds: float = 20  # between two pieces
    total_seconds: float = 60  # for one answer, whatever its pieces
    longest_retry_seconds: float = 30  # a Retry-After beyond it is left to a later visit
    retries: int = 2  # of what is likely to be over in a moment
    first_pause_seconds: float = 1.0  # before the first of them; doubled before each further one


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How hosts want to be asked. Hosts are named without their port."""

    interval_seconds: float = 1.0  # between two requests to one host
    intervals: Mapping[str, float] | None = None  # hosts that want more
    robots_exceptions: frozenset[str] = frozenset()  # hosts that gave leave in writing
    keeps_crawl_delay: bool = True  # a replay server is in no hurry to be left alone

    def interval_for(self, host: str) -> float:
        """Return the seconds between two requests to a host, but for its robots.txt."""
        return max(self.interval_seconds, (self.intervals or {}).get(host, 0.0))


class HttpPages:
    """Fetches pages; one object serves a whole process, from any thread.

    `exempt` names (host, port) pairs that may lie in a private network. With `replay_url` every
    request goes to that server instead, which is how recorded sites are replayed.
    """

    def __init__(
        self,
        *,
        manners: Manners = Manners(),
        exempt: frozenset[tuple[str, int]] = frozenset(),
        replay_url: str = "",
        bounds: Bounds = Bounds(),
        user_agent: str = USER_AGENT,
        rest: Callable[[float], None] = sleep,
    ) -> None:
        self._bounds = bounds
        self._manners = manners
        self._pace = HostPace()
        self._robots = RobotsFiles(agent=user_agent.partition("/")[0])
        self._rest = rest
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
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        allow_private: bool = False,
        referer: str = "",
        heeds_robots: bool = True,
    ) -> Page | NotModified:
        """Fetch one address, following redirects; each of them is checked like the first.

        Raises PageUnreachable, HostBusy, PageGone, ChallengeMet, RobotsRefused, AddressRefused,
        PageTooLarge or PageBroken.
        """
        headers = {
            name: value
            for name, value in (
                ("If-None-Match", etag),
                ("If-Modified-Since", last_modified),
                ("Referer", referer),
            )
            if value
        }
        session = self._sessions[allow_private]
        answer = self._follow(session, url, headers, heeds_robots=heeds_robots)
        if answer is None:
            raise PageBroken(
                f"跳转超过 {MOST_REDIRECTS} 次：{url}",
                remedy="请在浏览器中打开核对，改用最终的地址",
            )
        return answer

    def _follow(
        self,
        session: requests.Session,
        url: str,
        headers: Mapping[str, str],
        *,
        heeds_robots: bool,
    ) -> Page | NotModified | None:
        """Ask, and follow redirects; None when they do not come to an end."""
        address, hops = url, list[Exchange]()
        for _ in range(MOST_REDIRECTS + 1):
            host = _host(address)
            delay = self._delay(session, address) if heeds_robots else 0.0
            interval = max(self._manners.interval_for(host), delay)
            answer = self._ask_patiently(session, address, headers, interval)
            if isinstance(answer, Page):
                return replace(answer, url=url, exchanges=(*hops, *answer.exchanges))
            if isinstance(answer, NotModified):
                return answer
            hops.append(answer.exchange)
            address = _redirected(address, answer.target)
        return None

    def _delay(self, session: requests.Session, address: str) -> float:
        """Return what the site's robots.txt asks for between two requests."""
        if _host(address) in self._manners.robots_exceptions:
            return 0.0
        delay = self._robots.delay_for(address, read=lambda url: self._robots_text(session, url))
        return delay if self._manners.keeps_crawl_delay else 0.0

    def _robots_text(self, session: requests.Session, address: str) -> bytes | None:
        """Return a robots.txt, None where the site has none that counts (RFC 9309, 2.3.1)."""
        try:
            answer = self._follow(session, address, {}, heeds_robots=False)
        except PageGone:
            return None
        except StatusRefused as refused:
            if 400 <= refused.status < 500:
                return None
            raise
        return answer.content if isinstance(answer, Page) else None

    def _ask_patiently(
        self, session: requests.Session, address: str, headers: Mapping[str, str], interval: float
    ) -> Page | NotModified | Redirect:
        """Ask, and once more where that is worth it.

        The pauses grow and differ, so that many who failed together do not come back together.
        """
        bounds = self._bounds
        for pause in (bounds.first_pause_seconds * 2**n for n in range(bounds.retries)):
            try:
                return self._ask(session, address, headers, interval)
            except HostBusy as busy:
                if not 0 < busy.retry_after <= bounds.longest_retry_seconds:
                    raise
                break  # `_ask` waits until the host wants us again
            except PageError as error:
                if not error.is_passing:
                    raise
                self._rest(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter is no secret
        return self._ask(session, address, headers, interval)

    def _ask(
        self, session: requests.Session, address: str, headers: Mapping[str, str], interval: float
    ) -> Page | NotModified | Redirect:
        """Ask once; return a page, or "not modified", or where the server sends us."""
        bounds, site = self._bounds, urlsplit(address).netloc.rpartition("@")[2].lower()
        rest = self._pace.seconds_of_rest(site)
        if rest > bounds.longest_retry_seconds:
            raise host_busy(f"对方要求稍后再访问，时间未到：{address}", seconds=rest)
        if rest:
            self._rest(rest)
        with (
            self._pace.turn(site, interval_seconds=interval),
            Deadline(bounds.total_seconds) as deadline,
        ):
            try:
                with closing(_sent(session, address, headers, bounds)) as response:
                    answer = read_answer(response, address, largest=bounds.largest_bytes)
            except HostBusy as busy:
                self._pace.rest(site, busy.retry_after)
                raise
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
    """Return the host of a web address, in lower case. Raises PageUnreachable for no such one."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise no_web_address(address) from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise no_web_address(address)
    return host
