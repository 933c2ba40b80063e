"""A small office on a temporary SQLite installation, run through the real use cases."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import uvicorn
from argon2 import PasswordHasher
from lxml import html as lxml_html
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.fakes.clock import StoppedClock
from tests.fakes.mailer import KeepingMailer, token_in
from tests.fakes.printer import PlainPrinter
from tests.fakes.scan_reader import PlainScanReader

from infodesk.adapters.argon2_pins import Argon2Pins
from infodesk.adapters.database.all_tables import metadata
from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.bootstrap import (
    Decision,
    Destination,
    Placement,
    Verdict,
    desk,
    prepare_installation,
    wiring,
)
from infodesk.catalog.chains import Genre
from infodesk.kernel.ids import new_id
from infodesk.kernel.mail import Mail
from infodesk.reviewing.request_reviews import advance_review
from infodesk.reviewing.send_letters import bundles, send_bundle

KEY = "a key of the tests, longer than thirty-two characters"
PINS = {
    "editor_jia": "480271",
    "leader_yi": "905533",
    "clerk_bing": "771204",
    "editor_yi": "662915",
}
PREFIX = "/review"
BODY = (
    "<p>近日，国家发展改革委召开会议，研究部署推动经济持续回升向好的有关工作。</p>"
    "<p>会议强调，要<strong>加快建设</strong>全国统一大市场，规范招商引资行为。</p>"
)
CITY = Destination(placements=(Placement(channel_id="portal", column_id="national"),))
NOTICES = Destination(
    placements=(
        Placement(channel_id="portal", column_id="notices"),
        Placement(channel_id="credit_china_lvliang", column_id="notices"),
    )
)


@dataclass
class Office:
    """People at work: articles come in, reviews go on, letters go out."""

    clock: StoppedClock
    mailer: KeepingMailer = field(default_factory=KeepingMailer)
    desk_url: str = "http://desk.example/review"

    def receive(
        self,
        title: str = "国家发展改革委部署推动经济持续回升向好",
        body_html: str = BODY,
        *,
        destination: Destination = CITY,
        **changes: object,
    ) -> str:
        """Record a reprint as the collector would, and return its id."""
        now = self.clock.now()
        content = {
            "title": title,
            "body_html": body_html,
            "credit": "国家发展改革委网站",
            "credit_url": "https://www.ndrc.example/xwdt/1.html",
            **changes,
        }
        return self._add(Content(**content), destination, Origin.REPRINT, now)  # type: ignore[arg-type]

    def submit(self, title: str = "关于组织申报2026年重点项目的通知") -> str:
        """Record a notice of the planning department, and return its id."""
        content = Content(title=title, body_html=BODY)
        return self._add(content, NOTICES, Origin.SUBMISSION, self.clock.now())

    def _add(
        self, content: Content, destination: Destination, origin: Origin, now: datetime
    ) -> str:
        article_id = new_id()
        is_reprint = origin is Origin.REPRINT
        revision = Revision(
            id=new_id(),
            article_id=article_id,
            number=1,
            content=content,
            content_hash=content.content_hash,
            created_by="collector",
            created_at=now,
        )
        with wiring().database.begin() as records:
            records.articles.add(
                Article(
                    id=article_id,
                    origin=origin,
                    genre=Genre.IMPORTANT_NEWS if is_reprint else Genre.NOTICE,
                    state=ArticleState.RECEIVED,
                    department_id=wiring().catalog.centre.id if is_reprint else "planning",
                    received_at=now,
                    source_url=content.credit_url,
                    source_published_at=datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
                    revision=revision,
                )
            )
            records.destinations.set(article_id, destination)
        return article_id

    def advance(self, *article_ids: str) -> None:
        """Do what the DAG does: bring texts a step further and send the letters that are due."""
        due = [letter for each in article_ids for letter in advance_review(each, wiring().desk)]
        for bundle in bundles(due):
            send_bundle(
                bundle,
                desk_url=self.desk_url,
                catalog=wiring().catalog,
                mailer=self.mailer,
                begin=wiring().database.begin,
                clock=self.clock,
            )

    def letter(self, person_id: str) -> Mail:
        """Return the newest letter to a person."""
        return self.mailer.to(wiring().catalog.people[person_id].email)[-1]

    def token(self, person_id: str) -> str:
        """Return the token of the newest letter to a person."""
        return token_in(self.letter(person_id))

    def give_pin(self, *person_ids: str) -> None:
        """Let people set the PINs that the tests type."""
        for person_id in person_ids or PINS:
            code = desk.issue_pin_code(person_id, issued_by="operator_ding")
            desk.set_pin(person_id, code=code, pin=PINS[person_id])

    def case_id(self, article_id: str) -> str:
        """Return the newest case of an article."""
        with wiring().database.read() as records:
            return records.cases.of_article(article_id)[-1].id


def agree(office: Office, article_id: str, person_id: str, remark: str = "") -> None:
    """Let a person agree without a browser, and do what follows."""
    case_id = office.case_id(article_id)
    person = desk.person(person_id)
    assert person is not None
    found = desk.item(case_id, person)
    assert found.step is not None
    desk.decide(
        Decision(
            case_id=case_id,
            step_key=found.step.key,
            approval_hash=found.file.case.approval_hash,
            verdict=Verdict.AGREED,
            remark=remark,
            answers={finding.rule_id: "已核实" for finding in found.file.case.unanswered},
        ),
        person,
    )
    office.advance(article_id)


def everything(*, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with wiring().database.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in but
        }


@dataclass
class Browser:
    """A browser as far as the desk needs one: cookies, links, and forms as they stand."""

    client: httpx.Client

    def get(self, path: str, **options: object) -> httpx.Response:
        return self.client.get(_below(path), **options)  # type: ignore[arg-type]

    def open(self, token: str) -> httpx.Response:
        """Follow a link from a letter to the page where it ends."""
        return self.client.get(f"{PREFIX}/open", params={"token": token}, follow_redirects=True)

    def form(self, page: httpx.Response, action: str) -> dict[str, list[str]]:
        """Return what a browser would post of a form that nobody touched."""
        (form,) = (
            each
            for each in lxml_html.fromstring(page.text).forms
            if urlsplit(each.action).path.endswith(action)
        )
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        # lxml leaves an empty field out; a browser posts it.
        for area in form.iter("textarea"):
            if not (area.text or ""):
                fields.setdefault(area.get("name"), []).append("")
        return fields

    def submit(self, page: httpx.Response, action: str, **typed: object) -> httpx.Response:
        """Fill a form of a page and post it, following to where it leads."""
        fields = {**self.form(page, action), **typed}
        return self.post(_path_of(page, action), fields)

    def post(self, path: str, fields: object, **options: object) -> httpx.Response:
        return self.client.post(
            _below(path),
            data=fields,
            follow_redirects=True,
            **options,  # type: ignore[arg-type]
        )


def _below(path: str) -> str:
    return path if path.startswith(PREFIX) else f"{PREFIX}{path}"


def _path_of(page: httpx.Response, action: str) -> str:
    forms = lxml_html.fromstring(page.text).forms
    (found,) = (f.action for f in forms if urlsplit(f.action).path.endswith(action))
    return urlsplit(urljoin(str(page.url), found)).path


class FrontDoor:
    """The desk behind real HTTP on a free port of loopback."""

    def __init__(self, app: object, *, prefix: str = PREFIX) -> None:
        mounted = Starlette(routes=[Mount(prefix, app=app)])  # type: ignore[arg-type]
        config = uvicorn.Config(
            mounted, host="127.0.0.1", port=0, log_level="warning", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @contextmanager
    def opened(self) -> Iterator[str]:
        """Serve, and yield the address."""
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            if time.monotonic() > deadline:
                raise RuntimeError("the desk did not start within 20 seconds")
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            self._server.should_exit = True
            self._thread.join(timeout=20)


def use_environment(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Let the environment name an installation at `home` and nothing of the developer's own."""
    patch.setenv("INFODESK_HOME", str(home))
    patch.setenv("INFODESK_SECRET_KEY", KEY)
    patch.setenv("INFODESK_DESK_URL", "http://desk.example/review")
    for name in ("INFODESK_CATALOG", "INFODESK_DATABASE_URL"):
        patch.delenv(name, raising=False)


def make_empty_database(home: Path) -> Path:
    """Return a migrated database without rows, to be copied."""
    with pytest.MonkeyPatch.context() as patch:
        use_environment(patch, home)
        prepare_installation()
    return home / "infodesk.db"


def stop_the_clock(patch: pytest.MonkeyPatch) -> StoppedClock:
    """Let every installation from now on tell the time of one clock that the test moves."""
    clock = StoppedClock()
    patch.setattr(sys.modules["infodesk.bootstrap.wiring"], "SystemClock", lambda: clock)
    return clock


def settle_in(home: Path, database: Path, *, clock: StoppedClock) -> Office:
    """Put a fresh installation at `home`, which the environment names."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(database, home / "infodesk.db")
    wiring.cache_clear()
    return Office(clock=clock)


def use_plain_tools() -> None:
    """Let forms and scans be text and PINs be hashed fast: these tests are about pages."""
    wiring().__dict__["printer"] = PlainPrinter()
    wiring().__dict__["scan_reader"] = PlainScanReader()
    hasher = Argon2Pins()
    hasher._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    wiring().__dict__["pin_hasher"] = hasher
