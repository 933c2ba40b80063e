"""The desk on a host of its own."""

import logging
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from starlette.routing import Mount
from tests.plugins.review_desk.office import FrontDoor

from infodesk.bootstrap import wiring
from review_desk.standalone import WithoutQuery, create_standalone

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def alone(office, monkeypatch, request):
    """Give the address of a desk without Airflow; a parameter names the proxy's header."""
    monkeypatch.setenv("INFODESK_BOARD_OPERATOR_HEADER", getattr(request, "param", ""))
    app = create_standalone()
    (mount,) = (route for route in app.routes if isinstance(route, Mount))
    with FrontDoor(mount.app).opened() as address:
        yield address


def test_there_is_no_board(alone):
    answer = httpx.get(f"{alone}/review/board")
    assert answer.status_code == 401
    assert "请登录 Airflow" in answer.text


@pytest.mark.parametrize("alone", ["X-Forwarded-User"], indirect=True)
def test_a_trusted_proxy_may_name_the_operator(alone):
    assert httpx.get(f"{alone}/review/board").status_code == 401
    answer = httpx.get(f"{alone}/review/board", headers={"X-Forwarded-User": "operator_ding"})
    assert answer.status_code == 200
    assert "operator_ding" in answer.text


def test_every_address_is_below_wherever_the_desk_is_mounted(office, desk_app):
    office.advance(office.receive())
    with (
        FrontDoor(desk_app, prefix="/deep/desk").opened() as address,
        httpx.Client(base_url=address, follow_redirects=True) as client,
    ):
        page = client.get("/deep/desk/open", params={"token": office.token("editor_jia")})
        assert page.url.path == "/deep/desk/queue"
        inner = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert len(inner) > 5
        assert all(link.startswith("/deep/desk/") for link in inner)
        assert {cookie.path for cookie in client.cookies.jar} == {"/deep/desk"}


def test_a_line_of_the_log_loses_its_query():
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d',
        ("127.0.0.1:1", "GET", "/review/open?token=secret", "1.1", 303), None,
    )  # fmt: skip
    assert WithoutQuery().filter(record)
    assert record.getMessage() == '127.0.0.1:1 - "GET /review/open HTTP/1.1" 303'


def test_served_by_uvicorn_no_token_is_logged(office, tmp_path):
    office.advance(office.receive())
    token = office.token("editor_jia")
    wiring().database.close()
    log = tmp_path / "uvicorn.log"
    port = _free_port()
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "review_desk.standalone:app", "--port", str(port)],
            stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'include'}:{ROOT / 'plugins'}"},
        )  # fmt: skip
    try:
        answer = _first_answer(f"http://127.0.0.1:{port}/review/open?token={token}", server, log)
    finally:
        server.terminate()
        server.wait(timeout=20)
    written = log.read_text()
    assert answer.status_code in {303, 410}  # the machine's clock is not the test's
    assert '"GET /review/open HTTP/1.1"' in written
    assert token not in written


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _first_answer(url, server, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            return httpx.get(url)
        except httpx.ConnectError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(log.read_text())
