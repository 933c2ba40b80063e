"""Walks a reprint the whole regulated way, as the people of an office would, over HTTP alone."""

import re
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

import requests
from lxml import html as lxml_html

from rehearsal.components import Running
from rehearsal.paper import sign_and_scan
from rehearsal.premises import PROJECT
from rehearsal.visitor import Visitor

if TYPE_CHECKING:
    from infodesk.bootstrap import Person

T = TypeVar("T")
_LINK = re.compile(r"http://\S+/open\?token=[\w-]+")
_PATIENCE = 240.0  # seconds for anything that Airflow has to do in between


class Missed(RuntimeError):
    """Something that had to happen did not."""


@dataclass(slots=True)
class Actor:
    """A person with a mailbox, a browser and a PIN."""

    person: "Person"
    visitor: Visitor
    pin: str = ""
    read: set[str] = field(default_factory=set)  # numbers of letters


class Walk:
    """One walk over a running desk; `tell` prints the trail."""

    def __init__(self, running: Running, tell: Callable[[str], None]) -> None:
        self._running = running
        self._tell = tell
        self._actors: dict[str, Actor] = {}

    def collect(self) -> None:
        """Let Airflow collect, and wait for it."""
        run_id = self._running.api.trigger("collect_sources")
        run = self._until("采集任务结束", lambda: self._ended_run("collect_sources", run_id))
        if run["state"] != "success":
            raise Missed(f"采集任务以 {run['state']} 结束")
        instances = self._running.api.task_instances("collect_sources", run_id)
        hosts = sorted(
            str(i["rendered_map_index"]) for i in instances if i["task_id"] == "collect_host"
        )
        self._tell(f"采集完毕，每个网站一个任务实例：{'、'.join(hosts)}")

    def await_all_assigned(self) -> None:
        """Wait until everything collected is checked and waits for a person."""
        from infodesk.bootstrap import desk, open_errands

        def is_assigned() -> bool | None:
            waiting = desk.board().waiting
            is_quiet = open_errands("review") == 0
            return True if waiting and is_quiet and all(i.assignee_id for i in waiting) else None

        self._until("采集的稿件全部送审", is_assigned)
        self._tell(f"{len(desk.board().waiting)} 篇通过自动检查，送交初审")

    def review_queue(self, person_id: str) -> int:
        """Agree to everything in an editor's queue, through the link of his newest letter."""
        actor = self._actor(person_id)
        queue = self._open_newest_letter(actor)
        agreed = 0
        while items := [i for i in actor.visitor.links("/items/") if _is_item(i)]:
            for item in items:
                self._agree(actor, item)
                agreed += 1
            actor.visitor.open(queue)
        self._tell(f"{actor.person.name}：经待办链接同意 {agreed} 篇")
        return agreed

    def review_items(self, person_id: str, count: int) -> None:
        """Agree to one text a letter, as a leader does, until so many are agreed."""
        actor = self._actor(person_id)
        for _ in range(count):
            self._agree(actor, self._open_newest_letter(actor, oldest_first=True))
        self._tell(f"{actor.person.name}：逐件打开邮件链接，同意 {count} 篇")

    def open_letters(self, person_id: str, count: int) -> list[str]:
        """Open so many letters, oldest first, and return the item that each leads to."""
        actor = self._actor(person_id)
        return [self._open_newest_letter(actor, oldest_first=True) for _ in range(count)]

    def agree(self, person_id: str, item: str) -> None:
        """Agree to one item whose letter was opened before. Raises Missed."""
        self._agree(self._actor(person_id), item)

    def visitor(self, person_id: str) -> Visitor:
        """Return a person's browser. Raises Missed for somebody not in the catalog."""
        return self._actor(person_id).visitor

    def sign_forms(self, person_id: str, count: int) -> None:
        """Print each form, have it signed, scan it, upload it and state what stands there."""
        actor = self._actor(person_id)
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pen:
            # The next forms are signed while one is being read: each takes about a second of both.
            signed = []
            for number in range(count):
                item = self._open_newest_letter(actor, oldest_first=True)
                printed = actor.visitor.download(f"{item}/form.pdf")
                signed.append((item, pen.submit(sign_and_scan, printed, seed=number)))
            for item, scan in signed:
                self._hand_in(actor, item, scan.result())
        self._tell(f"{actor.person.name}：{count} 张审批单打印、签字、扫描上传并核对")

    def _hand_in(self, actor: Actor, item: str, scan: bytes) -> None:
        actor.visitor.open(f"{item}/scan")
        actor.visitor.submit(
            "/scan", {"pin": actor.pin}, upload=("审批单扫描件.pdf", scan, "application/pdf")
        )
        statement = actor.visitor.address
        actor.visitor.submit(statement.rpartition("/")[2], {"verdict": "agreed", "pin": actor.pin})

    def await_portal(self, titles: list[str]) -> None:
        """Wait until every title stands on the portal as the public reads it."""
        missing = list(titles)

        def is_complete() -> bool | None:
            text = self._portal_text()
            missing[:] = [t for t in missing if _bare(t) not in text]
            return None if missing else True

        try:
            self._until("全部稿件出现在门户", is_complete)
        except Missed as late:
            raise Missed(f"门户上没有：{'、'.join(missing[:5])}") from late
        self._tell(f"门户网站上已有全部 {len(titles)} 篇")

    def _portal_text(self) -> str:
        """Read every page of the portal's site map, as a reader's browser would get it."""
        base = self._running.portal_url
        site_map = requests.get(f"{base}/sitemap.xml", timeout=30)
        paths = re.findall(r"<loc>https?://[^/<]+(/[^<]*)</loc>", site_map.text)
        pages = (requests.get(f"{base}{path}", timeout=30).content for path in paths)
        # As it reads, not as it is written: a quotation mark in a title is an entity there.
        return _bare("".join(lxml_html.document_fromstring(page).text_content() for page in pages))

    def _agree(self, actor: Actor, item: str) -> None:
        actor.visitor.open(item)
        actor.visitor.submit(
            "/decision",
            {"verdict": "agreed", "pin": actor.pin},
            answers="已与来源核对无误",
        )
        if not actor.visitor.address.endswith("/decided"):
            raise Missed(f"{actor.person.name} 的意见没有被接受：{actor.visitor.text[:300]}")

    def _open_newest_letter(self, actor: Actor, *, oldest_first: bool = False) -> str:
        letter = self._until(
            f"{actor.person.name} 收到邮件", lambda: self._letter(actor, oldest_first=oldest_first)
        )
        actor.read.add(letter["number"])
        found = _LINK.search(letter["text"])
        if found is None:
            raise Missed(f"邮件“{letter['subject']}”中没有链接")
        actor.visitor.open(found.group())
        if "token=" in actor.visitor.address:
            raise Missed("打开链接后地址中仍有令牌")
        landed = actor.visitor.address
        if not actor.pin:
            self._set_pin(actor)
            actor.visitor.open(landed)
        return landed

    def _letter(self, actor: Actor, *, oldest_first: bool) -> dict[str, str] | None:
        answer = requests.get(f"{self._running.inbox_url}/mails.json", timeout=30)
        letters = [
            letter
            for letter in sorted(answer.json(), key=lambda m: m["number"])
            if actor.person.email in letter["recipient"]
            and letter["number"] not in actor.read
            and _LINK.search(letter["text"])
        ]
        if not letters:
            return None
        return dict(letters[0 if oldest_first else -1])

    def _set_pin(self, actor: Actor) -> None:
        """Set a PIN with a code that the operator has handed over in person."""
        script = PROJECT / "ops_scripts" / "issue_pin_code.py"
        done = subprocess.run(  # noqa: S603 -- our own script
            [sys.executable, str(script), actor.person.id],
            env=dict(self._running.environment),
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        code = re.search(r"设置码：([A-Z2-9]{5} [A-Z2-9]{5})", done.stdout)
        if code is None:
            raise Missed(f"没有得到口令设置码：{done.stdout}")
        actor.pin = f"{secrets.randbelow(899_999) + 100_000}"
        actor.visitor.open(f"{self._running.desk_url}/pin")
        actor.visitor.submit("/pin", {"code": code[1], "new_pin": actor.pin, "repeated": actor.pin})
        self._tell(f"{actor.person.name}：用当面领取的设置码设好口令")

    def _actor(self, person_id: str) -> Actor:
        from infodesk.bootstrap import desk

        if person_id not in self._actors:
            person = desk.person(person_id)
            if person is None:
                raise Missed(f"目录中没有人员 {person_id}")
            self._actors[person_id] = Actor(person=person, visitor=Visitor())
        return self._actors[person_id]

    def _ended_run(self, dag_id: str, run_id: str) -> dict[str, str] | None:
        for run in self._running.api.runs(dag_id):
            if run["dag_run_id"] == run_id and run["state"] in {"success", "failed"}:
                return run
        return None

    def _until(self, what: str, ask: Callable[[], T | None]) -> T:
        deadline = time.monotonic() + _PATIENCE
        while (answer := ask()) is None:
            if time.monotonic() > deadline:
                raise Missed(f"等了 {_PATIENCE:.0f} 秒：{what}")
            time.sleep(0.5)
        return answer


def _bare(text: str) -> str:
    return "".join(text.split())


def _is_item(link: str) -> bool:
    return re.search(r"/items/[0-9a-f]{32}$", link) is not None
