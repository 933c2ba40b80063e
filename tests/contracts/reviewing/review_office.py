"""A small office whose reviews run for real: use cases over a real database, everything else fake.

Imported by the tests and by the processes that a test kills.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.fakes.clock import StoppedClock
from tests.fakes.mailer import KeepingMailer, token_in
from tests.fakes.printer import PlainPrinter
from tests.fakes.scan_reader import PlainScanReader, signed

from infodesk.access.links import Link, token_hash
from infodesk.adapters.attachment_texts import StoredAttachmentTexts
from infodesk.adapters.database.database import Database
from infodesk.adapters.database.schema import outbox
from infodesk.adapters.file_store import FolderFileStore
from infodesk.approvals.approval import Approval, PaperVerdict, Verdict
from infodesk.articles.article import Article, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.bootstrap.wiring import Wiring
from infodesk.catalog.catalog import Catalog
from infodesk.catalog.chains import ChainStep, FormBox, PaperPolicy, ReviewChain
from infodesk.catalog.channels import Channel, ChannelKind, Column
from infodesk.catalog.office import Office
from infodesk.catalog.people import Department, Person, Role
from infodesk.catalog.rules import Confusion, Phrase, ReviewRules
from infodesk.channels.destination import Destination, Placement
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.kernel.credentials import Credentials
from infodesk.kernel.ids import new_id
from infodesk.kernel.mail import Mail, Mailer
from infodesk.kernel.outbox import Topic
from infodesk.kernel.working_days import WorkingCalendar
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import CaseFile, ReviewCase
from infodesk.reviewing.checking.web_links import LinksNotLooked
from infodesk.reviewing.checks import Checks
from infodesk.reviewing.forms import IssuedForm, Scan
from infodesk.reviewing.issue_form import read_case_file
from infodesk.reviewing.receive_scan import receive_scan
from infodesk.reviewing.record_decision import Decision, record_decision
from infodesk.reviewing.request_reviews import Desk, advance_review
from infodesk.reviewing.save_revision import Saved, save_revision
from infodesk.reviewing.send_letters import bundles, send_bundle
from infodesk.reviewing.state_paper import state_paper
from infodesk.settings import Settings

DESK_URL = "http://desk.example/review"
NEWS = Destination(placements=(Placement(channel_id="portal", column_id="news"),))


def _person(person_id: str, name: str, *roles: Role) -> Person:
    return Person(
        id=person_id,
        name=name,
        email=f"{person_id}@infodesk.example",
        department="leadership" if "leader" in person_id else "centre",
        roles=roles,
        supervises=("centre",) if "leader" in person_id else (),
    )


def small_catalog() -> Catalog:
    """Return an office of one centre: two editors, two leaders, a clerk and an operator."""
    people = [
        _person("editor_jia", "编辑甲", Role.CENTRE_EDITOR),
        _person("editor_yi", "编辑乙", Role.CENTRE_EDITOR),
        _person("leader_yi", "分管领导乙", Role.SUPERVISING_LEADER),
        _person("leader_bing", "分管领导丙", Role.SUPERVISING_LEADER),
        _person("clerk_bing", "经办丙", Role.CENTRE_CLERK),
        _person("operator_ding", "运维丁", Role.OPERATOR),
    ]
    chain = ReviewChain(
        id="reprint",
        title="转载类信息",
        legal_basis="第五条（一）",
        origins=("reprint",),
        steps=(
            ChainStep(
                key="editor",
                title="中心编辑（初审）",
                role=Role.CENTRE_EDITOR,
                form_box=FormBox.DEPARTMENT_HEAD,
            ),
            ChainStep(
                key="leader",
                title="分管领导（终审）",
                role=Role.SUPERVISING_LEADER,
                form_box=FormBox.SUPERVISING_LEADER,
            ),
        ),
        releases_by_itself=True,
    )
    return Catalog(
        office=Office(
            name="示例市发展和改革委员会",
            short_name="示例发改委",
            regulation_title="示例管理制度",
            regulation_number="示发改〔2020〕1号",
            form_title="示例审批单",
            form_number_prefix="SLFG",
        ),
        sources={},
        channels={
            "portal": Channel(
                id="portal",
                name="门户网站",
                kind=ChannelKind.STATIC_SITE,
                public_url="https://portal.example",
                columns=(Column(id="news", title="要闻"), Column(id="notices", title="公告")),
            )
        },
        departments={
            "centre": Department(id="centre", name="信息中心", is_centre=True),
            "leadership": Department(id="leadership", name="委领导", submits=False),
        },
        people={person.id: person for person in people},
        review_chains={"reprint": chain},
        review_rules=ReviewRules(
            internal_marks=(Phrase(text="内部资料"),),
            draft_marks=(Phrase(text="待定稿"),),
            confusions=(Confusion(wrong="帐户", right="账户"),),
            bank_card_context=("账号",),
        ),
        calendar=WorkingCalendar.of([]),
    )


def with_paper(catalog: Catalog, policy: PaperPolicy) -> Catalog:
    """Return the same office under another paper policy."""
    chain = catalog.review_chains["reprint"].model_copy(update={"paper_policy": policy})
    return replace(catalog, review_chains={"reprint": chain})


def without(catalog: Catalog, *person_ids: str) -> Catalog:
    """Return the same office after some people have left it."""
    people = {p.id: p for p in catalog.people.values() if p.id not in person_ids}
    return replace(catalog, people=people)


def good_content(**fields: Any) -> Content:
    """Return a reprint that no check finds anything wrong with."""
    known = {
        "title": "国家发展改革委召开专题会议",
        "body_html": "<p>会议研究了有关工作。</p>",
        "credit": "国家发展改革委网站",
        "credit_url": "https://www.ndrc.example/1.html",
    }
    return Content(**known | fields)


@dataclass
class ReviewOffice:
    """What people and tasks do, each as one call."""

    database: Database
    folder: Path
    catalog: Catalog = field(default_factory=small_catalog)
    clock: StoppedClock = field(default_factory=StoppedClock)
    mailer: Mailer = field(default_factory=KeepingMailer)
    printer: PlainPrinter = field(default_factory=PlainPrinter)

    @property
    def files(self) -> FolderFileStore:
        return FolderFileStore(self.folder)

    @property
    def desk(self) -> Desk:
        return Desk(
            catalog=self.catalog,
            checks=Checks.of(
                self.catalog,
                attachments=StoredAttachmentTexts(self.files),
                links=LinksNotLooked(),
            ),
            printer=self.printer,
            files=self.files,
            begin=self.database.begin,
            clock=self.clock,
        )

    def receive(self, content: Content | None = None, *, destination: Destination = NEWS) -> str:
        """Take a reprint in and return its id."""
        article = self._reprint(content or good_content())
        with self.database.begin() as records:
            records.articles.add(article)
            records.destinations.set(article.id, destination)
            records.outbox.add(Topic.REVIEW, article.id, due_at=self.clock.now())
        return article.id

    def collect(self, source_key: str) -> str:
        """Take a reprint in as a collecting task does, once however often it runs."""
        article = self._reprint(good_content())
        with self.database.begin() as records:
            if records.articles.receive(
                article,
                destination=NEWS,
                sighting=Sighting(
                    source_key=source_key, source_id="", url="", seen_at=self.clock.now()
                ),
                fingerprint=source_key,
            ):
                records.outbox.add(Topic.REVIEW, article.id, due_at=self.clock.now())
                records.ledger.append(
                    actor="collector",
                    action=Action.COLLECTED,
                    subject=f"article:{article.id}",
                    at=self.clock.now(),
                )
            return records.articles.with_fingerprint(source_key)

    def _reprint(self, content: Content) -> Article:
        article_id = new_id()
        return Article(
            id=article_id,
            origin=Origin.REPRINT,
            state=ArticleState.RECEIVED,
            department_id="centre",
            received_at=self.clock.now(),
            source_published_at=self.clock.now(),
            revision=Revision(
                id=new_id(),
                article_id=article_id,
                number=1,
                content=content,
                content_hash=content.content_hash,
                created_by="collector",
                created_at=self.clock.now(),
            ),
        )

    def advance(self, *article_ids: str) -> list[Mail]:
        """Do what the task does for due texts; return the mails that went out for it."""
        before = len(self.mailer.mails)
        due = [letter for a in article_ids for letter in advance_review(a, self.desk)]
        for bundle in bundles(due):
            send_bundle(
                bundle,
                desk_url=DESK_URL,
                catalog=self.catalog,
                mailer=self.mailer,
                begin=self.database.begin,
                clock=self.clock,
            )
        return self.mailer.mails[before:]

    def case(self, article_id: str) -> ReviewCase:
        """Return the newest case of an article."""
        with self.database.read() as records:
            return records.cases.of_article(article_id)[-1]

    def file(self, article_id: str) -> CaseFile:
        with self.database.read() as records:
            found = read_case_file(records, records.cases.of_article(article_id)[-1].id)
        assert found is not None
        return found

    def form(self, article_id: str) -> IssuedForm | None:
        with self.database.read() as records:
            return records.forms.of_case(records.cases.of_article(article_id)[-1].id)

    def decide(
        self, article_id: str, person_id: str, verdict: Verdict = Verdict.AGREED, **fields: Any
    ) -> Approval:
        """Post a decision on what the person's page shows now."""
        case = fields.pop("case", None) or self.case(article_id)
        step = {"editor": "editor", "leader": "leader"}[person_id.split("_", maxsplit=1)[0]]
        decision = {
            "case_id": case.id,
            "step_key": step,
            "approval_hash": case.approval_hash,
            "verdict": verdict,
        }
        return record_decision(
            Decision(**decision | fields),
            person=self.catalog.people[person_id],
            begin=self.database.begin,
            clock=self.clock,
        )

    def edit(
        self,
        article_id: str,
        *,
        by: str = "editor_jia",
        destination: Destination | None = None,
        seen_revision_id: str = "",
        **fields: Any,
    ) -> Saved:
        """Save the text with some fields changed."""
        with self.database.read() as records:
            newest = records.articles.get(article_id).revision
            destination = destination or records.destinations.of(article_id)
        return save_revision(
            article_id,
            content=replace(newest.content, **fields),
            destination=destination,
            seen_revision_id=seen_revision_id or newest.id,
            saved_by=by,
            begin=self.database.begin,
            clock=self.clock,
        )

    def printed(self, article_id: str) -> bytes:
        form = self.form(article_id)
        assert form is not None
        return self.files.get(form.pdf_sha256)

    def scan(self, article_id: str, content: bytes = b"") -> Scan:
        """Hand in a scan; without content, the signed form of the article."""
        return receive_scan(
            self.case(article_id).id,
            content or signed(self.printed(article_id)),
            uploaded_by="clerk_bing",
            reader=PlainScanReader(),
            files=self.files,
            begin=self.database.begin,
            clock=self.clock,
        ).scan

    def state(
        self, scan: Scan, verdict: PaperVerdict = PaperVerdict.AGREED, note: str = ""
    ) -> Approval:
        """Let the clerk state what stands on a scan."""
        return state_paper(
            scan.id,
            verdict=verdict,
            note=note,
            clerk=self.catalog.people["clerk_bing"],
            begin=self.database.begin,
            clock=self.clock,
        )

    def errands(self, topic: Topic) -> list[str]:
        """Return the subjects of all errands that are not done."""
        with self.database.engine.connect() as connection:
            rows = connection.execute(
                select(outbox.c.subject).where(
                    outbox.c.topic == str(topic), outbox.c.done_at.is_(None)
                )
            )
            return [row.subject for row in rows]

    def actions(self, subject: str = "") -> list[str]:
        """Return what the ledger says was done, in order."""
        with self.database.read() as records:
            return [e.action for e in records.ledger.entries() if subject in ("", e.subject)]

    def article_state(self, article_id: str) -> ArticleState:
        with self.database.read() as records:
            found = records.articles.get(article_id)
        assert found is not None
        return found.state

    def problems(self) -> Sequence[str]:
        """Return the kinds of the open problems."""
        with self.database.read() as records:
            return [problem.kind for problem in records.problems.open_ones()]

    def link_in(self, mail: Mail) -> Link:
        """Return the link that a letter carries, as it is recorded now."""
        with self.database.read() as records:
            found = records.links.by_token(token_hash(token_in(mail)))
        assert found is not None
        return found

    def to_leader(self, article_id: str) -> None:
        """Bring a text to its final review: checked, agreed by the editor, form printed."""
        self.advance(article_id)
        self.decide(article_id, "editor_jia")
        self.clock.pass_time(minutes=1)
        self.advance(article_id)


@dataclass(frozen=True)
class OfficeWiring(Wiring):
    """What a task is wired to, but for the office of a test."""

    office: ReviewOffice

    @property
    def catalog(self) -> Catalog:
        return self.office.catalog

    @property
    def database(self) -> Database:
        return self.office.database

    @property
    def desk(self) -> Desk:
        return self.office.desk

    def mailer(self, credentials: Credentials | None = None) -> Mailer:
        return self.office.mailer


def wired(office: ReviewOffice, home: Path) -> OfficeWiring:
    """Wire the tasks to an office."""
    settings = Settings(home=home, desk_url=DESK_URL)
    return OfficeWiring(settings=settings, clock=office.clock, office=office)
