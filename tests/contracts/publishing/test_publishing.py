"""On both databases: what was approved goes out once, what was tampered with never does."""

import signal
from functools import partial

import pytest
from tests.fakes.processes import ended, start

from infodesk.publishing.states import PublicationState

TITLE = "国家发展改革委召开专题会议"
PLANTED_FILE = '[{"name":"x.pdf","sha256":"00","size_bytes":1,"media_type":"a/b"}]'


def test_a_cleared_reprint_reaches_the_portal(desk):
    [planned] = desk.plan()
    assert planned.state is PublicationState.RELEASED
    assert planned.id in desk.office.errands("publish")
    assert desk.publish(planned.id).outcome == "live"
    assert desk.titles() == [TITLE]
    live = desk.stored(planned.id)
    assert live.state is PublicationState.LIVE
    assert live.published_at == desk.office.clock.now()
    assert desk.office.actions(planned.subject) == [
        "released",
        "publication_started",
        "published",
    ]


def test_publishing_and_planning_again_change_nothing(desk):
    [planned] = desk.plan()
    desk.publish(planned.id)
    before = desk.office.actions()
    assert desk.publish(planned.id).outcome == "nothing_to_do"
    assert desk.plan() == []
    assert desk.office.actions() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET title = '被改动的标题'",
        "UPDATE revisions SET body_html = '<p>被改动的正文。</p>'",
        "UPDATE revisions SET credit = '某网站'",
        f"UPDATE revisions SET attachments = '{PLANTED_FILE}'",
        "UPDATE publications SET column_id = 'notices'",
        "UPDATE publications SET is_pinned = 1",
        "UPDATE publications SET approval_hash = revision_id",
        "UPDATE publications SET released_by = ''",
    ],
    ids=lambda statement: statement.split()[3],
)
def test_whatever_was_changed_in_the_database_stays_in_the_house(desk, statement):
    [planned] = desk.plan()
    desk.tamper(statement)
    assert desk.publish(planned.id).outcome == "refused"
    assert desk.titles() == []
    assert desk.stored(planned.id).state is PublicationState.REFUSED
    assert "publication_refused" in desk.office.problems()
    assert desk.office.actions(planned.subject)[-1] == "publication_refused"


def test_a_text_that_is_edited_after_its_clearance_stays_in_the_house(desk):
    [planned] = desk.plan()
    desk.office.edit(desk.article_id, title="改过的标题")
    desk.office.advance(desk.article_id)
    assert desk.publish(planned.id).outcome == "refused"
    assert desk.titles() == []


@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("transaction", [1, 2, 3])
def test_a_kill_around_each_commit_publishes_once(desk, store, transaction, late):
    [planned] = desk.plan()
    desk.office.database.close()  # a child must not inherit connections
    die = partial(desk.publish_and_die, planned.id, store.url, transaction=transaction, late=late)
    assert ended(start(die)) == -signal.SIGKILL
    desk.office.clock.pass_time(minutes=6)
    desk.publish(planned.id)
    assert desk.publish(planned.id).outcome == "nothing_to_do"
    assert desk.titles() == [TITLE]
    assert desk.stored(planned.id).state is PublicationState.LIVE
    assert desk.office.actions(planned.subject).count("published") == 1
    assert desk.office.problems() == []
