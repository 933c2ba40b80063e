"""Collecting 2,080 pages as the real task does it, against Scrapy that only parses their titles.

Ours: list, article, text and facts extracted, sanitised, compared with what is there, kept as WARC,
stored with revision, errand and ledger. Scrapy: fetched, one CSS selector. Same pages, same server,
same run, politeness off in both. Then a second visit where nothing changed, and memory over 20,000.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
PEER = PROJECT / ".venv-peers" / "bin" / "python"
OURS = {**os.environ, "PYTHONPATH": str(PROJECT / "include")}
COLUMNS, ITEMS = 80, 26
ARTICLES = COLUMNS * ITEMS
HOSTS = ("www.first.example", "www.second.example")
STEPS = (2_000, 10_000, 20_000)
ITEMS_OF_A_LONG_LIST = 200
REVISITS = 10
GROWTH_MB = 40  # from 2,000 to 20,000 pages


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with _served(COLUMNS, ITEMS) as address:
        yield address


def test_collecting(site: str, tmp_path: Path) -> None:
    _warm_up(site)
    theirs = _scrapy(site)
    one = _collect(tmp_path / "one", site, HOSTS, "--prepare", str(COLUMNS))
    general = _collect(
        tmp_path / "general", site, HOSTS, "--prepare", str(COLUMNS), "--general-reader"
    )
    both = _both_at_once(tmp_path / "both", site)
    assert one["new"] == general["new"] == both["new"] == ARTICLES
    print(f"\ncollecting {ARTICLES:,} pages of 51 KB:")
    _show("Scrapy, titles only", theirs, theirs)
    _show("infodesk, selectors", one, theirs)
    _show("infodesk, general reader", general, theirs)
    _show("infodesk, a process a host (2)", both, theirs)
    _show_revisit(tmp_path / "one", site)


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Each step is a process of its own, so that its peak is that of so many pages."""
    peaks = []
    for pages in STEPS:
        columns = pages // ITEMS_OF_A_LONG_LIST
        with _served(columns, ITEMS_OF_A_LONG_LIST) as site:
            done = _collect(tmp_path / str(pages), site, HOSTS, "--prepare", str(columns))
        assert done["new"] == pages
        peaks.append(done["peak_mb"])
        print(f"\npeak memory over {pages:,} pages: {done['peak_mb']} MB", end="")
    print()
    assert peaks[-1] - peaks[0] < GROWTH_MB


@contextmanager
def _served(columns: int, items: int) -> Iterator[str]:
    program = [sys.executable, HERE / "sample_web.py", "--columns", columns, "--items", items]
    with subprocess.Popen(
        [str(part) for part in program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.communicate()


def _warm_up(site: str) -> None:
    for column in range(COLUMNS):
        with urlopen(f"{site}/c{column}/") as answer:
            answer.read()


def _scrapy(site: str) -> dict[str, float]:
    done = subprocess.run(
        [PEER, HERE / "scrapy_titles.py", site, str(COLUMNS)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    titles, seconds, cpu_seconds = done.stdout.split()
    assert int(titles) == ARTICLES
    return {"seconds": float(seconds), "cpu_seconds": float(cpu_seconds)}


def _office(home: Path, site: str, hosts: tuple[str, ...], *options: str) -> list[str]:
    return [sys.executable, str(HERE / "collecting_office.py"), str(home), site, *hosts, *options]


def _collect(home: Path, site: str, hosts: tuple[str, ...], *options: str) -> dict[str, float]:
    done = subprocess.run(
        _office(home, site, hosts, *options),
        check=True, stdout=subprocess.PIPE, text=True, env=OURS,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def _both_at_once(home: Path, site: str) -> dict[str, float]:
    """Collect as Airflow does: a mapped instance a host is a process of its own."""
    _collect(home, site, (), "--prepare", str(COLUMNS))
    programs = [
        subprocess.Popen(_office(home, site, (host,)), stdout=subprocess.PIPE, text=True, env=OURS)
        for host in HOSTS
    ]
    done = [json.loads(program.communicate()[0]) for program in programs]
    return {
        "new": sum(each["new"] for each in done),
        "seconds": max(each["seconds"] for each in done),
        "cpu_seconds": sum(each["cpu_seconds"] for each in done),
        "peak_mb": max(each["peak_mb"] for each in done),
    }


def _show(name: str, done: dict[str, float], theirs: dict[str, float]) -> None:
    rate, peer = ARTICLES / done["seconds"], ARTICLES / theirs["seconds"]
    print(
        f"  {name:32} {rate:6,.0f} pages/s, ratio {rate / peer:.2f},"
        f" {done['cpu_seconds'] / ARTICLES * 1000:.1f} ms CPU a page"
    )


def _show_revisit(home: Path, site: str) -> None:
    before = _counts(site)
    seconds = 0.0
    for _ in range(REVISITS):
        done = _collect(home, site, HOSTS, "--force")
        assert done["new"] == done["failed"] == 0
        seconds += done["seconds"]
    requests, sent = (after - then for after, then in zip(_counts(site), before, strict=True))
    print(
        f"  nothing changed: {requests / seconds:,.0f} requests/s,"
        f" {sent / requests:,.0f} bytes each, {requests / REVISITS:.0f} a visit of {COLUMNS} lists"
    )


def _counts(site: str) -> list[int]:
    with urlopen(f"{site}/counts") as answer:
        return [int(count) for count in answer.read().split()]
