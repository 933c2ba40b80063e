"""A process that is killed right before or right after any of its commits loses nothing.

A child process carries a text the whole way and is killed with SIGKILL at one of its commits; this
process then goes on, as the next run of the task and the next click of a person would.
"""

import os
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from tests.contracts.kills import MortalDatabase, is_killed_in
from tests.contracts.reviewing.review_office import ReviewOffice, wired
from tests.fakes.mailer import FolderMailer, token_in

from infodesk.access.links import token_hash
from infodesk.approvals.approval import ApprovalState
from infodesk.articles.states import ArticleState
from infodesk.bootstrap import runs
from infodesk.kernel.outbox import Topic
from infodesk.ledger.verification import verify
from infodesk.reviewing.forms import FormState

SOURCE_KEY = "https://www.ndrc.example/1.html"


@pytest.fixture
def workplace(office: ReviewOffice, tmp_path: Path, monkeypatch) -> ReviewOffice:
    """Give the office letters on disk, and wire the task of `request_reviews` to it."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)  # as with `spare_the_disk`
    monkeypatch.setattr(runs, "wiring", lambda: wired(office, tmp_path))
    return office


def carry_on(office: ReviewOffice) -> str:
    """Do what comes next until the text is cleared; a click or task may repeat."""
    article = office.collect(SOURCE_KEY)
    for _ in range(12):
        if office.article_state(article) is ArticleState.CLEARED:
            break
        office.clock.pass_time(minutes=1)
        runs.run_request_reviews()
        click(office, article)
    return article


def click(office: ReviewOffice, article: str) -> None:
    file = office.file(article)
    step = file.approval.current_step
    if step is not None and file.approval.assignee_id and has_letter(office, article):
        office.decide(article, file.approval.assignee_id)
    elif step is None and not file.approval.has_signed_paper:
        with office.database.read() as records:
            scans = records.forms.scans_of_case(file.case.id)
        office.state(scans[0] if scans else office.scan(article))


def has_letter(office: ReviewOffice, article: str) -> bool:
    """People act on letters: without one that opens, nobody clicks."""
    who = office.catalog.people[office.file(article).approval.assignee_id]
    mails = [mail for mail in office.mailer.mails() if mail.to == who.email]
    with office.database.read() as records:
        links = [records.links.by_token(token_hash(token_in(mail))) for mail in mails]
    return any(link is not None and link.is_live(office.clock.now()) for link in links)


def killed(office: ReviewOffice, url: str, act: Callable[[], object], **where) -> bool:
    """Run the act in a child that dies at a commit; False when it came to its end alive."""

    def act_on_mortal_database() -> None:
        office.database = MortalDatabase(url, **where)
        act()

    office.database.close()  # no connection may be shared with the child
    return is_killed_in(act_on_mortal_database)


def assert_nothing_lost_and_nothing_twice(office: ReviewOffice, article: str) -> None:
    with office.database.read() as records:
        entries = list(records.ledger.entries())
        assert verify(entries, head=records.ledger.head()).is_intact
        (case,) = records.cases.of_article(article)
        approval = records.approvals.get(case.id)
        (scan,) = records.forms.scans_of_case(case.id)
        form = records.forms.of_case(case.id)
    assert Counter(entry.action for entry in entries) == {
        "collected": 1,
        "review_opened": 1,
        "checked": 1,
        "form_issued": 1,
        "letter_sent": 3,  # the editor's digest, the leader's item, the clerk's form
        "agreed": 2,
        "scan_received": 1,
        "paper_stated": 1,
        "review_completed": 1,
    }
    assert approval.state is ApprovalState.GRANTED
    assert [(o.step_key, o.person_id) for o in approval.opinions] == [
        ("editor", "editor_jia"),
        ("leader", "leader_yi"),
    ]
    assert (form.number, form.state) == ("SLFG-2026-000001", FormState.SIGNED)
    assert office.files.get(form.pdf_sha256)
    assert office.files.get(scan.sha256)
    assert office.errands(Topic.REVIEW) == []
    assert office.errands(Topic.PUBLISH) == [f"article:{article}"]
    assert office.problems() == []
    mails = Counter(mail.to.split("@")[0] for mail in office.mailer.mails())
    assert set(mails) == {"editor_jia", "leader_yi", "clerk_bing"}
    assert mails.total() <= 4  # one of them may have gone out twice


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_the_whole_way_with_a_kill_at_every_commit(
    store, workplace: ReviewOffice, empty_again, tmp_path: Path, is_before: bool
) -> None:
    office = workplace
    # PostgreSQL meets the same code; every fourth commit shows that a dead client rolls back.
    for at_commit in count(1, 1 if store.engine == "sqlite" else 4):
        office.folder = tmp_path / f"files {at_commit}"
        office.mailer = FolderMailer(tmp_path / f"mails {at_commit}")
        office.mailer.folder.mkdir()

        is_killed = killed(
            office,
            store.url,
            lambda: carry_on(office),
            at_commit=at_commit,
            is_before=is_before,
        )
        office.clock.pass_time(minutes=10)  # the lease of the dead worker ends
        article = carry_on(office)
        runs.run_request_reviews()

        assert_nothing_lost_and_nothing_twice(office, article)
        if not is_killed:
            break
        office.database.close()
        empty_again()
    assert at_commit > 20  # it did die on the way, many times
