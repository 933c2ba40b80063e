"""What a site's robots.txt allows (RFC 9309), asked for once a host and day."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from infodesk.collecting.web.page_errors import (
    AddressRefused,
    ChallengeMet,
    HostBusy,
    PageError,
    PageUnreachable,
    RobotsRefused,
)

LARGEST_PARSED = 500 * 1024  # bytes; RFC 9309, 2.5: at least so much must be read
LONGEST_CRAWL_DELAY = 60.0  # seconds; at a slower pace a visit would outlast its task
_KEPT_SECONDS = 24 * 3600  # RFC 9309, 2.4: no longer than a day
_FAILURE_KEPT_SECONDS = 10 * 60
_MOST_SITES = 256
# These say what is wrong with the whole host; "robots.txt cannot be had" would hide it.
_SAID_BY_ITSELF = (AddressRefused, ChallengeMet, HostBusy)

ReadRobots = Callable[[str], bytes | None]
"""Fetches an address; None where the site has no robots.txt (404, 403 ...). Raises PageError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    until: float
    rules: Protego | None = None
    failure: PageError | None = None


class RobotsFiles:
    """The rules of the sites that this process has asked."""

    def __init__(self, *, agent: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`agent` is the product token of our User-Agent, by which a file may address us."""
        self._agent = agent
        self._monotonic = monotonic
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._lock = threading.Lock()

    def delay_for(self, url: str, *, read: ReadRobots) -> float:
        """Return the seconds that the site wants between two requests, 0 where it says nothing.

        Raises RobotsRefused where the address must not be collected, PageUnreachable where the
        file exists for all we know but cannot be had: then the whole site is off limits for now.
        """
        site = self._site(url, read)
        if site.failure is not None:
            raise site.failure
        if site.rules is None:
            return 0
        if not site.rules.can_fetch(url, self._agent):
            raise RobotsRefused(
                f"对方网站的 robots.txt 不允许采集该地址：{url}",
                remedy="请与对方商定推送或书面同意；已获同意的，把依据写入来源文件的 "
                "robots_exception",
            )
        delay = site.rules.crawl_delay(self._agent) or 0
        if delay > LONGEST_CRAWL_DELAY:
            raise RobotsRefused(
                f"对方网站的 robots.txt 要求两次请求至少间隔 {delay:.0f} 秒，无法按此采集：{url}",
                remedy="请与对方商定推送或较短的间隔；已获同意的，把依据写入来源文件的 "
                "robots_exception",
            )
        return delay

    def _site(self, url: str, read: ReadRobots) -> _Site:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            known = self._sites.get(origin)
            if known is None or known.until <= self._monotonic():
                known = self._sites[origin] = self._asked(origin, read)
            self._sites.move_to_end(origin)
            while len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
            return known

    def _asked(self, origin: str, read: ReadRobots) -> _Site:
        try:
            content = read(f"{origin}/robots.txt")
        except _SAID_BY_ITSELF:
            raise
        except PageError as error:
            failure = PageUnreachable(
                f"读不到 {origin}/robots.txt，按国际规范（RFC 9309）暂不采集该网站："
                f"{error.message}",
                remedy="对方网站恢复后自动继续；长期如此请与对方网站管理员联系",
            )
            return _Site(until=self._monotonic() + _FAILURE_KEPT_SECONDS, failure=failure)
        rules = None
        if content is not None:
            rules = Protego.parse(content[:LARGEST_PARSED].decode("utf-8-sig", errors="replace"))
        return _Site(until=self._monotonic() + _KEPT_SECONDS, rules=rules)
