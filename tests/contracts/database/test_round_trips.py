"""What is written is read back, every field of it; what the tables forbid is refused."""

from contextlib import nullcontext
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from infodesk.access.links import End, Link, Purpose
from infodesk.adapters.database.database import Database
from infodesk.approvals.approval import (
    Approval,
    ApprovalState,
    Opinion,
    PaperStatement,
    PaperVerdict,
    Verdict,
)
from infodesk.articles.article import Article, Attachment, Content, Origin, Revision
from infodesk.articles.states import ARTICLE_TRANSITIONS, ArticleState, ForbiddenTransition
from infodesk.catalog.chains import ChainStep, FormBox, Genre, PaperPolicy, ReviewChain
from infodesk.catalog.people import Role
from infodesk.channels.destination import Destination, Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue, Severity
from infodesk.problems.problem import Problem, ProblemReport
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import PUBLICATION_TRANSITIONS, PublicationState
from infodesk.reviewing.cases import CASE_TRANSITIONS, Answer, CaseState, ReviewCase
from infodesk.reviewing.forms import FormState, IssuedForm, Scan, ScanState
from infodesk.reviewing.letters import Letter, LetterKind

HASH, OTHER_HASH = "a1" * 32, "b2" * 32
AT = datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC)
LATER = AT + timedelta(days=3, microseconds=1)
SHANGHAI = timezone(timedelta(hours=8))

FILE = Attachment(
    name="附件1 “表”.xlsx",
    sha256=HASH,
    size_bytes=12_345,
    media_type="application/vnd.ms-excel",
    original_url="https://www.example.gov.cn/a.xlsx",
)
CONTENT = Content(
    title="关于《示例》的通知 🏛 𠮷",
    body_html='<p>正文“引号”&amp;<img src="x"></p>\n',
    credit="示例网站",
    credit_url="https://www.example.gov.cn/1.html",
    document_number="示发〔2026〕1号",
    attachments=(FILE, replace(FILE, name="附件2.pdf")),
    images=(replace(FILE, name="1.png", sha256=OTHER_HASH),),
)
REVISION = Revision(
    id="r1",
    article_id="a1",
    number=1,
    content=CONTENT,
    content_hash=CONTENT.content_hash,
    created_by="editor_jia",
    created_at=AT,
)
ARTICLE = Article(
    id="a1",
    origin=Origin.SUBMISSION,
    state=ArticleState.RECEIVED,
    department_id="office",
    received_at=AT,
    genre=Genre.NOTICE,
    source_id="ndrc",
    source_url="https://www.example.gov.cn/1.html",
    source_published_at=LATER,
    revision=REVISION,
)
DESTINATION = Destination(
    placements=(
        Placement(channel_id="portal", column_id="news", is_pinned=True),
        Placement(channel_id="wechat", column_id="all"),
    ),
    not_before=LATER,
)
CHAIN = ReviewChain(
    id="reprint",
    title="转载类信息",
    legal_basis="第五条（一）",
    origins=("reprint", "submission"),
    genres=(Genre.NOTICE,),
    steps=(
        ChainStep(
            key="editor",
            title="中心编辑（初审）",
            role=Role.CENTRE_EDITOR,
            form_box=FormBox.DEPARTMENT_HEAD,
            working_days=3,
        ),
        ChainStep(
            key="leader",
            title="分管领导（终审）",
            role=Role.SUPERVISING_LEADER,
            form_box=FormBox.SUPERVISING_LEADER,
        ),
    ),
    paper_policy=PaperPolicy.PAPER_WITHIN_DAYS,
    paper_policy_basis="示发〔2026〕2号",
    paper_within_days=5,
    may_repeat_person=True,
    releases_by_itself=True,
)
OPINION = Opinion(
    id="o1",
    step_key="editor",
    person_id="editor_jia",
    person_name="编辑甲",
    verdict=Verdict.RETURNED,
    remark="请改标题\n第二行",
    approval_hash=HASH,
    at=AT,
    return_to="editor",
    stands_in_for="leader_yi",
    voided_at=LATER,
)
PAPER = PaperStatement(
    form_number="LLFG-2026-000001",
    approval_hash=HASH,
    scan_sha256=OTHER_HASH,
    verdict=PaperVerdict.AGREED_WITH_CHANGES,
    clerk_id="clerk_bing",
    note="第二段删去一句",
    at=LATER,
)
APPROVAL = Approval(
    id="c1",
    subject="article:a1",
    chain=CHAIN,
    approval_hash=HASH,
    state=ApprovalState.REJECTED,
    assignee_id="leader_yi",
    step_since=AT,
    stands_in_for="leader_bing",
    opened_at=AT,
    closed_at=LATER,
    opinions=(OPINION, replace(OPINION, id="o2", verdict=Verdict.AGREED, return_to="")),
    paper=PAPER,
)
FINDING = Issue(
    rule_id="confusion",
    severity=Severity.MUST_ANSWER,
    message="疑有错误",
    remedy="请改",
    excerpt="帐户",
    start=3,
    end=5,
)
CASE = ReviewCase(
    id="c1",
    number=7,
    article_id="a1",
    revision_id="r1",
    destination=DESTINATION,
    approval_hash=HASH,
    state=CaseState.CHECKS_PENDING,
    findings=(FINDING,),
    opened_at=AT,
    answers=(
        Answer(rule_id="confusion", excerpt="帐户", reason="原文如此", person_id="editor_jia"),
    ),
)
FORM = IssuedForm(
    number="LLFG-2026-000001",
    case_id="c1",
    approval_hash=HASH,
    ledger_seq=41,
    ledger_hash=OTHER_HASH,
    pdf_sha256=HASH,
    state=FormState.SIGNED,
    issued_at=AT,
)
SCAN = Scan(
    id="s1",
    form_number="LLFG-2026-000001",
    case_id="c1",
    sha256=OTHER_HASH,
    uploaded_by="clerk_bing",
    uploaded_at=AT,
    state=ScanState.TO_STATE,
)
LINK = Link(
    id="l1",
    person_id="leader_yi",
    purpose=Purpose.ITEM,
    subject="c1",
    step_key="leader",
    approval_hash=HASH,
    issued_at=AT,
    expires_at=LATER,
)
PUBLICATION = Publication(
    id="p1",
    article_id="a1",
    revision_id="r1",
    placement=DESTINATION.placements[0],
    approval_hash=HASH,
    state=PublicationState.RELEASED,
    planned_at=AT,
    released_by="clerk_bing",
    released_at=AT,
    attempts=2,
    published_at=LATER,
    package="packages/1",
    address="https://portal.example/1.html",
)


@pytest.fixture
def reviewed(database: Database) -> Database:
    """Record an article with its case."""
    with database.begin() as records:
        records.articles.add(ARTICLE)
        records.approvals.add(APPROVAL)
        records.cases.add(CASE)
    return database


@pytest.mark.parametrize(
    "sample",
    [ARTICLE, CONTENT, REVISION, FILE, DESTINATION, APPROVAL, PAPER, CASE, FORM, PUBLICATION],
    ids=lambda sample: type(sample).__name__,
)
def test_the_samples_leave_no_field_at_its_default(sample) -> None:
    """A column that is forgotten reads as the default; only another value shows it."""
    unset = [f.name for f in fields(sample) if getattr(sample, f.name) in {None, "", (), f.default}]

    assert unset == []


def test_article(reviewed: Database) -> None:
    with reviewed.begin() as records:
        assert records.articles.get("a1") == ARTICLE
        assert records.articles.locked("a1") == ARTICLE
        assert records.articles.get("none") is None
        assert records.articles.locked("none") is None


def test_the_newest_revision_is_the_articles(reviewed: Database) -> None:
    second = replace(REVISION, id="r2", number=2, created_at=LATER)
    with reviewed.begin() as records:
        records.articles.add_revision(second)

    with reviewed.read() as records:
        assert records.articles.get("a1") == replace(ARTICLE, revision=second)
        assert records.articles.revisions("a1") == [REVISION, second]
        assert records.articles.revision("r1") == REVISION
        assert records.articles.revision("none") is None


def test_two_revisions_cannot_have_one_number(reviewed: Database) -> None:
    with pytest.raises(IntegrityError), reviewed.begin() as records:
        records.articles.add_revision(replace(REVISION, id="r2"))


def test_destination(reviewed: Database) -> None:
    with reviewed.begin() as records:
        assert records.destinations.of("a1") == Destination(placements=())
        records.destinations.set("a1", DESTINATION)

    with reviewed.read() as records:
        assert records.destinations.of("a1") == DESTINATION
        assert records.destinations.of("none") == Destination(placements=())


def test_approval_with_chain_opinions_and_paper(reviewed: Database) -> None:
    with reviewed.begin() as records:
        assert records.approvals.get("c1") == APPROVAL
        assert records.approvals.locked("c1") == APPROVAL
        assert records.approvals.get("none") is None


def test_a_saved_approval_has_every_change(reviewed: Database) -> None:
    changed = replace(
        APPROVAL,
        state=ApprovalState.OPEN,
        assignee_id="",
        step_since=LATER,
        closed_at=None,
        opinions=(
            replace(OPINION, voided_at=None),
            replace(APPROVAL.opinions[1], voided_at=AT),
            replace(OPINION, id="o3", at=LATER),
        ),
        paper=None,
    )
    with reviewed.begin() as records:
        records.approvals.save(changed)
        records.approvals.save(changed)

    with reviewed.read() as records:
        assert records.approvals.get("c1") == changed


def test_case(reviewed: Database) -> None:
    with reviewed.read() as records:
        assert records.cases.get("c1") == CASE
        assert records.cases.of_article("a1") == [CASE]
        assert records.cases.get("none") is None
        assert records.cases.of_article("none") == []


def test_a_saved_case_has_every_change(reviewed: Database) -> None:
    changed = replace(CASE, state=CaseState.UNDER_REVIEW, findings=(), answers=())
    with reviewed.begin() as records:
        records.cases.save(changed)

    with reviewed.read() as records:
        assert records.cases.get("c1") == changed


def test_form_and_scan(reviewed: Database) -> None:
    with reviewed.begin() as records:
        records.forms.add(FORM)
        records.forms.add_scan(SCAN)
        records.forms.add_scan(replace(SCAN, id="s2", uploaded_at=LATER))

    with reviewed.begin() as records:
        assert records.forms.get(FORM.number) == FORM
        assert records.forms.of_case("c1") == FORM
        assert records.forms.scan("s1") == SCAN
        assert [scan.id for scan in records.forms.scans_of_case("c1")] == ["s2", "s1"]
        records.forms.save(replace(FORM, state=FormState.VOID, pdf_sha256=""))
        records.forms.save_scan(replace(SCAN, state=ScanState.STATED))

    with reviewed.read() as records:
        assert records.forms.get(FORM.number) == replace(FORM, state=FormState.VOID, pdf_sha256="")
        assert records.forms.of_case("c1") is None
        assert records.forms.scan("s1") == replace(SCAN, state=ScanState.STATED)
        assert records.forms.get("none") is None
        assert records.forms.scan("none") is None


def test_letter(database: Database) -> None:
    letter = Letter(
        kind=LetterKind.REVIEW_ITEM, person_id="leader_yi", case_id="c1", occasion="leader:1"
    )
    with database.begin() as records:
        assert not records.letters.was_sent(letter)
        records.letters.add(letter, message_id="<1@mail.example>", at=AT)

    with database.read() as records:
        assert records.letters.was_sent(letter)
        for other in (
            replace(letter, kind=LetterKind.VOIDED),
            replace(letter, person_id="editor_jia"),
            replace(letter, case_id="c2"),
            replace(letter, occasion="leader:2"),
        ):
            assert not records.letters.was_sent(other)


def test_link(database: Database) -> None:
    with database.begin() as records:
        records.links.add(LINK, token_hash=HASH)

    with database.read() as records:
        assert records.links.by_token(HASH) == LINK
        assert records.links.get("l1") == LINK
        assert records.links.by_token(OTHER_HASH) is None
        assert records.links.get("none") is None
        assert records.links.live_of("leader_yi", now=AT) == [LINK]
        assert records.links.live_of("leader_yi", now=LATER) == []
        assert records.links.live_of("editor_jia", now=AT) == []


@pytest.mark.parametrize(
    ("which", "ended"),
    [
        ({"subject": "c1", "purpose": Purpose.ITEM}, {"item", "item_of_another"}),
        ({"subject": "c1", "purpose": Purpose.ITEM, "person_id": "leader_yi"}, {"item"}),
        ({"subject": "c1", "purpose": Purpose.UPLOAD}, {"upload"}),
        ({"subject": "c2", "purpose": Purpose.ITEM}, {"item_of_c2"}),
        ({"subject": "c3", "purpose": Purpose.ITEM}, set()),
    ],
)
def test_exactly_the_links_that_are_meant_end(database: Database, which, ended) -> None:
    links = [
        replace(LINK, id="item"),
        replace(LINK, id="item_of_another", person_id="leader_bing"),
        replace(LINK, id="item_of_c2", subject="c2"),
        replace(LINK, id="upload", purpose=Purpose.UPLOAD),
    ]
    with database.begin() as records:
        for number, link in enumerate(links):
            records.links.add(link, token_hash=f"{number:064d}")

        assert records.links.end(because=End.EDITED, at=AT, **which) == len(ended)
        # What has ended keeps its first reason.
        assert records.links.end(because=End.CLOSED, at=LATER, **which) == 0

    with database.read() as records:
        found = {link.id: records.links.get(link.id) for link in links}
    assert {i for i, link in found.items() if link.ended_because is End.EDITED} == ended
    assert all(link.ended_at == (AT if i in ended else None) for i, link in found.items())


def test_the_log_of_openings_is_cut_to_measure(database: Database) -> None:
    with database.begin() as records:
        records.links.add(LINK, token_hash=HASH)
        records.links.opened("l1", at=AT, method="PROPFIND" * 9, address="a" * 99, agent="b" * 999)

    with database.engine.connect() as connection:
        row = connection.execute(text("SELECT method, address, agent FROM link_opens")).one()
    assert tuple(row) == ("PROPFIND", "a" * 64, "b" * 300)


def test_pin(database: Database) -> None:
    with database.begin() as records:
        assert records.pins.get("editor_jia") is None
        assert records.pins.locked("editor_jia") is None
        records.pins.set("editor_jia", pin_hash="first", at=AT)
        assert [records.pins.count_try("editor_jia") for _ in range(3)] == [1, 2, 3]

    with database.begin() as records:
        pin = records.pins.locked("editor_jia")
        assert (pin.person_id, pin.pin_hash, pin.failed_tries, pin.set_at) == (
            "editor_jia",
            "first",
            3,
            AT,
        )
        records.pins.clear_tries("editor_jia")
        assert records.pins.get("editor_jia").failed_tries == 0
        records.pins.count_try("editor_jia")
        records.pins.set("editor_jia", pin_hash="second", at=LATER)

    with database.read() as records:
        pin = records.pins.get("editor_jia")
        assert (pin.pin_hash, pin.failed_tries, pin.set_at) == ("second", 0, LATER)


def test_an_enrolment_code_is_used_once_and_until_it_expires(database: Database) -> None:
    with database.begin() as records:
        records.pins.add_code("editor_jia", code_hash=HASH, expires_at=LATER)
        assert not records.pins.use_code("leader_yi", code_hash=HASH, at=AT)
        assert not records.pins.use_code("editor_jia", code_hash=HASH, at=LATER)
        assert records.pins.use_code("editor_jia", code_hash=HASH, at=AT)
        assert not records.pins.use_code("editor_jia", code_hash=HASH, at=AT)


def test_a_new_code_kills_the_older_one(database: Database) -> None:
    with database.begin() as records:
        records.pins.add_code("editor_jia", code_hash=HASH, expires_at=LATER)
        records.pins.add_code("editor_jia", code_hash=OTHER_HASH, expires_at=LATER)

        assert not records.pins.use_code("editor_jia", code_hash=HASH, at=AT)
        assert records.pins.use_code("editor_jia", code_hash=OTHER_HASH, at=AT)


def test_problem(database: Database) -> None:
    report = ProblemReport(
        kind="smtp_down", subject="mail", title="发不出信", details="第一次", remedy="请检查"
    )
    with database.begin() as records:
        problem_id = records.problems.open(report, at=AT)
    with database.begin() as records:
        again = records.problems.open(replace(report, details="第二次"), at=LATER)
        records.problems.open(replace(report, subject="other"), at=AT)
    with database.begin() as records:
        records.problems.close(
            problem_id, closed_by="operator_ding", cause="断电", solution="已恢复", at=LATER
        )

    assert again == problem_id
    with database.read() as records:
        assert records.problems.get(problem_id) == Problem(
            id=problem_id,
            kind="smtp_down",
            subject="mail",
            title="发不出信",
            details="第二次",
            remedy="请检查",
            opened_at=AT,
            last_seen_at=LATER,
            times_seen=2,
            closed_at=LATER,
            closed_by="operator_ding",
            cause="断电",
            solution="已恢复",
        )
        assert [problem.subject for problem in records.problems.open_ones()] == ["other"]
        opened = [entry.action for entry in records.ledger.entries()]
    assert opened == ["problem_opened", "problem_opened"]


def test_a_closed_problem_that_comes_again_is_another_one(database: Database) -> None:
    report = ProblemReport(kind="smtp_down", subject="mail", title="发不出信")
    closing = {"closed_by": "operator_ding", "cause": "断电", "solution": "已恢复", "at": LATER}
    with database.begin() as records:
        first = records.problems.open(report, at=AT)
        records.problems.close(first, **closing)
        second = records.problems.open(report, at=LATER)
        assert first != second
        with pytest.raises(InfodeskError, match="已经办结"):
            records.problems.close(first, **closing)
        with pytest.raises(InfodeskError, match="没有找到"):
            records.problems.get("none")
        with pytest.raises(InfodeskError, match="不存在"):
            records.problems.close("none", **closing)


def test_publication(reviewed: Database) -> None:
    with reviewed.begin() as records:
        records.publications.add(PUBLICATION)
        second = replace(PUBLICATION, id="p2", placement=DESTINATION.placements[1])
        records.publications.add(second)

    with reviewed.begin() as records:
        assert records.publications.get("p1") == PUBLICATION
        assert records.publications.locked("p1") == PUBLICATION
        assert records.publications.of_article("a1") == [PUBLICATION, second]
        assert records.publications.get("none") is None
        assert records.publications.locked("none") is None
        changed = replace(PUBLICATION, state=PublicationState.PUBLISHING, attempts=3, address="")
        records.publications.save(changed)

    with reviewed.read() as records:
        assert records.publications.get("p1") == changed


def _moves(table):
    """Return each pair of different states, numbered, and whether the table leads that way."""
    pairs = [(before, after) for before in table for after in table if before is not after]
    return [(f"{n:032d}", *pair, pair[1] in table[pair[0]]) for n, pair in enumerate(pairs)]


def test_an_article_moves_only_along_its_table(database: Database) -> None:
    with database.begin() as records:
        for i, before, after, is_allowed in _moves(ARTICLE_TRANSITIONS):
            revision = replace(REVISION, id=i, article_id=i)
            records.articles.add(replace(ARTICLE, id=i, state=before, revision=revision))
            with nullcontext() if is_allowed else pytest.raises(ForbiddenTransition, match=after):
                records.articles.move(i, after)
            assert records.articles.get(i).state is (after if is_allowed else before)


def test_a_case_moves_only_along_its_table(reviewed: Database) -> None:
    with reviewed.begin() as records:
        for i, before, after, is_allowed in _moves(CASE_TRANSITIONS):
            records.approvals.add(replace(APPROVAL, id=i, opinions=()))
            case = replace(CASE, id=i, number=100 + int(i), state=before)
            records.cases.add(case)
            with nullcontext() if is_allowed else pytest.raises(ForbiddenTransition, match=after):
                records.cases.save(replace(case, state=after, findings=()))
            assert records.cases.get(i) == (
                replace(case, state=after, findings=()) if is_allowed else case
            )


def test_a_publication_moves_only_along_its_table(reviewed: Database) -> None:
    with reviewed.begin() as records:
        for i, before, after, is_allowed in _moves(PUBLICATION_TRANSITIONS):
            publication = replace(PUBLICATION, id=i, state=before)
            records.publications.add(publication)
            with nullcontext() if is_allowed else pytest.raises(ForbiddenTransition, match=after):
                records.publications.save(replace(publication, state=after, address=""))
            assert records.publications.get(i) == (
                replace(publication, state=after, address="") if is_allowed else publication
            )


def test_what_does_not_exist_is_not_changed_silently(database: Database) -> None:
    with database.begin() as records:
        with pytest.raises(InfodeskError, match="没有稿件"):
            records.articles.move("none", ArticleState.SPIKED)
        with pytest.raises(InfodeskError, match="没有审核件"):
            records.cases.save(CASE)
        with pytest.raises(InfodeskError, match="没有发布任务"):
            records.publications.save(PUBLICATION)


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=SHANGHAI),
        datetime(2025, 12, 31, 16, 0, 0, 999_999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ],
)
def test_an_instant_keeps_its_microseconds_and_comes_back_in_utc(
    database: Database, instant: datetime
) -> None:
    with database.begin() as records:
        records.pins.set("editor_jia", pin_hash="x", at=instant)

    with database.read() as records:
        found = records.pins.get("editor_jia").set_at
    assert found == instant
    assert found.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="没有时区的时间不能入库"), database.begin() as records:
        records.pins.set("editor_jia", pin_hash="x", at=AT.replace(tzinfo=None))

    with database.read() as records:
        assert records.pins.get("editor_jia") is None


def test_instants_of_different_zones_are_compared_as_instants(database: Database) -> None:
    with database.begin() as records:
        records.links.add(LINK, token_hash=HASH)

        just_before = (LATER - timedelta(microseconds=1)).astimezone(SHANGHAI)
        assert records.links.live_of("leader_yi", now=just_before) == [LINK]
        assert records.links.live_of("leader_yi", now=LATER.astimezone(SHANGHAI)) == []
