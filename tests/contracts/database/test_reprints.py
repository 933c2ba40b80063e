"""What is known of reprints: facts, likely duplicates, witnesses, questions, the clock."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, text, update
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database import schema
from infodesk.adapters.database.database import Database
from infodesk.articles.article import Attachment, Revision
from infodesk.articles.states import ArticleState
from infodesk.catalog.collecting import Priority
from infodesk.channels.destination import Destination
from infodesk.collecting.likeness.duplicates import Comparable, Doubt
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.collecting.reprints import DuplicateVerdict, PossibleDuplicate, ReprintFacts
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.ids import new_id
from infodesk.kernel.issues import Issue, Severity
from infodesk.problems.problem import ProblemReport

HOUR = timedelta(hours=1)
LOWEST, HIGHEST = -(2**63), 2**63 - 1


@pytest.fixture
def take_in(database: Database, make_article):
    """Return a function that receives an article with what is known of it."""

    def take_in(*, sketch=(), article=None, **fields) -> str:
        article = article or make_article(received_at=A_MONDAY)
        facts = {"article_id": article.id, "received_at": article.received_at}
        with database.begin() as records:
            records.articles.receive(
                article,
                destination=Destination(placements=()),
                sighting=seen(article.id, likeness=""),
                fingerprint=article.id,
            )
            records.reprints.add(ReprintFacts(**facts | fields), sketch=sketch)
        return article.id

    return take_in


def seen(key: str, **fields) -> Sighting:
    known = {"source_key": key, "source_id": "ndrc", "url": key, "seen_at": A_MONDAY}
    return Sighting(**known | {"likeness": "words"} | fields)


def comparable(**fields) -> Comparable:
    return Comparable(**{"title": "另一标题", "text": "正文", "at": A_MONDAY} | fields)


def likely(database: Database, new: Comparable, *, sketch=(), title_days: int = 7) -> list[str]:
    with database.read() as records:
        found = records.reprints.candidates(new, sketch=sketch, title_days=title_days)
    return [candidate.article_id for candidate in found]


def test_facts_come_back_as_they_were(database: Database, take_in) -> None:
    facts = {
        "title_key": "关于印发办法的通知",
        "document_number": "甲〔2026〕3号",
        "dates": (
            DateClaim(where="meta", instant=A_MONDAY, has_time=True),
            DateClaim(where="address", instant=A_MONDAY - 9 * HOUR, has_time=False),
        ),
        "warnings": (
            Issue(rule_id="reading.dates_differ", severity=Severity.HINT, message="日期不一致"),
        ),
        "priority": Priority.URGENT,
        "relevance_rule": "important_policy",
        "reprint_by": A_MONDAY + 12 * HOUR,
    }
    full, bare = take_in(sketch=(LOWEST, HIGHEST), **facts), take_in()

    with database.read() as records:
        assert records.reprints.facts(full) == ReprintFacts(
            article_id=full, received_at=A_MONDAY, **facts
        )
        assert records.reprints.facts(bare) == ReprintFacts(article_id=bare, received_at=A_MONDAY)
        assert records.reprints.facts("nobody") is None


def test_reprints_of_the_time_before_have_no_facts(database: Database, make_article) -> None:
    article = make_article()
    with database.begin() as records:
        records.articles.add(article)
    with database.engine.begin() as connection:  # as the migration does
        connection.execute(
            insert(schema.reprints).values(article_id=article.id, received_at=A_MONDAY)
        )

    with database.read() as records:
        assert records.reprints.facts(article.id) == ReprintFacts(
            article_id=article.id, received_at=A_MONDAY
        )
        assert records.reprints.sightings(article.id) == []
        assert records.reprints.clock() == []


class TestLikelyDuplicates:
    """Which articles a new text is compared with."""

    def test_passages_in_common(self, database: Database, take_in) -> None:
        near = take_in(sketch=(LOWEST, -1, 0, 1, HIGHEST))
        take_in(sketch=(1, 2, 3))

        assert likely(database, comparable(), sketch=(LOWEST, HIGHEST, 7)) == [near]
        assert likely(database, comparable(), sketch=(HIGHEST, 8, 9)) == []
        assert likely(database, comparable()) == []

    def test_the_document_number(self, database: Database, take_in) -> None:
        same = take_in(document_number="甲〔2026〕3号")
        take_in(document_number="甲〔2026〕4号")

        assert likely(database, comparable(document_number="甲[2026] 3 号")) == [same]
        assert likely(database, comparable()) == []  # nor do those without a number meet

    @pytest.mark.parametrize(
        ("days", "is_likely"), [(0, True), (7, True), (-7, True), (7.01, False), (-8, False)]
    )
    def test_the_title_within_days_of_publication(
        self, database: Database, take_in, make_article, days: float, is_likely: bool
    ) -> None:
        published = A_MONDAY + timedelta(days=days)
        article = make_article(
            received_at=A_MONDAY + timedelta(days=90), source_published_at=published
        )
        take_in(article=article, title_key="关于调价的公告")

        assert likely(database, comparable(title="《关于调价的公告》")) == [article.id] * is_likely

    def test_the_title_within_days_of_receipt_where_nothing_else_is_known(
        self, database: Database, take_in
    ) -> None:
        same = take_in(title_key="关于调价的公告")
        new = comparable(title="关于调价的公告", at=A_MONDAY + timedelta(days=6))

        assert likely(database, new) == [same]
        assert likely(database, new, title_days=5) == []

    def test_texts_without_a_title_do_not_meet(self, database: Database, take_in) -> None:
        take_in()

        assert likely(database, comparable(title="")) == []

    def test_only_the_likeliest_oldest_first(
        self, database: Database, take_in, make_article
    ) -> None:
        def at(hour: int):
            return make_article(received_at=A_MONDAY + hour * HOUR)

        for _ in range(9):
            take_in(article=at(0), sketch=(1, 2))
        later = take_in(article=at(2), sketch=(1, 2, 3, 4))
        numbered = take_in(article=at(1), document_number="甲〔2026〕3号", sketch=(8, 9))
        new = comparable(document_number="甲〔2026〕3号")

        found = likely(database, new, sketch=(1, 2, 3, 4))

        assert len(found) == 8
        assert found[-2:] == [numbered, later]

    def test_it_is_compared_as_it_was_collected(
        self, database: Database, take_in, make_article
    ) -> None:
        article = make_article(title="原来的标题", source_published_at=A_MONDAY - HOUR)
        notice = Attachment(name="附件", sha256="ab" * 32, size_bytes=3, media_type="text/plain")
        content = replace(
            article.revision.content,
            body_html="<p>甲　Ａ</p><p>乙</p>",
            document_number="甲〔2026〕3号",
            attachments=(notice,),
        )
        article = replace(article, revision=replace(article.revision, content=content))
        take_in(article=article, sketch=(1, 2))
        with database.begin() as records:
            edited = replace(content, title="编辑改过的标题")
            records.articles.add_revision(
                Revision(
                    id=new_id(),
                    article_id=article.id,
                    number=2,
                    content=edited,
                    content_hash=edited.content_hash,
                    created_by="editor",
                    created_at=A_MONDAY,
                )
            )

        with database.read() as records:
            (found,) = records.reprints.candidates(comparable(), sketch=(1, 2), title_days=7)

        assert found.text == Comparable(
            title="原来的标题",
            text="甲 A\n乙",
            document_number="甲〔2026〕3号",
            attachments=frozenset({"ab" * 32}),
            at=A_MONDAY - HOUR,
        )
        assert found.received_at == A_MONDAY


def test_witnesses_in_the_order_of_seeing(database: Database, take_in) -> None:
    article_id = take_in()
    later = seen(
        "https://b/1.html",
        source_id="paper",
        url="http://b/1.htm",
        seen_at=A_MONDAY + HOUR,
        title="晚报的标题",
        credit="某委网站",
        published_at=A_MONDAY - HOUR,
        likeness="passages",
        capture="cd" * 32,
    )
    with database.begin() as records:
        assert records.articles.add_witness(article_id, later)
        assert not records.articles.add_witness(article_id, replace(later, title="又一次"))

    with database.read() as records:
        assert records.reprints.sightings(article_id) == [seen(article_id, likeness=""), later]
        assert records.reprints.sightings("nobody") == []


class TestQuestions:
    """Two articles that may be one."""

    @pytest.fixture
    def pair(self, database: Database, take_in) -> tuple[str, str]:
        new, old = take_in(), take_in()
        with database.begin() as records:
            records.reprints.ask(self.question(new, old))
        return new, old

    @staticmethod
    def question(new: str, old: str, **fields) -> PossibleDuplicate:
        known = {"doubt": Doubt.FIGURES, "share": 0.987, "found_at": A_MONDAY}
        return PossibleDuplicate(article_id=new, other_id=old, **known | fields)

    def test_a_question_is_open_until_it_is_settled(self, database: Database, pair) -> None:
        new, old = pair
        asked = self.question(new, old, other_title="示例标题")
        with database.begin() as records:
            assert records.reprints.open_questions() == [asked]
            assert records.reprints.open_questions(new) == [asked]
            assert records.reprints.open_questions(old) == []
            records.reprints.settle(
                new, old, verdict=DuplicateVerdict.SAME, by="editor", at=A_MONDAY + HOUR
            )

        with database.begin() as records:
            assert records.reprints.open_questions() == []
            assert records.reprints.question(new, old) == replace(
                asked,
                verdict=DuplicateVerdict.SAME,
                settled_by="editor",
                settled_at=A_MONDAY + HOUR,
            )
            assert records.reprints.question(old, new) is None

    def test_a_question_is_asked_once(self, database: Database, pair) -> None:
        new, old = pair
        with database.begin() as records:
            records.reprints.settle(
                new, old, verdict=DuplicateVerdict.DIFFERENT, by="editor", at=A_MONDAY
            )
            records.reprints.ask(self.question(new, old, doubt=Doubt.TITLE))

        with database.read() as records:
            assert records.reprints.open_questions() == []

    def test_of_many_answers_one_counts(self, database: Database, pair, together) -> None:
        new, old = pair

        def settle(number: int) -> bool:
            try:
                with database.begin() as records:
                    records.reprints.settle(
                        new, old, verdict=DuplicateVerdict.SAME, by=str(number), at=A_MONDAY
                    )
            except InfodeskError:
                return False
            return True

        assert sum(together(settle, threads=4)) == 1


class TestClock:
    """Reprints with a time limit."""

    def rows(self, database: Database, **options):
        with database.read() as records:
            return records.reprints.clock(**options)

    def test_the_most_urgent_first_and_only_those_with_a_limit(
        self, database: Database, take_in, make_article
    ) -> None:
        take_in()
        late = take_in(reprint_by=A_MONDAY + 2 * HOUR)
        article = make_article(title="办法", source_id="ndrc", source_published_at=A_MONDAY - HOUR)
        soon = take_in(article=article, reprint_by=A_MONDAY + HOUR)

        rows = self.rows(database)

        assert [row.article_id for row in rows] == [soon, late]
        assert (rows[0].title, rows[0].source_id, rows[0].reprint_by) == (
            "办法",
            "ndrc",
            A_MONDAY + HOUR,
        )
        assert (rows[0].published_at, rows[0].received_at) == (A_MONDAY - HOUR, A_MONDAY)
        assert (rows[0].live_at, rows[0].is_dropped, rows[0].is_reported) == (None, False, False)
        assert [r.article_id for r in self.rows(database, since=A_MONDAY + 2 * HOUR)] == [late]

    def test_it_stops_when_the_public_can_see_it(self, database: Database, take_in) -> None:
        article_id = take_in(reprint_by=A_MONDAY + HOUR)
        for hours, channel, state in ((5, "wechat", "live"), (3, "portal", "live"), (1, "x", "")):
            self.publish(database, article_id, channel, hours=hours, state=state or "handed_over")

        (row,) = self.rows(database)

        assert row.live_at == A_MONDAY + 3 * HOUR

    def test_a_text_that_was_refused_is_dropped(self, database: Database, take_in) -> None:
        article_id = take_in(reprint_by=A_MONDAY)
        with database.begin() as records:
            records.articles.move(article_id, ArticleState.SPIKED)

        assert self.rows(database)[0].is_dropped

    def test_a_problem_is_remembered_after_it_was_closed(self, database: Database, take_in) -> None:
        article_id, other = take_in(reprint_by=A_MONDAY), take_in(reprint_by=A_MONDAY + HOUR)
        with database.begin() as records:
            problem = records.problems.open(
                ProblemReport(kind="reprint_overdue", subject=f"article:{article_id}", title="x"),
                at=A_MONDAY,
            )
            records.problems.open(
                ProblemReport(kind="article_files", subject=f"article:{other}", title="y"),
                at=A_MONDAY,
            )
            records.problems.close(
                problem, closed_by="o", cause="c", solution="s", at=A_MONDAY + HOUR
            )

        assert [row.is_reported for row in self.rows(database)] == [True, False]

    @staticmethod
    def publish(database: Database, article_id: str, channel: str, *, hours: int, state: str):
        with database.engine.begin() as connection:
            revision_id = connection.scalar(
                text("SELECT id FROM revisions WHERE article_id = :id"), {"id": article_id}
            )
            publication = new_id()
            connection.execute(
                insert(schema.publications).values(
                    id=publication,
                    article_id=article_id,
                    revision_id=revision_id,
                    position=0,
                    channel_id=channel,
                    column_id="c",
                    is_pinned=0,
                    approval_hash="0" * 64,
                    state=state,
                    planned_at=A_MONDAY,
                )
            )
            connection.execute(
                update(schema.publications)
                .where(schema.publications.c.id == publication)
                .values(published_at=A_MONDAY + hours * HOUR)
            )
