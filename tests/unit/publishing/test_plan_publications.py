"""When a review completes, each approved placement is planned, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from infodesk.channels.destination import Destination, Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.outbox import Topic
from infodesk.publishing.publication import RELEASED_BY_RULE, publication_id
from infodesk.publishing.publish import publish
from infodesk.publishing.states import PublicationState

PORTAL = Placement(channel_id="portal", column_id="national")
WECHAT = Placement(channel_id="wechat", column_id="all")


def states(office):
    return {
        p.placement.channel_id: p.state for p in office.database.records.publications.rows.values()
    }


def test_a_reprint_is_released_by_the_rule_and_sent_on_its_way(office):
    [planned] = office.plan()
    assert planned.state is PublicationState.RELEASED
    assert (planned.released_by, planned.released_at) == (RELEASED_BY_RULE, office.clock.now())
    assert office.database.records.outbox.errands == [
        (Topic.PUBLISH, planned.id, office.clock.now())
    ]
    assert office.database.actions == ["released"]
    assert office.database.records.ledger.log[0].revision_hash == planned.approval_hash


def test_a_departments_text_waits_for_the_centre(office):
    office.clear(releases_by_itself=False)
    [planned] = office.plan()
    assert planned.state is PublicationState.AWAITING_RELEASE
    assert office.database.records.outbox.errands == []
    assert office.database.actions == []


def test_each_placement_becomes_one_publication(office):
    office.clear(destination=Destination(placements=(WECHAT, PORTAL, WECHAT)))
    assert sorted(p.placement for p in office.plan()) == [PORTAL, WECHAT]


def test_planning_twice_plans_once(office):
    office.plan()
    assert office.plan() == []
    assert len(office.database.records.publications.rows) == 1
    assert len(office.database.records.outbox.errands) == 1


def test_it_is_due_at_the_approved_time(office):
    not_before = office.clock.now() + timedelta(days=1)
    office.clear(destination=Destination(placements=(PORTAL,), not_before=not_before))
    office.plan()
    assert [due for *_, due in office.database.records.outbox.errands] == [not_before]


def test_an_incomplete_chain_plans_nothing(office):
    office.clear(chain_is_complete=False)
    with pytest.raises(InfodeskError, match="审核程序尚未走完"):
        office.plan()
    assert office.database.records.publications.rows == {}


def test_a_new_approval_takes_the_place_of_what_has_not_gone_out(office):
    [old] = office.plan()
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    [new] = office.plan()
    assert new.id != old.id
    assert office.database.publication(old.id).state is PublicationState.SUPERSEDED
    assert new.state is PublicationState.RELEASED


def test_what_is_under_way_is_not_superseded(office):
    [old] = office.plan()
    office.database.tamper(old.id, state=PublicationState.PUBLISHING, attempts=1)
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    office.plan()
    assert office.database.publication(old.id).state is PublicationState.PUBLISHING


def test_a_further_channel_leaves_alone_what_is_live(office):
    [live] = office.plan()
    publish(live.id, **office.ports)
    office.clear(destination=Destination(placements=(PORTAL, WECHAT)))
    [added] = office.plan()
    assert added.placement == WECHAT
    assert states(office) == {
        "portal": PublicationState.LIVE,
        "wechat": PublicationState.RELEASED,
    }


def test_a_refused_one_is_planned_again_when_the_review_completes_again(office):
    [planned] = office.plan()
    honest = office.clearance
    office.clear(chain_is_complete=False)
    publish(planned.id, **office.ports)
    office.clear(chain_is_complete=True)
    assert office.clearance == honest
    [again] = office.plan()
    assert again.id == planned.id
    assert again.state is PublicationState.RELEASED
    assert publish(again.id, **office.ports).outcome == "live"


def test_a_way_back_to_an_earlier_approval_is_open(office):
    [first] = office.plan()
    office.clear(destination=Destination(placements=(WECHAT,)))
    office.plan()
    office.clear(destination=Destination(placements=(PORTAL,)))
    [back] = office.plan()
    assert back.id == first.id
    assert states(office) == {
        "portal": PublicationState.RELEASED,
        "wechat": PublicationState.SUPERSEDED,
    }


def test_an_edit_and_its_undoing_carry_the_newest_revision(office):
    office.clear(releases_by_itself=False)
    [planned] = office.plan()
    office.revise("r3")  # the same words as r1
    office.clear(revision_id="r3")
    assert office.plan() == []
    assert office.database.publication(planned.id).revision_id == "r3"


def test_the_id_depends_on_text_and_place_alone():
    assert publication_id("a1", "h", PORTAL) == publication_id("a1", "h", PORTAL)
    different = {
        publication_id("a1", "h", PORTAL),
        publication_id("a2", "h", PORTAL),
        publication_id("a1", "i", PORTAL),
        publication_id("a1", "h", WECHAT),
        publication_id("a1", "h", replace(PORTAL, column_id="media")),
    }
    assert len(different) == 5
