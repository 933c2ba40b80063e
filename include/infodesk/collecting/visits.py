"""What a visit leaves behind for the next one, and the alarms that it raises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from infodesk.catalog.sources import Source
from infodesk.collecting import alarms
from infodesk.collecting.expectations import check_silence
from infodesk.collecting.pages import NotModified, Page
from infodesk.collecting.ports import CollectingRecords, SourceVisit
from infodesk.collecting.receive_article import COLLECTOR
from infodesk.collecting.tally import Tally
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport


def next_visit(
    before: SourceVisit, answer: Page | NotModified, *, tally: Tally, now: datetime
) -> SourceVisit:
    """Return what is kept of an answer.

    ETag and Last-Modified are kept apart, each as it came with this answer; a 304 that leaves one
    out does not take it back. With anything left over or wrong nothing is kept, so that the list
    is read again.
    """
    visit = replace(
        before, last_checked_at=now, last_new_at=tally.newest_at, consecutive_failures=0
    )
    if isinstance(answer, NotModified):
        return replace(
            visit,
            etag=answer.etag or before.etag,
            last_modified=answer.last_modified or before.last_modified,
        )
    is_settled = tally.is_settled
    return replace(
        visit,
        last_read_at=now,
        etag=answer.etag if is_settled else "",
        last_modified=answer.last_modified if is_settled else "",
        content_hash=answer.content_hash if is_settled else "",
    )


def reports_of(source: Source, tally: Tally, *, now: datetime) -> list[ProblemReport]:
    """Return the problems that a visit gives cause for."""
    reports = []
    if tally.challenge:
        reports.append(alarms.source_failed(source, tally.challenge))
    elif tally.failures:
        reports.append(alarms.articles_failed(source, tally.failures))
    if tally.issues:
        reports.append(alarms.expectations_broken(source, tally.issues))
    silence = check_silence(tally.newest_at, source.expect, now=now)
    if silence:
        reports.append(alarms.source_silent(source, silence))
    return reports


def failed_visit(before: SourceVisit, *, now: datetime) -> SourceVisit:
    """Return the visit that brought no list; what was known before stays known."""
    return replace(
        before, last_checked_at=now, consecutive_failures=before.consecutive_failures + 1
    )


def record_visit(
    visit: SourceVisit, reports: Sequence[ProblemReport], *, records: CollectingRecords
) -> None:
    """Save a visit and open its problems.

    The ledger hears of an alarm when it begins; while it lasts the problem counts how often it
    was seen again.
    """
    at = visit.last_checked_at
    standing = visit.alarms  # those of the visit before, until this one is saved
    for report in reports:
        records.problems.open(report, at=at)
        if report.kind not in standing:
            records.ledger.append(
                actor=COLLECTOR,
                action=Action.SOURCE_ALARM,
                subject=report.subject,
                payload={"kind": report.kind, "title": report.title},
                at=at,
            )
    records.sources.save(replace(visit, alarms=tuple(report.kind for report in reports)))
