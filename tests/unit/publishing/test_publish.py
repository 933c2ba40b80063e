"""What is approved goes out once; what is not goes out never."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.channels.channel import ChannelUnavailable, Outcome
from infodesk.channels.destination import Destination, Placement
from infodesk.kernel.errors import InfodeskError
from infodesk.publishing.errors import UnknownPublication
from infodesk.publishing.fail_publication import fail_publication
from infodesk.publishing.publish import publish
from infodesk.publishing.release_publication import release_publication
from infodesk.publishing.states import PublicationState


class Killed(BaseException):
    """The worker is gone; no handler may catch it."""


@pytest.fixture
def planned(office):
    [publication] = office.plan()
    return publication


def test_an_approved_text_goes_live_with_its_receipt(office, planned):
    office.clock.pass_time(seconds=3)
    result = publish(planned.id, **office.ports)
    after = office.database.publication(planned.id)
    assert (result.outcome, after.state) == ("live", PublicationState.LIVE)
    assert result.address == after.address == f"https://channel.example/{planned.id}"
    assert after.published_at == office.clock.now()
    assert office.database.actions == ["released", "publication_started", "published"]
    assert office.database.records.problems.reports == []


def test_exactly_the_approved_text_is_sent(office, planned):
    publish(planned.id, **office.ports)
    [edition] = office.channel.sendings
    assert edition.content == office.revision.content
    assert edition.content_hash == office.revision.content_hash
    assert (edition.column_id, edition.is_pinned) == ("national", False)
    assert (edition.article_id, edition.revision_number) == ("a1", 1)


def test_the_ledger_tells_what_went_where(office, planned):
    publish(planned.id, **office.ports)
    entry = office.database.records.ledger.log[-1]
    payload = json.loads(entry.payload)
    assert entry.subject == f"publication:{planned.id}"
    assert entry.revision_hash == planned.approval_hash
    assert payload["content_hash"] == office.revision.content_hash
    assert (payload["channel"], payload["column"]) == ("portal", "national")
    assert payload["address"] == f"https://channel.example/{planned.id}"
    assert payload["published_at"] == "2026-11-23T04:00:00.000000Z"


def test_publishing_again_does_nothing(office, planned):
    publish(planned.id, **office.ports)
    assert publish(planned.id, **office.ports).outcome == "nothing_to_do"
    assert len(office.channel.sendings) == 1
    assert office.database.actions.count("published") == 1


def test_a_manual_channel_hands_over_and_nothing_is_dated_yet(office, planned):
    office.channel.outcome = Outcome.HANDED_OVER
    assert publish(planned.id, **office.ports).outcome == "handed_over"
    after = office.database.publication(planned.id)
    assert after.state is PublicationState.HANDED_OVER
    assert (after.package, after.address) == (f"/packages/{planned.id}", "")
    assert after.published_at is None
    assert office.database.actions[-1] == "handed_over"


def test_an_unknown_publication_is_an_error(office):
    with pytest.raises(UnknownPublication):
        publish("missing", **office.ports)


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["title", "body_html", "credit"])
def test_a_text_changed_in_the_database_is_never_sent(office, planned, field):
    content = replace(office.revision.content, **{field: "<p>被改动</p>"})
    office.database.records.articles.revisions["r1"] = replace(
        office.revision, content=content, content_hash=content.content_hash
    )
    result = publish(planned.id, **office.ports)
    assert result.outcome == "refused"
    assert office.channel.sendings == []
    assert office.database.publication(planned.id).state is PublicationState.REFUSED
    assert office.database.actions == ["released", "publication_refused"]
    [report] = office.database.records.problems.reports
    assert (report.kind, report.subject) == ("publication_refused", f"publication:{planned.id}")
    assert "未予发布：将要发布的内容或去向与审签时不一致" in report.title
    assert "重新送审" in report.remedy


def test_a_place_changed_in_the_database_is_never_sent_to(office, planned):
    office.database.tamper(planned.id, placement=Placement(channel_id="portal", column_id="media"))
    assert publish(planned.id, **office.ports).outcome == "refused"
    assert office.channel.sendings == []


def test_a_state_set_by_hand_is_not_enough(office):
    office.clear(releases_by_itself=False)
    [waiting] = office.plan()
    office.database.tamper(waiting.id, state=PublicationState.RELEASED)
    assert publish(waiting.id, **office.ports).outcome == "refused"
    assert office.channel.sendings == []


def test_what_the_centre_has_not_released_waits_quietly(office):
    office.clear(releases_by_itself=False)
    [waiting] = office.plan()
    assert publish(waiting.id, **office.ports).outcome == "waiting"
    assert office.database.records.outbox.errands == []
    assert office.database.records.problems.reports == []


def test_before_its_time_it_comes_back_at_its_time(office):
    not_before = office.clock.now() + timedelta(hours=2)
    places = office.clearance.destination.placements
    office.clear(destination=Destination(placements=places, not_before=not_before))
    [early] = office.plan()
    assert publish(early.id, **office.ports).outcome == "waiting"
    assert office.database.records.outbox.errands[-1][1:] == (early.id, not_before)
    office.clock.pass_time(hours=2)
    assert publish(early.id, **office.ports).outcome == "live"
    assert office.database.publication(early.id).published_at == not_before


def test_a_second_text_for_the_same_column_is_refused_and_the_first_stays(office, planned):
    publish(planned.id, **office.ports)
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    [second] = office.plan()
    assert publish(second.id, **office.ports).outcome == "refused"
    assert [e.revision_number for e in office.channel.sendings] == [1]
    assert "更正" in office.database.records.problems.reports[-1].remedy


def test_while_another_text_is_under_way_it_comes_back_later(office, planned):
    office.channel.refuse_before = 1
    with pytest.raises(ChannelUnavailable):
        publish(planned.id, **office.ports)
    office.revise("r2", title="修改后的标题")
    office.clear(revision_id="r2")
    [second] = office.plan()
    assert publish(second.id, **office.ports).outcome == "waiting"
    # The first is refused at its next turn, since its approval is gone; then the way is free.
    assert publish(planned.id, **office.ports).outcome == "refused"
    assert "可能已有该稿件" in office.database.records.problems.reports[-1].details
    assert publish(second.id, **office.ports).outcome == "live"


# --- a channel that fails ----------------------------------------------------------------------


def test_an_unreachable_channel_is_tried_again_and_dated_anew(office, planned):
    office.channel.refuse_before = 2
    for _ in range(2):
        with pytest.raises(ChannelUnavailable):
            publish(planned.id, **office.ports)
        assert office.database.publication(planned.id).state is PublicationState.PUBLISHING
        office.clock.pass_time(hours=6)
    assert publish(planned.id, **office.ports).outcome == "live"
    after = office.database.publication(planned.id)
    assert after.attempts == 3
    # Six hours earlier nobody could read it: that time would be a forged one.
    assert after.published_at == office.clock.now()
    assert office.database.actions.count("publication_started") == 3


def test_an_answer_that_was_lost_does_not_publish_twice(office, planned):
    office.channel.break_after = 1
    sent_at = office.clock.now()
    with pytest.raises(ChannelUnavailable):
        publish(planned.id, **office.ports)
    office.clock.pass_time(hours=1)
    assert publish(planned.id, **office.ports).outcome == "live"
    assert len(office.channel.sendings) == 1
    assert office.database.publication(planned.id).published_at == sent_at
    assert office.database.actions == ["released", "publication_started", "published"]


def test_a_look_that_fails_repeats_nothing(office, planned):
    office.channel.break_after = 1
    with pytest.raises(ChannelUnavailable):
        publish(planned.id, **office.ports)
    office.channel.look_fails = 1
    with pytest.raises(ChannelUnavailable):
        publish(planned.id, **office.ports)
    assert len(office.channel.sendings) == 1


def test_something_else_under_its_name_is_a_failure_and_not_a_success(office, planned):
    office.channel.break_after = 1
    with pytest.raises(ChannelUnavailable):
        publish(planned.id, **office.ports)
    shown = office.channel.shown[planned.id]
    office.channel.shown[planned.id] = replace(shown, content=sample_content("另一个标题"))
    assert publish(planned.id, **office.ports).outcome == "failed"
    [report] = office.database.records.problems.reports
    assert report.kind == "publication_failed"
    assert "文字与审签的不一致" in report.details


def test_what_the_channel_can_never_take_fails_with_a_problem(office):
    office.clear(
        destination=Destination(placements=(Placement(channel_id="portal", column_id="gone"),))
    )
    [planned] = office.plan()
    assert publish(planned.id, **office.ports).outcome == "failed"
    assert office.database.publication(planned.id).state is PublicationState.FAILED
    assert office.database.actions[-1] == "publication_failed"
    [report] = office.database.records.problems.reports
    assert report.remedy == "请改栏目"


def test_a_channel_that_the_catalog_lost_fails_with_a_problem(office):
    office.clear(
        destination=Destination(placements=(Placement(channel_id="gone", column_id="national"),))
    )
    [planned] = office.plan()
    assert publish(planned.id, **office.ports).outcome == "failed"
    assert "没有渠道 gone" in office.database.records.problems.reports[0].details


def test_a_parked_errand_fails_and_can_be_released_again(office, planned):
    office.channel.break_after = 1
    with pytest.raises(ChannelUnavailable) as outage:
        publish(planned.id, **office.ports)
    fail_publication(planned.id, error=outage.value, begin=office.begin, clock=office.clock)
    assert office.database.publication(planned.id).state is PublicationState.FAILED
    assert publish(planned.id, **office.ports).outcome == "waiting"
    release_publication(planned.id, person_id="clerk", begin=office.begin, clock=office.clock)
    # The lost answer had been a success: the look finds it, nothing is sent again.
    assert publish(planned.id, **office.ports).outcome == "live"
    assert len(office.channel.sendings) == 1


def test_failing_twice_tells_twice_and_records_once(office, planned):
    error = InfodeskError("磁盘已满")
    publish_outcome = [
        fail_publication(planned.id, error=error, begin=office.begin, clock=office.clock).outcome
        for _ in range(2)
    ]
    assert publish_outcome == ["failed", "failed"]
    assert office.database.actions.count("publication_failed") == 1
    assert len(office.database.records.problems.reports) == 2


# --- kill -9 -----------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.LIVE, Outcome.HANDED_OVER])
@pytest.mark.parametrize("before_commit", [False, True])
@pytest.mark.parametrize("transaction", [1, 2])
def test_a_kill_around_each_commit_publishes_once(
    office, planned, transaction, before_commit, outcome
):
    office.channel.outcome = outcome
    opened = 0

    @contextmanager
    def begin():
        nonlocal opened
        opened += 1
        with office.begin() as records:
            yield records
            if opened == transaction and before_commit:
                raise Killed
        if opened == transaction:
            raise Killed

    with pytest.raises(Killed):
        publish(planned.id, begin=begin, channel_for=office.channel_for, clock=office.clock)
    office.clock.pass_time(minutes=6)
    publish(planned.id, **office.ports)
    publish(planned.id, **office.ports)
    after = office.database.publication(planned.id)
    assert after.state == outcome.value
    assert list(office.channel.shown) == [planned.id]
    final = "published" if outcome is Outcome.LIVE else "handed_over"
    assert office.database.actions.count(final) == 1
    assert office.database.records.problems.reports == []
    if outcome is Outcome.LIVE:
        assert after.published_at == office.channel.shown[planned.id].published_at


def test_a_kill_right_after_the_sending_publishes_once(office, planned):
    class Dying:
        def publish(self, edition):
            office.channel.publish(edition)
            raise Killed

    with pytest.raises(Killed):
        publish(planned.id, begin=office.begin, channel_for=lambda _: Dying(), clock=office.clock)
    office.clock.pass_time(minutes=6)
    assert publish(planned.id, **office.ports).outcome == "live"
    assert len(office.channel.sendings) == 1


def test_two_workers_on_one_publication_agree_on_what_the_public_sees(office, planned):
    """The first is slower than its lease; the second comes while it is sending."""
    first_sent_at = office.clock.now()

    class Slow:
        def publish(self, edition):
            office.clock.pass_time(minutes=6)
            office.channel.shown.pop(planned.id, None)
            second = publish(planned.id, **office.ports)
            assert second.outcome == "live"
            return office.channel.publish(edition)

    result = publish(
        planned.id, begin=office.begin, channel_for=lambda _: Slow(), clock=office.clock
    )
    assert result.outcome == "live"
    after = office.database.publication(planned.id)
    assert after.published_at == office.channel.shown[planned.id].published_at
    assert after.published_at > first_sent_at
    assert office.database.actions.count("published") == 1


def test_a_text_that_goes_out_after_its_refusal_does_not_go_unnoticed(office, planned):
    class Slow:
        def publish(self, edition):
            office.clear(chain_is_complete=False)
            assert publish(planned.id, **office.ports).outcome == "refused"
            return office.channel.publish(edition)

    publish(planned.id, begin=office.begin, channel_for=lambda _: Slow(), clock=office.clock)
    assert office.database.publication(planned.id).state is PublicationState.REFUSED
    report = office.database.records.problems.reports[-1]
    assert "其间已被拒绝或中止" in report.title
    assert json.loads(office.database.records.ledger.log[-1].payload)["state"] == "refused"
