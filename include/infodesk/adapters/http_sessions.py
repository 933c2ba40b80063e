"""HTTP sessions whose connections are guarded, or all led to one replay server."""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool

from infodesk.adapters.bounded_body import CODINGS
from infodesk.adapters.guarded_connections import Reach, guarded_pools

_SHARED_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Accept-Encoding": CODINGS,
}


def guarded_session(reach: Reach, *, user_agent: str) -> requests.Session:
    """Return a session that connects to nothing out of reach."""
    return _session(_GuardedAdapter(reach), user_agent)


def replay_session(replay_url: str, *, user_agent: str) -> requests.Session:
    """Return a session that asks one server for every page, whatever its host and scheme.

    The page's host goes along as `Host`, its scheme as `X-Forwarded-Proto`.
    """
    return _session(_ReplayAdapter(replay_url), user_agent)


def _session(adapter: HTTPAdapter, user_agent: str) -> requests.Session:
    session = requests.Session()
    # A proxy from the environment would be connected to instead of the address that was checked.
    session.trust_env = False
    session.headers.update({**_SHARED_HEADERS, "User-Agent": user_agent})
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = guarded_pools(self._reach)


class _ReplayAdapter(_GuardedAdapter):
    def __init__(self, replay_url: str) -> None:
        parts = urlsplit(replay_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._replay_url = replay_url
        super().__init__(Reach(exempt=frozenset({(parts.hostname or "", port)})))

    def get_connection_with_tls_context(self, *_args: Any, **_kwargs: Any) -> HTTPConnectionPool:
        pool: HTTPConnectionPool = self.poolmanager.connection_from_url(self._replay_url)
        return pool

    def add_headers(self, request: requests.PreparedRequest, **_kwargs: Any) -> None:
        parts = urlsplit(str(request.url))
        request.headers["Host"] = parts.netloc.rpartition("@")[2]
        request.headers["X-Forwarded-Proto"] = parts.scheme
