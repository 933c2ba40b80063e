"""From a decision to the public page: 30 reprints, decided in bursts of 5, under real Airflow.

The catalog's copy lets reprints be approved online, so that the leader's decision is the one that
completes the chain. A time runs from the redirect that answers his POST to the moment when a reader
who refreshes the column finds the title and opens its page. The doorbell's share is the part until
the ledger says that publishing began: the bell, the scheduler and the start of a task.
"""

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urljoin

import pytest
import requests
from lxml import html as lxml_html

from infodesk.bootstrap import desk, from_text, open_errands, wiring
from infodesk.ledger.entry import Action
from rehearsal.components import Running, rehearsal
from rehearsal.premises import PROJECT, Premises, any_ports
from rehearsal.surroundings import Surroundings
from rehearsal.walk import Walk

ITEMS = 30
BURST = 5
PAUSE = 2.0  # seconds between bursts, and a sixth of a second more each time
LOOK_EVERY = 0.05  # seconds
PATIENCE = 120.0  # seconds for a burst before the next; lost is what is not out after the last
HOST = "bench.infodesk.example"
COLUMN = "media"

SOURCE = f"""\
name = "测速用网站"
kind = "html_list"
url = "http://{HOST}/"
credit = "测速用网站"
items_per_run = {ITEMS}
target = [{{ channel = "portal", column = "{COLUMN}" }}]

[list]
item = "li"

[article]
title = ["h1"]
published = [".time"]
body = [".text"]
"""
LIST_PAGE = """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>要闻</title></head>
<body><ul>{items}</ul></body></html>
"""
ARTICLE_PAGE = """\
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p class="time">{day}</p><div class="text">
<p>近日，我市第{number}个重点项目开工建设，计划总投资{number}亿元，建设工期两年。</p>
<p>项目建成后，预计每年新增就业岗位{number}00个，带动上下游企业共同发展。</p></div></body></html>
"""


def test_decision_to_page(tmp_path: Path) -> None:
    catalog, sites = _catalog(tmp_path / "catalog"), _sites(tmp_path / "sites")
    with (
        rehearsal(
            premises=Premises(folder=tmp_path / "desk"),
            ports=any_ports(),
            surroundings=Surroundings(sites=sites),
            overrides={"INFODESK_CATALOG": str(catalog)},
            progress=print,
        ) as running,
        _installation_of(running),
        _Reader(running.portal_url).watching() as reader,
    ):
        walk = Walk(running, print)
        walk.collect()
        walk.await_all_assigned()
        assert walk.review_queue("editor_jia") == ITEMS
        items = walk.open_letters("leader_yi", ITEMS)
        decided_at = _decide_in_bursts(walk, items, reader)
        started_at = {title: _started_at(item) for item, title in _titles(items).items()}
    print(_report(decided_at, started_at, reader.seen_at))
    assert len(decided_at) == ITEMS
    assert set(decided_at) == set(reader.seen_at)


@dataclass
class _Reader:
    """A reader of the portal who refreshes the column's page and opens what is new."""

    portal: str
    awaited: set[str] = field(default_factory=set)
    seen_at: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def watching(self) -> Iterator["_Reader"]:
        leave = Event()

        def watch() -> None:
            with requests.Session() as browser:
                browser.trust_env = False
                while not leave.wait(LOOK_EVERY):
                    if self.missing:
                        self._look(browser)

        thread = Thread(target=watch, name="reader", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            leave.set()
            thread.join(timeout=60)

    @property
    def missing(self) -> set[str]:
        return self.awaited - set(self.seen_at)

    def _look(self, browser: requests.Session) -> None:
        address = f"{self.portal}/{COLUMN}/"
        column = browser.get(address, timeout=30)
        if not column.ok:  # before the first publication there is no column yet
            return
        missing = self.missing
        for link in lxml_html.document_fromstring(column.content).iter("a"):
            title = _bare(link.text_content())
            for found in [each for each in missing if each in title]:
                page = browser.get(urljoin(address, link.get("href")), timeout=30)
                if page.ok and found in _bare(page.content.decode()):
                    self.seen_at[found] = time.time()


def _decide_in_bursts(walk: Walk, items: list[str], reader: _Reader) -> dict[str, float]:
    """Let the leader agree to item after item, a burst as fast as the desk answers."""
    redirected: dict[str, float] = {}

    def note(answer: requests.Response, **_: object) -> None:
        if answer.request.method == "POST" and answer.status_code == requests.codes.see_other:
            redirected[str(answer.url).removesuffix("/decision")] = time.time()

    walk.visitor("leader_yi").session.hooks["response"].append(note)
    titles = _titles(items)
    for first in range(0, len(items), BURST):
        # The bell looks once a second: a burst right after the one before would always meet it at
        # the same moment. So they fall on six moments, evenly spread over that second.
        time.sleep(PAUSE + first / len(items))
        burst = items[first : first + BURST]
        reader.awaited |= {titles[item] for item in burst}
        for item in burst:
            walk.agree("leader_yi", item)
        deadline = time.monotonic() + PATIENCE
        while (reader.missing or open_errands("publish")) and time.monotonic() < deadline:
            time.sleep(0.2)
    return {titles[item]: at for item, at in redirected.items()}


def _titles(items: list[str]) -> dict[str, str]:
    leader = desk.person("leader_yi")
    assert leader is not None
    return {
        item: _bare(desk.item(_case_id(item), leader).file.revision.content.title) for item in items
    }


def _started_at(item: str) -> float | None:
    """Tell when the ledger says that publishing began; None where it never did."""
    leader = desk.person("leader_yi")
    assert leader is not None
    article = desk.item(_case_id(item), leader).file.article
    with wiring().database.read() as records:
        begun = [
            from_text(entry.at).timestamp()
            for publication in records.publications.of_article(article.id)
            for entry in records.ledger.history(publication.subject)
            if entry.action == Action.PUBLICATION_STARTED
        ]
    return min(begun, default=None)


def _report(
    decided: dict[str, float], started: dict[str, float | None], seen: dict[str, float]
) -> str:
    whole = [seen[title] - at for title, at in decided.items() if title in seen]
    bell = [begun - decided[title] for title, begun in started.items() if begun and title in seen]
    if len(whole) < 2 or len(bell) < 2:
        return f"\ndecision to page: lost {len(decided) - len(whole)} of {len(decided)}"
    share = statistics.fmean(bell) / statistics.fmean(whole)
    return (
        f"\ndecision to page, {len(decided)} items in bursts of {BURST}: {_spread(whole)},"
        f" lost {len(decided) - len(whole)}"
        f"\nof which the doorbell and the start of a task: {_spread(bell)}, share {share:.2f}"
    )


def _spread(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"p50 {cuts[49]:.1f} s, p95 {cuts[94]:.1f} s, max {max(seconds):.1f} s"


def _catalog(folder: Path) -> Path:
    """Copy the office's catalog, with one source, and reprints approved online."""
    shutil.copytree(PROJECT / "include" / "catalog", folder)
    shutil.rmtree(folder / "sources")
    (folder / "collecting.toml").write_text("", encoding="utf-8")  # its rules name the sources
    (folder / "sources").mkdir()
    (folder / "sources" / "bench.toml").write_text(SOURCE, encoding="utf-8")
    chains = folder / "review_chains.toml"
    written = chains.read_text(encoding="utf-8")
    online = 'id = "reprint"\npaper_policy = "online"\npaper_policy_basis = "测速用，无文件依据"'
    changed = written.replace('id = "reprint"', online, 1)
    assert changed != written
    chains.write_text(changed, encoding="utf-8")
    return folder


def _sites(folder: Path) -> Path:
    site = folder / HOST
    site.mkdir(parents=True)
    items = []
    for number in range(1, ITEMS + 1):
        title = f"我市第{number}号重点项目开工建设"
        page = ARTICLE_PAGE.format(title=title, number=number, day=date.today())  # noqa: DTZ011  a page bears its author's own day
        (site / f"{number}.html").write_text(page, encoding="utf-8")
        items.append(f'<li><a href="{number}.html">{title}</a></li>')
    listed = LIST_PAGE.format(items="\n".join(items))
    (site / "index.html").write_text(listed, encoding="utf-8")
    return folder


@contextmanager
def _installation_of(running: Running) -> Iterator[None]:
    """Let this process read the same installation as Airflow's parts."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        wiring.cache_clear()
        yield
        wiring().database.close()
        wiring.cache_clear()


def _case_id(item: str) -> str:
    found = re.search(r"/items/([0-9a-f]{32})$", item)
    assert found is not None, item
    return found[1]


def _bare(text: str) -> str:
    return "".join(text.split())
