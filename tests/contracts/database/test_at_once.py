"""What several processes do at the same moment; threads with connections of their own stand in."""

from contextlib import suppress
from datetime import timedelta
from threading import Event

from sqlalchemy.exc import DBAPIError
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.articles.states import ArticleState
from infodesk.problems.problem import ProblemReport


def test_counters_never_give_a_number_twice(database: Database, together) -> None:
    def count(_number: int) -> list[tuple[int, int]]:
        found = []
        for _ in range(10):
            with database.begin() as records:
                found.append((records.cases.next_number(), records.forms.next_serial(2026)))
        return found

    numbers = [pair for share in together(count) for pair in share]

    for taken in zip(*numbers, strict=True):
        assert sorted(taken) == list(range(1, 81))


def test_a_number_that_was_rolled_back_is_given_again(database: Database) -> None:
    with suppress(RuntimeError), database.begin() as records:
        assert records.forms.next_serial(2026) == 1
        raise RuntimeError

    with database.begin() as records:
        assert records.forms.next_serial(2026) == 1
        assert records.forms.next_serial(2027) == 1
        assert records.forms.next_serial(2026) == 2


def test_an_alarm_that_rings_in_several_processes_is_one_problem(
    database: Database, together
) -> None:
    report = ProblemReport(kind="smtp_down", subject="mail", title="发不出信")

    def ring(_number: int) -> str:
        with database.begin() as records:
            return records.problems.open(report, at=A_MONDAY)

    ids = together(ring)

    assert len(set(ids)) == 1
    with database.read() as records:
        (problem,) = records.problems.open_ones()
        assert problem.times_seen == 8
        assert [entry.action for entry in records.ledger.entries()] == ["problem_opened"]


def test_tries_of_a_pin_are_counted_one_by_one(database: Database, together) -> None:
    with database.begin() as records:
        records.pins.set("editor_jia", pin_hash="x", at=A_MONDAY)

    def try_once(_number: int) -> int:
        with database.begin() as records:
            records.pins.locked("editor_jia")
            return records.pins.count_try("editor_jia")

    assert sorted(together(try_once)) == list(range(1, 9))


def test_an_enrolment_code_is_used_by_one_of_many(database: Database, together) -> None:
    with database.begin() as records:
        records.pins.add_code(
            "editor_jia", code_hash="c" * 64, expires_at=A_MONDAY + timedelta(days=1)
        )

    def use(_number: int) -> bool:
        with database.begin() as records:
            return records.pins.use_code("editor_jia", code_hash="c" * 64, at=A_MONDAY)

    assert sorted(together(use)) == [False] * 7 + [True]


def test_a_locked_article_is_held_until_the_transaction_ends(
    database: Database, make_article, together
) -> None:
    article = make_article()
    with database.begin() as records:
        records.articles.add(article)
    is_held, order = Event(), []

    def act(number: int) -> None:
        if number == 0:
            with database.begin() as records:
                records.articles.locked(article.id)
                is_held.set()
                order.append("first")
                # Long enough for the other to overtake, if nothing stopped it.
                Event().wait(0.2)
                records.articles.move(article.id, ArticleState.UNDER_REVIEW)
                order.append("first done")
        else:
            is_held.wait(5)
            with database.begin() as records:
                found = records.articles.locked(article.id)
                order.append(found.state)

    together(act, threads=2)

    assert order == ["first", "first done", ArticleState.UNDER_REVIEW]


def test_a_reader_waits_for_no_writer_and_sees_what_was_committed(
    database: Database, make_article
) -> None:
    article = make_article()
    with database.begin() as records:
        records.articles.add(article)

    with database.begin() as writing:
        writing.articles.move(article.id, ArticleState.UNDER_REVIEW)
        with database.read() as reading:
            assert reading.articles.get(article.id).state is ArticleState.RECEIVED

    with database.read() as reading:
        assert reading.articles.get(article.id).state is ArticleState.UNDER_REVIEW


def test_a_reader_sees_one_moment(database: Database, make_article) -> None:
    with database.read() as reading:
        assert reading.articles.get("none") is None  # from here on nothing new shows
        article = make_article()
        with database.begin() as writing:
            writing.articles.add(article)
        assert reading.articles.get(article.id) is None


def test_reading_changes_nothing(database: Database, make_article) -> None:
    article = make_article()
    # PostgreSQL refuses it, SQLite takes it back.
    with suppress(DBAPIError), database.read() as records:
        records.articles.add(article)

    with database.read() as records:
        assert records.articles.get(article.id) is None
