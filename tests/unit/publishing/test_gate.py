"""Each reason for which the gate stays shut, and what it means."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.channels.destination import Destination, Placement
from infodesk.publishing.gate import (
    CONSEQUENCES,
    Consequence,
    GateRule,
    consequence,
    reasons_against,
)
from infodesk.publishing.states import PublicationState


@pytest.fixture
def released(office):
    office.plan()
    return office.database.publication(office.id_of())


def rules(office, publication, *, revision="stored", others=(), clearance="stored"):
    records = office.database.records
    return [
        issue.rule_id
        for issue in reasons_against(
            publication,
            revision=records.articles.revision(publication.revision_id)
            if revision == "stored"
            else revision,
            clearance=office.clearance if clearance == "stored" else clearance,
            others=others,
            now=office.clock.now(),
        )
    ]


def test_a_released_and_approved_publication_may_go_out(office, released):
    assert rules(office, released) == []
    assert consequence([]) is None


def test_one_that_is_under_way_may_go_on(office, released):
    assert rules(office, released.started(at=office.clock.now())) == []


@pytest.mark.parametrize("state", ["live", "handed_over"])
def test_what_is_out_has_that_as_its_only_reason(office, released, state):
    out = replace(released, state=PublicationState(state), approval_hash="tampered")
    assert rules(office, out, clearance=None) == [GateRule.ALREADY_OUT]


def test_what_is_superseded_is_left_alone(office, released):
    gone = replace(released, state=PublicationState.SUPERSEDED)
    assert rules(office, gone) == [GateRule.SUPERSEDED]


@pytest.mark.parametrize("state", ["awaiting_release", "failed", "refused"])
def test_what_nobody_released_waits(office, released, state):
    waiting = replace(released, state=PublicationState(state))
    assert rules(office, waiting) == [GateRule.NOT_RELEASED]


@pytest.mark.parametrize("gap", [{"released_by": ""}, {"released_at": None}])
def test_a_state_without_the_act_behind_it_is_refused(office, released, gap):
    assert rules(office, replace(released, **gap)) == [GateRule.RELEASE_UNRECORDED]


def test_without_a_review_nothing_goes_out(office, released):
    assert rules(office, released, clearance=None) == [GateRule.NOT_CLEARED]


def test_an_incomplete_chain_is_refused(office, released):
    office.clear(chain_is_complete=False)
    assert rules(office, released) == [GateRule.NOT_CLEARED]


def test_the_approval_of_another_revision_is_none(office, released):
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    assert rules(office, released) == [GateRule.OTHER_REVISION_CLEARED]


def test_a_lost_revision_is_refused(office, released):
    assert rules(office, released, revision=None) == [GateRule.OTHER_REVISION_CLEARED]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "关于做好冬季取暖保供工作的通告"},
        {"body_html": "<p>各县（市、区）：</p><p>现将有关事项通知如下！</p>"},
        {"credit": "某网站"},
        {"credit_url": "https://elsewhere.example/"},
        {"document_number": "吕发改发〔2026〕1号"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_tampered_text_is_caught_whatever_its_row_claims(office, released, change):
    honest = office.revision
    tampered = replace(
        honest, content=sample_content(**change)
    )  # the stored hash is left as it was
    assert rules(office, released, revision=tampered) == [GateRule.CONTENT_DIFFERS]
    both = replace(tampered, content_hash=tampered.content.content_hash)
    assert rules(office, released, revision=both) == [GateRule.CONTENT_DIFFERS]


def test_white_space_alone_is_no_tampering(office, released):
    folded = sample_content(title=" 关于做好冬季取暖保供工作的通知\n")
    assert rules(office, released, revision=replace(office.revision, content=folded)) == []


def test_a_tampered_hash_on_either_side_is_caught(office, released):
    assert rules(office, replace(released, approval_hash="0" * 64)) == [GateRule.CONTENT_DIFFERS]
    office.clear(approval_hash="0" * 64)
    assert rules(office, released) == [GateRule.CONTENT_DIFFERS]


@pytest.mark.parametrize(
    "placement",
    [
        Placement(channel_id="wechat", column_id="national"),
        Placement(channel_id="portal", column_id="policies"),
        Placement(channel_id="portal", column_id="national", is_pinned=True),
    ],
)
def test_a_tampered_place_is_caught(office, released, placement):
    moved = replace(released, placement=placement)
    assert rules(office, moved) == [GateRule.PLACE_DIFFERS]


def test_a_tampered_destination_of_the_review_is_caught(office, released):
    wider = Destination(
        placements=(released.placement, Placement(channel_id="wechat", column_id="all"))
    )
    office.clear(destination=wider, approval_hash=released.approval_hash)
    assert rules(office, released) == [GateRule.CONTENT_DIFFERS]


def test_before_its_time_it_waits_and_at_its_time_it_goes(office):
    not_before = office.clock.now() + timedelta(hours=2)
    office.clear(destination=replace(office.clearance.destination, not_before=not_before))
    office.plan()
    publication = office.database.publication(office.id_of())
    assert rules(office, publication) == [GateRule.TOO_EARLY]
    office.clock.pass_time(hours=2)
    assert rules(office, publication) == []


def test_another_text_in_the_same_column_is_never_overwritten(office, released):
    other = replace(released, id="other", state=PublicationState.LIVE)
    assert rules(office, released, others=[other]) == [GateRule.OTHER_IS_OUT]
    under_way = replace(other, state=PublicationState.PUBLISHING)
    assert rules(office, released, others=[under_way]) == [GateRule.OTHER_UNDER_WAY]


def test_the_same_text_in_another_column_or_itself_does_not_count(office, released):
    elsewhere = replace(
        released,
        id="other",
        state=PublicationState.LIVE,
        placement=Placement(channel_id="portal", column_id="media"),
    )
    assert rules(office, released, others=[released, elsewhere]) == []


def test_several_reasons_are_all_told_and_the_gravest_counts(office, released):
    office.clear(chain_is_complete=False)
    spoilt = replace(released, released_by="")
    other = replace(released, id="other", state=PublicationState.PUBLISHING)
    found = reasons_against(
        spoilt,
        revision=office.revision,
        clearance=office.clearance,
        others=[other],
        now=office.clock.now(),
    )
    assert [i.rule_id for i in found] == [
        GateRule.RELEASE_UNRECORDED,
        GateRule.NOT_CLEARED,
        GateRule.OTHER_UNDER_WAY,
    ]
    assert consequence(found) is Consequence.REFUSE


def test_what_is_not_released_waits_whatever_else_there_is(office, released):
    office.clear(chain_is_complete=False)
    found = reasons_against(
        replace(released, state=PublicationState.AWAITING_RELEASE),
        revision=office.revision,
        clearance=office.clearance,
        others=[],
        now=office.clock.now(),
    )
    assert consequence(found) is Consequence.WAIT


def test_every_rule_has_a_consequence_and_every_refusal_a_remedy(office, released):
    assert set(CONSEQUENCES) == set(GateRule)
    office.clear(chain_is_complete=False)
    [issue] = reasons_against(
        released,
        revision=office.revision,
        clearance=office.clearance,
        others=[],
        now=office.clock.now(),
    )
    assert issue.message == "审核程序尚未走完"
    assert issue.remedy
