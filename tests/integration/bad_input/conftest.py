"""A temporary installation, a site that misbehaves as told, and a mail server that may be down."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.fakes.clock import StoppedClock
from tests.integration.bad_input.bad_office import (
    LOOPBACK,
    BadOffice,
    BadWeb,
    PostBox,
    free_port,
    make_catalog,
)

from infodesk.bootstrap import prepare_installation, wiring


@pytest.fixture
def web() -> Iterator[BadWeb]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                found.answers[self.path](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    found = BadWeb(port=server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def post() -> Iterator[PostBox]:
    """Give a mail server that is down until it is opened."""
    box = PostBox(port=free_port())
    yield box
    box.close()


@pytest.fixture
def office(
    tmp_path: Path, web: BadWeb, post: PostBox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BadOffice]:
    clock = StoppedClock()
    made = BadOffice(home=tmp_path, clock=clock, web=web, post=post)
    make_catalog(made.catalog)
    smtp = {"conn_type": "smtp", "host": LOOPBACK, "port": post.port, "extra": {"security": "none"}}
    for name, value in {
        "INFODESK_HOME": str(tmp_path),
        "INFODESK_CATALOG": str(made.catalog),
        "INFODESK_DESK_URL": "http://desk.example/review",
        "AIRFLOW_CONN_INFODESK_SMTP": json.dumps(smtp),
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("INFODESK_DATABASE_URL", "INFODESK_REPLAY_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys.modules["infodesk.bootstrap.wiring"], "SystemClock", lambda: clock)
    wiring.cache_clear()
    prepare_installation()
    made.begin_anew()
    yield made
    wiring().database.close()
    wiring.cache_clear()
