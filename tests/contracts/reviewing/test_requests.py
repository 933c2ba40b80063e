"""The task `request_reviews`: every due text a step further, one bad one holds up nobody."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.contracts.reviewing.review_office import ReviewOffice, good_content, wired

from infodesk.bootstrap import runs
from infodesk.bootstrap.errands import answer
from infodesk.kernel.outbox import PARK_AFTER_ATTEMPTS, Topic

EDITOR, LEADER, CLERK = (
    f"{person}@infodesk.example" for person in ("editor_jia", "leader_yi", "clerk_bing")
)


@pytest.fixture
def run(office: ReviewOffice, tmp_path: Path, monkeypatch) -> Callable[[], dict[str, int]]:
    monkeypatch.setattr(runs, "wiring", lambda: wired(office, tmp_path))
    return runs.run_request_reviews


def test_nothing_due_is_nothing_done(run) -> None:
    assert run() == {"done": 0, "failed": 0, "mails": 0}


def test_due_texts_are_answered_and_the_errands_done(office: ReviewOffice, run) -> None:
    texts = [office.receive(good_content(title=f"第{n}篇")) for n in range(3)]

    assert run() == {"done": 3, "failed": 0, "mails": 1}

    assert office.errands(Topic.REVIEW) == []
    assert run() == {"done": 0, "failed": 0, "mails": 0}
    for article in texts:
        office.decide(article, "editor_jia")
    assert run() == {"done": 3, "failed": 0, "mails": 6}


def test_a_refused_letter_holds_up_nobody_else_and_goes_out_later(
    office: ReviewOffice, run
) -> None:
    article = office.receive()
    run()
    office.decide(article, "editor_jia")
    office.mailer.refuses = {LEADER}

    assert run() == {"done": 0, "failed": 1, "mails": 1}
    assert [mail.to for mail in office.mailer.mails] == [EDITOR, CLERK]
    assert office.problems() == []  # a single failure is weather

    office.clock.pass_time(seconds=15)
    assert run()["failed"] == 1
    assert office.problems() == ["errand_review"]

    office.mailer.refuses = set()
    office.clock.pass_time(minutes=1)
    assert run() == {"done": 1, "failed": 0, "mails": 1}
    assert [mail.to for mail in office.mailer.mails] == [EDITOR, CLERK, LEADER]


def test_a_text_that_cannot_be_reviewed_holds_up_nobody_else(office: ReviewOffice, run) -> None:
    bad, good = office.receive(), office.receive(good_content(title="另一篇"))
    with office.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE articles SET origin = 'submission' WHERE id = :id"), {"id": bad}
        )

    assert run() == {"done": 1, "failed": 1, "mails": 1}

    assert office.errands(Topic.REVIEW) == [bad]
    office.decide(good, "editor_jia")


def test_two_errands_of_one_text_make_one_letter(office: ReviewOffice, run) -> None:
    article = office.receive()
    run()
    office.decide(article, "editor_jia")
    office.mailer.refuses = {LEADER, CLERK}
    run()
    office.mailer.refuses = set()
    with office.database.begin() as records:
        records.outbox.add(Topic.REVIEW, article, due_at=office.clock.now())
    office.clock.pass_time(minutes=1)

    assert run() == {"done": 2, "failed": 0, "mails": 2}


def test_two_errands_of_one_text_are_one_line_of_the_digest(office: ReviewOffice, run) -> None:
    article = office.receive()
    office.mailer.refuses = {EDITOR}
    run()
    office.mailer.refuses = set()
    with office.database.begin() as records:
        records.outbox.add(Topic.REVIEW, article, due_at=office.clock.now())
    office.clock.pass_time(minutes=1)

    run()

    (mail,) = office.mailer.mails
    assert mail.text.count("国家发展改革委召开专题会议") == 1
    assert office.actions().count("letter_sent") == 1


def test_an_errand_whose_workers_keep_dying_is_parked(office: ReviewOffice, run) -> None:
    article = office.receive()
    for _ in range(PARK_AFTER_ATTEMPTS):
        with office.database.begin() as records:
            assert records.outbox.lease(
                Topic.REVIEW, now=office.clock.now(), lease_for=timedelta(minutes=5)
            )
        office.clock.pass_time(minutes=5)

    assert run() == {"done": 0, "failed": 1, "mails": 0}

    assert office.problems() == ["errand_review"]
    office.clock.pass_time(days=30)
    assert run() == {"done": 0, "failed": 0, "mails": 0}
    assert office.errands(Topic.REVIEW) == [article]  # parked, for a person to look at


def test_an_answer_is_given_up_after_its_last_try(office: ReviewOffice, tmp_path: Path) -> None:
    here = wired(office, tmp_path)
    with office.database.begin() as records:
        for subject in ("bad", "good"):
            records.outbox.add(Topic.PUBLISH, subject, due_at=office.clock.now())
    tried, given_up = [], []

    def act(errand) -> None:
        tried.append(errand.subject)
        if errand.subject == "bad":
            raise RuntimeError("渠道不通")

    for _ in range(PARK_AFTER_ATTEMPTS + 3):
        answer(Topic.PUBLISH, act, here, give_up=lambda errand, _: given_up.append(errand.subject))
        office.clock.pass_time(hours=1)

    assert tried.count("bad") == PARK_AFTER_ATTEMPTS
    assert tried.count("good") == 1
    assert given_up == ["bad"]
    assert office.problems() == ["errand_publish"]
