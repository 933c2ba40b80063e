"""An installation that collects from two sources of one small web."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.contracts.collecting.collecting_post import FEED, HOST, NEWS, WEB, CollectingPost
from tests.fakes.clock import StoppedClock

from infodesk.bootstrap import wiring
from rehearsal.replay_server import ReplayServer, SavedWeb

SHIPPED_CATALOG = Path(__file__).parents[3] / "include" / "catalog"


@pytest.fixture(scope="module")
def replay_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small web; returns the server's address."""
    sites = tmp_path_factory.mktemp("sites")
    for name, content in WEB.items():
        file = sites / HOST / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    server = ReplayServer(SavedWeb(sites=sites), port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the shipped office, whose sources are two of the small web."""
    folder = tmp_path_factory.mktemp("office") / "catalog"
    shutil.copytree(SHIPPED_CATALOG, folder, ignore=shutil.ignore_patterns("sources"))
    (folder / "collecting.toml").write_text("", "utf-8")  # its rules name the shipped sources
    (folder / "sources").mkdir()
    (folder / "sources" / "first_news.toml").write_text(NEWS, "utf-8")
    (folder / "sources" / "second_feed.toml").write_text(FEED, "utf-8")
    return folder


@pytest.fixture
def post(
    store, catalog: Path, replay_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CollectingPost]:
    clock = StoppedClock()
    for name, value in {
        "HOME": str(tmp_path / "home"),
        "CATALOG": str(catalog),
        "DATABASE_URL": store.url,
        "REPLAY_URL": replay_url,
        "FETCH_INTERVAL_SECONDS": "0",
    }.items():
        monkeypatch.setenv(f"INFODESK_{name}", value)
    monkeypatch.setattr(sys.modules["infodesk.bootstrap.wiring"], "SystemClock", lambda: clock)
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # as with `spare_the_disk`
    wiring.cache_clear()
    (tmp_path / "home").mkdir()
    made = CollectingPost(database_url=store.url)
    yield made
    made.close()
