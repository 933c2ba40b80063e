"""The desk's pages at 50 requests a second, as one reviewer's browser asks for them.

The load is open: each request is due at its instant whether or not earlier ones are answered, and
its time counts from then, so a desk that falls behind cannot hide it. The peer is the same load on
/health, which is what the machine, the server and the measuring cost by themselves.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import local

import pytest
import requests
from tests.plugins.review_desk.office import (
    BODY,
    PREFIX,
    Office,
    agree,
    make_empty_database,
    settle_in,
    stop_the_clock,
    use_environment,
    use_plain_tools,
)

from infodesk.bootstrap import wiring

PROJECT = Path(__file__).resolve().parents[2]
CASES = 300
IN_QUEUE = 20  # what an editor finds on a busy morning; the others went on to leader and clerk
AT_LEADER = 30
PER_SECOND = 50
SECONDS = 20
WARM_UP = 1  # seconds of the same load, not counted
BROWSERS = 32  # more than are ever busy, unless the desk falls behind by half a second
READER = "editor_jia"
TEXT = BODY * 8  # some five hundred characters, as a news item has


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one load met: times in milliseconds, and the answers that were not 200."""

    times: list[float]
    errors: int

    @property
    def p99(self) -> float:
        return self.percentile(99)

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.times, n=100, method="inclusive")[percent - 1]

    def __str__(self) -> str:
        shares = " / ".join(f"{self.percentile(percent):.0f}" for percent in (50, 95, 99))
        return f"p50/p95/p99 {shares} ms, {self.errors} errors of {len(self.times):,}"


def test_desk(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        office = _settled(tmp_path, patch)
        item = _fill(office)
        token = office.token(READER)
        wiring().database.close()
        wiring.cache_clear()
        with _served(tmp_path) as address:
            cookies = _signed_in(f"{address}{PREFIX}", token)
            loads = {
                page: _load(f"{address}{PREFIX}/{page}", cookies)
                for page in ("health", f"items/{item}", "queue")
            }
    peer, item_page, queue_page = loads.values()
    print(f"\ndesk at {PER_SECOND} requests/s, {CASES} cases: /health {peer}")
    for name, load in (("item page", item_page), (f"queue of {IN_QUEUE}", queue_page)):
        print(f"desk at {PER_SECOND} requests/s, {CASES} cases: {name} {load},"
              f" p99 {load.p99 / peer.p99:.1f} x /health")  # fmt: skip
    assert not any(load.errors for load in loads.values())


def _settled(folder: Path, patch: pytest.MonkeyPatch) -> Office:
    empty = make_empty_database(folder / "empty")
    use_environment(patch, folder / "office")
    clock = stop_the_clock(patch)
    clock.instant = datetime.now(UTC)  # links made now must live when the server looks
    office = settle_in(folder / "office", empty, clock=clock)
    use_plain_tools()
    return office


def _fill(office: Office) -> str:
    """Carry the cases to where they stand, and return one that waits for the reader."""
    for number in range(CASES - IN_QUEUE):
        article_id = office.receive(f"国家发展改革委部署第{number}项重点工作", TEXT)
        office.advance(article_id)
        agree(office, article_id, READER)
        if number >= AT_LEADER:
            agree(office, article_id, "leader_yi")
    waiting = [
        office.receive(f"国家发展改革委就第{number}项政策答记者问", TEXT)
        for number in range(IN_QUEUE)
    ]
    office.advance(*waiting)
    return office.case_id(waiting[0])


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve the desk in a process of its own, as on a host of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "review_desk.standalone:app"]
    paths = os.pathsep.join(str(PROJECT / name) for name in ("include", "plugins"))
    with (
        (folder / "uvicorn.log").open("wb") as log,
        subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _await(f"{address}{PREFIX}/health", server)
            yield address
        finally:
            server.terminate()


def _await(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            assert server.poll() is None, "uvicorn has ended, see uvicorn.log"
        assert time.monotonic() < deadline, f"{address} does not answer"
        time.sleep(0.1)


def _signed_in(desk: str, token: str) -> dict[str, str]:
    with requests.Session() as browser:
        page = browser.get(f"{desk}/open", params={"token": token}, timeout=30)
        assert page.url == f"{desk}/queue", page.text[:500]
        assert page.text.count("/items/") >= IN_QUEUE
        return browser.cookies.get_dict()


def _load(address: str, cookies: dict[str, str]) -> Load:
    asked = _asker(address, cookies)
    with ThreadPoolExecutor(BROWSERS) as browsers:
        total = PER_SECOND * (WARM_UP + SECONDS)
        began = time.perf_counter() + 0.1
        answers = list(browsers.map(asked, (began + n / PER_SECOND for n in range(total))))
    counted = answers[PER_SECOND * WARM_UP :]
    return Load(
        times=[seconds * 1000 for seconds, _ in counted],
        errors=sum(not is_ok for _, is_ok in counted),
    )


def _asker(address: str, cookies: dict[str, str]) -> Callable[[float], tuple[float, bool]]:
    own = local()  # a session is for one thread; each keeps its connection, as a browser does

    def ask(due: float) -> tuple[float, bool]:
        if not hasattr(own, "session"):
            own.session = requests.Session()
            own.session.trust_env = False  # a proxy of the developer's is no part of the desk
            own.session.cookies.update(cookies)
        time.sleep(max(0.0, due - time.perf_counter()))
        try:
            answer = own.session.get(address, timeout=30, allow_redirects=False)
        except requests.RequestException:
            return time.perf_counter() - due, False
        return time.perf_counter() - due, answer.status_code == requests.codes.ok

    return ask
