"""What a visit leaves behind for the next one, and the alarms that it raises."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from infodesk.catalog.collecting import Polling
from infodesk.catalog.sources import Source
from infodesk.collecting import alarms
from infodesk.collecting.expectations import check_silence
from infodesk.collecting.listing.harvest import Harvest
from infodesk.collecting.polling import interval_after, is_overdue, wait_after_failures
from infodesk.collecting.ports import CollectingRecords, SourceVisit
from infodesk.collecting.receive_article import COLLECTOR
from infodesk.collecting.tally import Tally
from infodesk.collecting.web.page_errors import HostBusy
from infodesk.collecting.web.pages import NotModified
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport


def next_visit(
    before: SourceVisit, harvest: Harvest, *, tally: Tally, polling: Polling, now: datetime
) -> SourceVisit:
    """Return what is kept of a list that was read.

    ETag and Last-Modified are kept apart, each as it came with this answer; a 304 that leaves one
    out does not take it back. With anything left over or wrong nothing is kept, so that the list
    is read again.
    """
    is_settled = tally.is_settled and harvest.is_complete
    interval = interval_after(
        before.interval_minutes,
        brought_new=bool(tally.article_ids),
        is_settled=is_settled,
        polling=polling,
    )
    visit = replace(
        before,
        last_checked_at=now,
        answered_at=now,
        last_new_at=tally.newest_at,
        consecutive_failures=0,
        interval_minutes=interval,
        next_check_at=_next_check_at(tally, harvest, interval, polling=polling, now=now),
        # What was owed had no turn where the visit was stopped.
        older_page=(tally.must_stop and before.older_page) or harvest.older_page,
    )
    answer = harvest.answer
    if isinstance(answer, NotModified):
        return replace(
            visit,
            etag=answer.etag or before.etag,
            last_modified=answer.last_modified or before.last_modified,
        )
    return replace(
        visit,
        last_read_at=now,
        etag=answer.etag if is_settled else "",
        last_modified=answer.last_modified if is_settled else "",
        content_hash=answer.content_hash if is_settled else "",
    )


def _next_check_at(
    tally: Tally, harvest: Harvest, interval: int, *, polling: Polling, now: datetime
) -> datetime:
    if tally.retry_after:
        wait = wait_after_failures(1, retry_after=tally.retry_after, polling=polling)
    elif (tally.left_over or not harvest.is_complete) and not tally.must_stop:
        wait = timedelta(0)  # the next run goes on where this one had to end
    else:
        wait = timedelta(minutes=interval)
    return now + wait


def reports_of(
    source: Source, tally: Tally, *, evidence: str, now: datetime
) -> list[ProblemReport]:
    """Return the problems that a visit gives cause for; `evidence` is the kept list page."""
    reports = []
    if tally.challenge:
        reports.append(alarms.source_failed(source, tally.challenge))
    elif tally.failures:
        reports.append(alarms.articles_failed(source, tally.failures))
    if tally.issues:
        reports.append(alarms.expectations_broken(source, tally.issues, evidence=evidence))
    silence = check_silence(tally.newest_at, source, now=now)
    if silence:
        reports.append(alarms.source_silent(source, silence))
    return reports


def failed_visit(
    before: SourceVisit, error: InfodeskError, *, polling: Polling, now: datetime
) -> SourceVisit:
    """Return the visit that brought no list; what was known before stays known."""
    failures = before.consecutive_failures + 1
    retry_after = error.retry_after if isinstance(error, HostBusy) else 0
    wait = wait_after_failures(failures, retry_after=retry_after, polling=polling)
    return replace(
        before, last_checked_at=now, consecutive_failures=failures, next_check_at=now + wait
    )


def reports_of_failure(
    source: Source, error: InfodeskError, *, visit: SourceVisit, evidence: str, polling: Polling
) -> list[ProblemReport]:
    """Return the problems of a visit that brought no list."""
    reports = [alarms.source_failed(source, error, visit=visit, evidence=evidence)]
    if is_overdue(visit, now=visit.last_checked_at, polling=polling):
        reports.append(alarms.source_overdue(source, error, visit=visit))
    return reports


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
