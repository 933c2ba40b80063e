"""A real HTTP server on a free loopback port, whose answers each test writes itself."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infodesk.adapters.http_pages import Bounds, HttpPages, Manners

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """The server: answers by path, and what it was asked for beside its robots.txt.

    A site that a test gives no robots.txt has none.
    """

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked_robots: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    peers: set[tuple[str, int]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(
        self,
        path: str,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> str:
        """Answer a path with fixed bytes; returns its address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer
        return self.url + path

    def does(self, path: str, answer: Answer) -> str:
        """Answer a path with a function; returns its address."""
        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            asked = found.asked_robots if path == "/robots.txt" else found.asked
            asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            if asked is found.asked:
                found.peers.add(self.client_address)
            try:
                found.answers[path](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    found = Site(port=server.server_port)
    found.says("/robots.txt", status=404)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def pages(site: Site) -> HttpPages:
    """Pages that may reach the test's own server, and nothing else that is private."""
    return HttpPages(
        manners=Manners(interval_seconds=0),
        exempt=frozenset({("127.0.0.1", site.port)}),
        bounds=Bounds(
            connect_seconds=2,
            read_seconds=0.7,
            total_seconds=1.2,
            longest_retry_seconds=1,
            first_pause_seconds=0.01,
        ),
    )


@pytest.fixture
def closed_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
