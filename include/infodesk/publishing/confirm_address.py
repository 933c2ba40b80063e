"""Confirm an address: look whether the public reads there exactly what was approved."""

import json
from dataclasses import replace

from infodesk.articles.article import Revision
from infodesk.channels.channel import Edition, Sighting
from infodesk.channels.rendering import reads_as_approved
from infodesk.kernel.clock import Clock, as_text
from infodesk.kernel.issues import Issue, Severity
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.publishing.acts import (
    UNCONFIRMED,
    in_words,
    locked,
    remedies,
    report,
    write_down,
)
from infodesk.publishing.outcomes import PublishOutcome, PublishResult
from infodesk.publishing.ports import ChannelFor, PublishingRecords
from infodesk.publishing.publication import Publication, edition_of
from infodesk.publishing.states import PublicationState


def confirm_address(
    publication_id: str,
    *,
    begin: Begin[PublishingRecords],
    channel_for: ChannelFor,
    clock: Clock,
) -> PublishResult:
    """Look at the recorded address; the publication is live once the approved text stands there.

    Otherwise a problem is opened and it stays handed over, so that the page is mended or another
    address recorded. Raises ChannelUnavailable (try again later) and UnknownPublication.
    """
    with begin() as records:
        publication = locked(records, publication_id)
        revision = records.articles.revision(publication.revision_id)
        untouched = revision is not None and _is_as_handed_over(publication, revision, records)
    if publication.state is not PublicationState.HANDED_OVER or not publication.address:
        return PublishResult(publication_id=publication_id, outcome=PublishOutcome.NOTHING_TO_DO)
    if revision is None or not untouched:
        return _stay(publication, revision, _CHANGED_SINCE, begin=begin, clock=clock)
    edition = edition_of(publication, revision, published_at=clock.now())
    sighting = channel_for(publication.placement.channel_id).look(
        edition, address=publication.address
    )
    if doubt := _doubt(edition, sighting):
        return _stay(publication, revision, doubt, begin=begin, clock=clock)
    return _confirm(publication, begin=begin, clock=clock)


def _is_as_handed_over(
    publication: Publication, revision: Revision, records: PublishingRecords
) -> bool:
    """Compare the text with what the ledger says was handed over: rows can be tampered with."""
    handed_over = [
        entry
        for entry in records.ledger.history(publication.subject)
        if entry.action == Action.HANDED_OVER
    ]
    if not handed_over:
        return False
    then: object = json.loads(handed_over[-1].payload).get("content_hash")
    return then == revision.content.content_hash


def _doubt(edition: Edition, sighting: Sighting) -> Issue | None:
    if not sighting.is_visible:
        return _NOT_THERE
    if not reads_as_approved(sighting.text, edition.content):
        return _TEXT_DIFFERS
    return None


def _confirm(
    publication: Publication, *, begin: Begin[PublishingRecords], clock: Clock
) -> PublishResult:
    now = clock.now()
    with begin() as records:
        if locked(records, publication.id) != publication:
            # Another address was recorded meanwhile, and an errand to look at that one.
            return PublishResult(
                publication_id=publication.id, outcome=PublishOutcome.NOTHING_TO_DO
            )
        # The first instant of which we know that the public could read it.
        live = replace(publication.moved(PublicationState.LIVE), published_at=now)
        records.publications.save(live)
        write_down(
            live,
            Action.PUBLISHED,
            records=records,
            at=now,
            payload={"address": live.address, "published_at": as_text(now)},
        )
    return PublishResult(
        publication_id=publication.id, outcome=PublishOutcome.LIVE, address=publication.address
    )


def _stay(
    publication: Publication,
    revision: Revision | None,
    doubt: Issue,
    *,
    begin: Begin[PublishingRecords],
    clock: Clock,
) -> PublishResult:
    with begin() as records:
        records.problems.open(
            report(
                UNCONFIRMED,
                publication,
                revision,
                summary="人工发布后未能核对一致",
                details=f"登记的地址：{publication.address}\n{in_words([doubt])}",
                remedy=remedies([doubt]),
            ),
            at=clock.now(),
        )
    return PublishResult(
        publication_id=publication.id,
        outcome=PublishOutcome.HANDED_OVER,
        address=publication.address,
        reasons=(doubt,),
    )


def _issue(rule_id: str, message: str, remedy: str) -> Issue:
    return Issue(rule_id=rule_id, severity=Severity.BLOCK, message=message, remedy=remedy)


_NOT_THERE = _issue(
    "not_visible", "该地址上没有可以公开看到的网页", "请确认稿件已正式发布，再登记最终网页的地址"
)
_TEXT_DIFFERS = _issue(
    "text_differs",
    "该网页上的标题或正文与审签的文字不完全一致",
    "请按发布包中的文字改正网页后重新登记；确需改动文字的，重新送审",
)
_CHANGED_SINCE = _issue(
    "changed_since_handed_over",
    "系统中的稿件内容与交付时台账记录的不一致",
    "数据可能被改动：请先核对台账，不要据此修改网页",
)
