"""A person publishes by hand and records where; live is what the public really reads there."""

from dataclasses import replace

import pytest

from infodesk.channels.channel import ChannelUnavailable, Outcome
from infodesk.channels.rendering import content_text
from infodesk.publishing.errors import AddressRefused, UnknownPublication
from infodesk.publishing.fail_publication import fail_publication
from infodesk.publishing.publish_due import publish_due
from infodesk.publishing.record_address import record_address
from infodesk.publishing.states import PublicationState

ADDRESS = "https://credit.example/xydt/20261123.html"


@pytest.fixture
def handed_over(office):
    office.channel.outcome = Outcome.HANDED_OVER
    [planned] = office.plan()
    publish_due(planned.id, **office.ports)
    return office.database.publication(planned.id)


def record(office, publication, address=ADDRESS):
    return record_address(
        publication.id,
        address=address,
        person_id="clerk",
        begin=office.begin,
        clock=office.clock,
    )


def shown(office, words):
    office.channel.pages[ADDRESS] = words


def test_recording_writes_an_errand_to_look(office, handed_over):
    assert record(office, handed_over, f"  {ADDRESS}\n").address == ADDRESS
    assert office.database.records.outbox.errands[-1][1:] == (handed_over.id, office.clock.now())
    entry = office.database.records.ledger.log[-1]
    assert (entry.action, entry.actor) == ("address_recorded", "clerk")
    assert office.database.publication(handed_over.id).state is PublicationState.HANDED_OVER


def test_the_look_confirms_the_text_and_dates_the_publication(office, handed_over):
    record(office, handed_over)
    shown(office, f"首页 > 信用动态\n{content_text(office.revision.content)}\n版权所有")
    office.clock.pass_time(minutes=2)
    assert publish_due(handed_over.id, **office.ports).outcome == "live"
    after = office.database.publication(handed_over.id)
    assert (after.state, after.address) == (PublicationState.LIVE, ADDRESS)
    assert after.published_at == office.clock.now()
    assert office.database.actions[-1] == "published"


def test_confirming_twice_records_once(office, handed_over):
    record(office, handed_over)
    shown(office, content_text(office.revision.content))
    publish_due(handed_over.id, **office.ports)
    assert publish_due(handed_over.id, **office.ports).outcome == "nothing_to_do"
    assert office.database.actions.count("published") == 1


@pytest.mark.parametrize(
    "words",
    ["各县（市、区）：现将有关事项通知如下。", "关于做好冬季取暖保供工作的通知 各县（市、区）"],
    ids=["no title", "cut body"],
)
def test_another_text_there_is_a_problem_and_not_live(office, handed_over, words):
    record(office, handed_over)
    shown(office, words)
    result = publish_due(handed_over.id, **office.ports)
    assert result.outcome == "handed_over"
    assert [reason.rule_id for reason in result.reasons] == ["text_differs"]
    [report] = office.database.records.problems.reports
    assert report.kind == "publication_unconfirmed"
    assert ADDRESS in report.details
    assert office.database.publication(handed_over.id).state is PublicationState.HANDED_OVER


def test_a_dead_address_is_mended_by_recording_another(office, handed_over):
    record(office, handed_over, "https://credit.example/dead.html")
    result = publish_due(handed_over.id, **office.ports)
    assert [reason.rule_id for reason in result.reasons] == ["not_visible"]
    record(office, handed_over)
    shown(office, content_text(office.revision.content))
    assert publish_due(handed_over.id, **office.ports).outcome == "live"


def test_without_an_address_there_is_nothing_to_look_at(office, handed_over):
    assert publish_due(handed_over.id, **office.ports).outcome == "nothing_to_do"


def test_a_text_changed_since_the_hand_over_confirms_nothing(office, handed_over):
    record(office, handed_over)
    content = replace(office.revision.content, body_html="<p>被改动</p>")
    office.database.records.articles.revisions["r1"] = replace(
        office.revision, content=content, content_hash=content.content_hash
    )
    shown(office, content_text(content))
    result = publish_due(handed_over.id, **office.ports)
    assert [reason.rule_id for reason in result.reasons] == ["changed_since_handed_over"]
    assert office.database.publication(handed_over.id).state is PublicationState.HANDED_OVER


def test_an_address_replaced_during_the_look_is_looked_at_anew(office, handed_over):
    record(office, handed_over)
    shown(office, content_text(office.revision.content))
    look = office.channel.look

    def look_while_it_changes(edition, *, address=""):
        record(office, handed_over, "https://credit.example/other.html")
        return look(edition, address=address)

    office.channel.look = look_while_it_changes
    assert publish_due(handed_over.id, **office.ports).outcome == "nothing_to_do"
    assert office.database.publication(handed_over.id).state is PublicationState.HANDED_OVER


def test_a_site_that_does_not_answer_is_asked_again_and_then_told(office, handed_over):
    record(office, handed_over)
    office.channel.look_fails = 1
    with pytest.raises(ChannelUnavailable) as outage:
        publish_due(handed_over.id, **office.ports)
    result = fail_publication(
        handed_over.id, error=outage.value, begin=office.begin, clock=office.clock
    )
    assert result.outcome == "handed_over"
    [report] = office.database.records.problems.reports
    assert report.kind == "publication_unconfirmed"
    assert office.database.publication(handed_over.id).state is PublicationState.HANDED_OVER


@pytest.mark.parametrize(
    "address",
    [
        "",
        "credit.example/x.html",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://[broken/x.html",
        "https://someone:secret@credit.example/",
        "https://credit.example/a\u202eb",
        "https://credit.example/" + "a" * 1000,
    ],
)
def test_what_is_no_web_address_is_refused(office, handed_over, address):
    with pytest.raises(AddressRefused, match="浏览器地址栏"):
        record(office, handed_over, address)
    assert office.database.publication(handed_over.id).address == ""


def test_only_what_was_handed_over_takes_an_address(office):
    [planned] = office.plan()
    with pytest.raises(AddressRefused, match="已交人工发布"):
        record(office, planned)


def test_an_unknown_publication_is_an_error(office):
    with pytest.raises(UnknownPublication):
        publish_due("missing", **office.ports)
