"""The centre releases what is in order, and only that (regulation, article 3)."""

from datetime import timedelta

import pytest

from infodesk.channels.destination import Destination
from infodesk.publishing.errors import NotReleasable, UnknownPublication
from infodesk.publishing.publish import publish
from infodesk.publishing.release_publication import release_publication
from infodesk.publishing.states import PublicationState


@pytest.fixture
def waiting(office):
    office.clear(releases_by_itself=False)
    return office.plan()[0]


def release(office, publication_id):
    return release_publication(
        publication_id, person_id="clerk", begin=office.begin, clock=office.clock
    )


def test_a_release_is_recorded_and_sends_it_on_its_way(office, waiting):
    office.clock.pass_time(minutes=5)
    released = release(office, waiting.id)
    assert released.state is PublicationState.RELEASED
    assert (released.released_by, released.released_at) == ("clerk", office.clock.now())
    assert [(e.action, e.actor) for e in office.database.records.ledger.log] == [
        ("released", "clerk")
    ]
    assert [due for *_, due in office.database.records.outbox.errands] == [office.clock.now()]


def test_releasing_twice_releases_once(office, waiting):
    first = release(office, waiting.id)
    office.clock.pass_time(minutes=1)
    assert release(office, waiting.id) == first
    assert len(office.database.records.outbox.errands) == 1


def test_what_is_live_stays_as_it_is(office, waiting):
    release(office, waiting.id)
    publish(waiting.id, **office.ports)
    assert release(office, waiting.id).state is PublicationState.LIVE


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda o: o.clear(chain_is_complete=False), "审核程序尚未走完"),
        (lambda o: o.clear(approval_hash="0" * 64), "内容或去向与审签时不一致"),
    ],
    ids=["chain", "hash"],
)
def test_a_procedure_that_is_not_in_order_is_refused_with_reasons(office, waiting, spoil, said):
    spoil(office)
    with pytest.raises(NotReleasable, match=said) as refusal:
        release(office, waiting.id)
    assert len(refusal.value.reasons) == 1
    assert office.database.publication(waiting.id).state is PublicationState.AWAITING_RELEASE
    assert office.database.records.outbox.errands == []


def test_a_superseded_one_cannot_be_released(office, waiting):
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    office.plan()
    with pytest.raises(NotReleasable, match="已被新的审签取代"):
        release(office, waiting.id)


def test_before_its_time_it_is_released_and_falls_due_at_its_time(office):
    not_before = office.clock.now() + timedelta(hours=3)
    destination = Destination(
        placements=office.clearance.destination.placements, not_before=not_before
    )
    office.clear(releases_by_itself=False, destination=destination)
    [waiting] = office.plan()
    assert release(office, waiting.id).state is PublicationState.RELEASED
    assert [due for *_, due in office.database.records.outbox.errands] == [not_before]


def test_an_unknown_one_is_an_error(office):
    with pytest.raises(UnknownPublication, match="没有这个发布任务"):
        release(office, "missing")
