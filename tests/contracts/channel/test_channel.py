"""What every channel owes, whatever stands behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.channels.channel import EditionUnfit, Outcome
from infodesk.channels.rendering import reads_as_approved
from infodesk.kernel.files import FileMissing


def test_publishing_answers_with_a_receipt(bench):
    edition = bench.edition()
    receipt = bench.channel.publish(edition)
    assert receipt.outcome is bench.outcome
    assert receipt.address
    expected = edition.published_at if bench.outcome is Outcome.LIVE else None
    assert receipt.published_at == expected


def test_what_was_never_published_is_not_seen(bench):
    assert not bench.channel.look(bench.edition()).is_visible


def test_a_look_reads_the_approved_text(bench):
    edition = bench.edition()
    bench.channel.publish(edition)
    address = bench.put_online(edition)
    sighting = bench.channel.look(edition, address=address)
    assert sighting.is_visible
    assert reads_as_approved(sighting.text, edition.content)
    assert not reads_as_approved(sighting.text, sample_content("另一篇"))


def test_meeting_an_edition_again_changes_nothing(bench):
    edition = bench.edition()
    first = bench.channel.publish(edition)
    later = replace(edition, published_at=edition.published_at + timedelta(days=40))
    assert bench.channel.publish(later) == first


def test_a_restart_forgets_nothing(bench):
    edition = bench.edition()
    first = bench.channel.publish(edition)
    address = bench.put_online(edition)
    restarted = bench.open_channel()
    assert restarted.look(edition, address=address).is_visible
    assert restarted.publish(edition) == first


def test_editions_do_not_mix(bench):
    one, two = bench.edition(1), bench.edition(2)
    addresses = {bench.channel.publish(e).address for e in (one, two)}
    assert len(addresses) == 2
    seen = [bench.channel.look(e, address=bench.put_online(e)) for e in (one, two)]
    assert "第1篇稿件" in seen[0].text
    assert "第2篇稿件" in seen[1].text


def test_another_text_under_a_known_id_is_refused(bench):
    edition = bench.edition()
    bench.channel.publish(edition)
    other = sample_content("被换掉的标题")
    with pytest.raises(EditionUnfit):
        bench.channel.publish(replace(edition, content=other, content_hash=other.content_hash))
    address = bench.put_online(edition)
    assert reads_as_approved(bench.channel.look(edition, address=address).text, edition.content)


def test_an_unknown_column_is_refused_for_good(bench):
    with pytest.raises(EditionUnfit) as refusal:
        bench.channel.publish(bench.edition(column_id="gone"))
    assert refusal.value.remedy


def test_a_missing_file_is_refused_and_nothing_is_shown(bench):
    file = bench.attach("附件.pdf", b"%PDF-1.7")
    edition = bench.edition(content=sample_content(attachments=(file,)))
    bench.files.files.clear()
    with pytest.raises(FileMissing):
        bench.channel.publish(edition)
    assert not bench.channel.look(edition).is_visible
    bench.files.put(b"%PDF-1.7")
    assert bench.channel.publish(edition).outcome is bench.outcome


def test_characters_that_mean_something_elsewhere_arrive_as_they_are(bench):
    content = sample_content(
        "“<b>&amp;”的用法：堃喆燚昇镕㛃 — 100%", body_html="<p>若 a &lt; b，则 &amp; 有效。</p>"
    )
    edition = bench.edition(content=content)
    bench.channel.publish(edition)
    sighting = bench.channel.look(edition, address=bench.put_online(edition))
    assert reads_as_approved(sighting.text, content)
