"""The checks of an office over a text: attachments are opened, links looked at, rules asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from tests.fakes.check_cases.seeds import TABLES

from infodesk.articles.article import Article, Attachment, Content, Origin, Revision
from infodesk.articles.states import ArticleState
from infodesk.kernel.issues import Issue
from infodesk.reviewing.checking.files import FilePiece, FileReading
from infodesk.reviewing.checking.web_links import LinkState
from infodesk.reviewing.checks import Checks

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FILE = Attachment(name="名单.xlsx", sha256="0" * 64, size_bytes=1, media_type="x")


@dataclass
class KnownTexts:
    """Attachments by name."""

    words: Mapping[str, str] = field(default_factory=dict)

    def read(self, attachment: Attachment) -> FileReading:
        piece = FilePiece(place="第 1 页", text=self.words.get(attachment.name, ""))
        return FileReading(attachment=attachment, pieces=(piece,))


@dataclass
class KnownLinks:
    """Answers by address; remembers what was asked."""

    states: Mapping[str, LinkState] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def look(self, addresses: Sequence[str]) -> Mapping[str, LinkState]:
        self.asked.extend(addresses)
        return {a: self.states[a] for a in addresses if a in self.states}


@pytest.fixture
def links() -> KnownLinks:
    return KnownLinks(states={"https://old.example/1.html": LinkState.GONE})


@pytest.fixture
def checks(links: KnownLinks) -> Checks:
    texts = KnownTexts({"名单.xlsx": "甲某 13812345678"})
    return Checks(tables=TABLES, attachments=texts, links=links)


def article(
    *,
    published: datetime | None = NOON,
    received: datetime = NOON,
    origin: Origin = Origin.REPRINT,
    **fields: object,
) -> Article:
    known = {
        "title": "通知",
        "body_html": "<p>正文</p>",
        "credit": "示例网",
        "credit_url": "https://news.example/",
    }
    content = Content(**known | fields)
    revision = Revision(
        id="r", article_id="a", number=1, content=content, content_hash="", created_by="c",
        created_at=NOON,
    )  # fmt: skip
    return Article(
        id="a",
        origin=origin,
        state=ArticleState.RECEIVED,
        department_id="centre",
        received_at=received,
        source_published_at=published,
        revision=revision,
    )


def run(checks: Checks, given: Article) -> list[Issue]:
    return checks.run(given, given.revision.content)


def test_ordinary_reprint_passes_and_no_link_is_looked_at(checks, links) -> None:
    assert run(checks, article()) == []
    assert links.asked == []


def test_words_of_attachments_are_checked(checks) -> None:
    (issue,) = run(checks, article(attachments=(FILE,)))

    assert issue.message == "附件“名单.xlsx”第 1 页含有完整的手机号码"


def test_links_are_looked_at_once_and_inner_ones_never(checks, links) -> None:
    body = (
        '<p><a href="https://old.example/1.html">一</a><a href="https://old.example/1.html">二</a>'
        '<a href="http://10.0.0.1/">三</a><a href="https://new.example/">四</a></p>'
    )

    issues = run(checks, article(body_html=body))

    assert links.asked == ["https://old.example/1.html", "https://new.example/"]
    assert [(i.rule_id, i.excerpt) for i in issues] == [
        ("dead_link", "https://old.example/1.html"),
        ("unfit_link", "http://10.0.0.1/"),
    ]


def test_reprint_without_its_date_is_asked_for_it(checks) -> None:
    assert [i.rule_id for i in run(checks, article(published=None))] == ["source_date_missing"]
    assert run(checks, article(published=None, origin=Origin.SUBMISSION)) == []


def test_text_speaks_from_the_day_of_its_source(checks) -> None:
    """戊某 held the post until February 2024; the reprint came in much later."""
    body = "<p>市发改委主任戊某主持会议。</p>"
    then = datetime(2023, 5, 1, tzinfo=UTC)

    assert run(checks, article(body_html=body, published=then)) == []
    assert run(checks, article(body_html=body, published=NOON)) != []


def test_own_text_speaks_from_the_day_it_was_handed_in_as_shanghai_counts_it(checks) -> None:
    """Half past midnight in Shanghai on 1 March 2024, when the post went to 甲某."""
    handed_in = datetime(2024, 2, 29, 16, 30, tzinfo=UTC)
    given = {"published": None, "received": handed_in, "origin": Origin.IN_HOUSE}

    assert run(checks, article(body_html="<p>市发改委主任甲某主持会议。</p>", **given)) == []
    assert run(checks, article(body_html="<p>市发改委主任戊某主持会议。</p>", **given)) != []
