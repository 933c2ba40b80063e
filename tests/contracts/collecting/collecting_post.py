"""Collecting as an office runs it: the real task, before a small web that is replayed."""

import shutil
from dataclasses import dataclass

from tests.contracts.disk import spare_the_disk
from tests.contracts.kills import MortalDatabase, is_killed_in

from infodesk.bootstrap import Wiring, run_collect_host, wiring

HOST = "www.first.example"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
NOTICE = b"%PDF-1.4\n" + bytes(range(64))

NEWS = """\
name = "某委·工作动态"
kind = "html_list"
url = "http://www.first.example/news/"
credit = "某委网站"
target = [{ channel = "portal", column = "national" }]

[list]
item = "li"
date = "span"

[article]
title = ["h1"]
published = ["i"]
credit = ["b"]
body = ["#body"]
"""
FEED = """\
name = "某委·订阅"
kind = "feed"
url = "http://www.first.example/feed.xml"
credit = "某委网站"
target = [{ channel = "portal", column = "media" }]

[article]
title = ["h1"]
published = ["i"]
credit = ["b"]
body = ["#body"]
"""


def _article(title: str, extra: str = "", date: str = "<i>2026-03-01 08:00</i>") -> str:
    return (
        f"<h1>{title}</h1>{date}<b>来源：某局</b><div id=body><p>{title}的正文。</p>{extra}</div>"
    )


def _list(*entries: tuple[str, str]) -> str:
    lines = (
        f"<li><a href={name}>{title}</a><span>2026-03-01</span></li>" for name, title in entries
    )
    return f"<ul>{''.join(lines)}</ul>"


def _feed(*entries: tuple[str, str]) -> str:
    items = (
        f"<item><title>{title}</title><link>http://{HOST}/{path}</link>"
        "<pubDate>Sun, 01 Mar 2026 08:00:00 +0800</pubDate></item>"
        for path, title in entries
    )
    return f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"


WEB = {
    "news/index.html": _list(
        ("1.html", "甲"), ("2.html", "乙"), ("gone.html", "没有了"), ("3.html", "丙")
    ),
    "news/1.html": _article("甲", "<p><img src=a.png></p>", date=""),
    "news/2.html": _article("乙", "<p><a href=notice.pdf>附件</a><img src=lost.png></p>"),
    "news/3.html": _article("丙"),
    "news/a.png": PICTURE,
    "news/notice.pdf": NOTICE,
    # The feed brings one text that the list had, at another address, and one of its own.
    "feed.xml": _feed(("copies/3.html", "丙"), ("copies/4.html", "丁")),
    "copies/3.html": _article("丙"),
    "copies/4.html": _article("丁"),
}


@dataclass
class CollectingPost:
    """One installation at the store's database; each run of the task is a process of its own."""

    database_url: str

    def collect(self) -> dict[str, int]:
        """Run the task as the next worker would, with nothing left over in memory."""
        self.close()
        spare_the_disk(wiring().database)
        return run_collect_host(HOST, force=True)

    def is_killed_collecting(self, *, at_commit: int, is_before: bool) -> bool:
        """Run the task in a process that dies at a commit; False when it lived."""

        def collect() -> None:
            wiring().__dict__["database"] = MortalDatabase(
                self.database_url, at_commit=at_commit, is_before=is_before
            )
            run_collect_host(HOST, force=True)

        self.close()
        return is_killed_in(collect)

    @property
    def here(self) -> Wiring:
        return wiring()

    def close(self) -> None:
        wiring().database.close()
        wiring.cache_clear()

    def start_anew(self) -> None:
        """Let the database go and begin with an empty file store."""
        shutil.rmtree(wiring().settings.files, ignore_errors=True)
        self.close()
