"""An installation among sites and servers that misbehave, run as the DAGs run it."""

import json
import re
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select
from tests.fakes.clock import StoppedClock

from infodesk.adapters.database.schema import articles
from infodesk.adapters.http_pages import Bounds, HttpPages, Manners
from infodesk.articles.article import Revision
from infodesk.bootstrap import (
    Decision,
    Person,
    Verdict,
    desk,
    run_collect_host,
    run_request_reviews,
    source_hosts,
    wiring,
)
from infodesk.problems.problem import Problem

LOOPBACK = "127.0.0.1"
SHIPPED_CATALOG = Path(__file__).parents[3] / "include" / "catalog"
UTF_8 = "text/html; charset=utf-8"
_TOKEN = re.compile(r"[?&]token=([A-Za-z0-9_-]+)")

ARTICLE_RULES = """
[article]
title = ["h1"]
published = ["i"]
credit = ["b"]
body = ["#body"]
"""
LIST_RULES = f"""
[list]
item = "li"
date = "span"
{ARTICLE_RULES}"""

Answer = Callable[[BaseHTTPRequestHandler], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def article(title: str) -> bytes:
    return (
        f"<h1>{title}</h1><i>2026-03-01 08:00</i><b>来源：某局</b>"
        f"<div id=body><p>本文是关于{title}的正文，供转载。</p></div>"
    ).encode()


def list_of(**titles: str) -> bytes:
    lines = (
        f"<li><a href='{name}'>{title}</a><span>2026-03-01</span></li>"
        for name, title in titles.items()
    )
    return f"<meta charset=utf-8><ul>{''.join(lines)}</ul>".encode()


@dataclass
class BadWeb:
    """Several columns of one site; a test says how each of their pages answers."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.says("/robots.txt", status=404)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def says(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> None:
        """Answer a path with fixed bytes; `content_type="…"` sets the header Content-Type."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            for name, value in {"content-length": str(len(body)), **given}.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def pours(self, path: str, megabytes: int) -> None:
        """Answer a path with more than anybody asked for, without saying so before."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.close_connection = True
            handler.send_response(200)
            handler.send_header("Content-Type", UTF_8)
            handler.end_headers()
            for _ in range(megabytes):
                handler.wfile.write(b"x" * 1024 * 1024)

        self.answers[path] = answer


@dataclass
class PostBox:
    """A mail server that can be down, and what it took while it was up."""

    port: int
    letters: list[tuple[str, str]] = field(default_factory=list)  # (recipient, text)
    refused: str = ""  # a recipient whom the server does not know
    _running: Controller | None = None

    def open(self) -> None:
        self._running = Controller(self, hostname=LOOPBACK, port=self.port)
        self._running.start()

    def close(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.refused:
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        letter = message_from_bytes(bytes(envelope.original_content or b""), policy=policy.default)
        text = letter.get_body(("plain",)).get_content()
        self.letters += [(recipient, text) for recipient in envelope.rcpt_tos]
        return "250 OK"


@dataclass
class BadOffice:
    """What the tasks, the people and the operators do."""

    home: Path
    clock: StoppedClock
    web: BadWeb
    post: PostBox

    @property
    def catalog(self) -> Path:
        return self.home / "catalog"

    def begin_anew(self) -> None:
        """Let a new process begin: it reads the catalog again and remembers nothing."""
        wiring().database.close()
        wiring.cache_clear()
        self.reach_own_web()

    def reach_own_web(self) -> None:
        """Let pages be fetched from the test's own server, and nothing else that is private."""
        wiring().__dict__["pages"] = HttpPages(
            manners=Manners(interval_seconds=0),
            exempt=frozenset({(LOOPBACK, self.web.port), (LOOPBACK, self.post.port)}),
            bounds=Bounds(
                connect_seconds=2, read_seconds=2, total_seconds=5, first_pause_seconds=0.01
            ),
        )

    def add_source(
        self, source_id: str, *, url: str = "", kind: str = "html_list", rules: str = LIST_RULES
    ) -> None:
        (self.catalog / "sources" / f"{source_id}.toml").write_text(
            f'name = "某委·{source_id}"\n'
            f'kind = "{kind}"\n'
            f'url = "{url or f"{self.web.url}/{source_id}/"}"\n'
            'credit = "某委网站"\n'
            'target = [{ channel = "portal", column = "national" }]\n' + rules,
            "utf-8",
        )

    def add_good_source(self, source_id: str, **titles: str) -> None:
        """Add a source whose list and articles are as they should be."""
        self.add_source(source_id)
        self.web.says(f"/{source_id}/", list_of(**titles), content_type=UTF_8)
        for name, title in titles.items():
            self.web.says(f"/{source_id}/{name}", article(title), content_type=UTF_8)

    def collect(self) -> dict[str, int]:
        """Collect every host now, as the DAG does when it is told to; return the sums."""
        counts = [run_collect_host(host, force=True) for host in source_hosts()]
        return {name: sum(count[name] for count in counts) for name in counts[0]}

    def request_reviews(self) -> dict[str, int]:
        """Run the task a little later."""
        self.clock.pass_time(minutes=5)
        return run_request_reviews()

    def problems(self) -> dict[tuple[str, str], Problem]:
        """Return what the operators' board shows, by kind and subject."""
        return {(found.kind, found.subject): found for found in desk.board().problems}

    def revisions(self) -> dict[str, Revision]:
        """Return the present text of everything that was collected, by title."""
        with wiring().database.engine.connect() as connection:
            ids = connection.scalars(select(articles.c.id)).all()
        with wiring().database.read() as records:
            found = [records.articles.get(each).revision for each in ids]
        return {each.content.title: each for each in found}

    def case_id(self, title: str) -> str:
        with wiring().database.read() as records:
            return records.cases.of_article(self.revisions()[title].article_id)[-1].id

    def agree(self, title: str) -> None:
        """Let the person whose turn it is agree."""
        case_id = self.case_id(title)
        with wiring().database.read() as records:
            approval = records.approvals.get(case_id)
        who = person(approval.assignee_id)
        case = desk.item(case_id, who).file.case
        desk.decide(
            Decision(
                case_id=case_id,
                step_key=approval.current_step.key,
                approval_hash=case.approval_hash,
                verdict=Verdict.AGREED,
                answers={finding.rule_id: "已核实" for finding in case.unanswered},
            ),
            who,
        )

    def ledger_payloads(self, action: str) -> list[dict[str, object]]:
        with wiring().database.read() as records:
            return [json.loads(e.payload) for e in records.ledger.entries() if e.action == action]


def person(person_id: str) -> Person:
    found = desk.person(person_id)
    assert found is not None
    return found


def token_in(text: str) -> str:
    (token,) = set(_TOKEN.findall(text))
    return token


def make_catalog(folder: Path) -> None:
    """Put the shipped office there, without its sources."""
    shutil.copytree(SHIPPED_CATALOG, folder, ignore=shutil.ignore_patterns("sources"))
    (folder / "collecting.toml").write_text("", "utf-8")  # its rules name the shipped sources
    (folder / "sources").mkdir()
