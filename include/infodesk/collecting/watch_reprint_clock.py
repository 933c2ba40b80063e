"""Raise the alarm for reprints whose time limit has passed."""

from collections.abc import Mapping
from datetime import datetime

from infodesk.catalog.people import Person
from infodesk.catalog.sources import Source
from infodesk.collecting.ports import CollectingRecords
from infodesk.collecting.reprint_clock import OVERDUE_PROBLEM, ClockRow, Standing
from infodesk.kernel.clock import SHANGHAI, Clock
from infodesk.kernel.transactions import Begin
from infodesk.problems.problem import ProblemReport


def watch_reprint_clock(
    *,
    sources: Mapping[str, Source],
    people: Mapping[str, Person],
    begin: Begin[CollectingRecords],
    clock: Clock,
    since: datetime,
) -> dict[str, int]:
    """Open a problem for each overdue reprint, once in its life, and return counts.

    A problem that an operator has closed is not opened again: what is late stays on the board of
    the clock. Limits that ended before `since` are not looked at.
    """
    now = clock.now()
    counts = {"running": 0, "overdue": 0, "opened": 0}
    with begin() as records:
        for row in records.reprints.clock(since=since):
            standing = row.standing(now)
            counts["running"] += standing is Standing.RUNNING
            if standing is not Standing.OVERDUE:
                continue
            counts["overdue"] += 1
            if not row.is_reported:
                records.problems.open(_report(row, sources, people), at=now)
                counts["opened"] += 1
    return counts


def _report(
    row: ClockRow, sources: Mapping[str, Source], people: Mapping[str, Person]
) -> ProblemReport:
    source, holder = sources.get(row.source_id), people.get(row.assignee_id)
    waits = f"现在“{row.step_title}”" if row.step_title else "现在没有待审的步骤"
    lines = [
        f"来源：{source.name if source else row.source_id}",
        f"原文发布：{_moment(row.published_at) if row.published_at else '网页未写明'}",
        f"收取时间：{_moment(row.received_at)}",
        f"应于 {_moment(row.reprint_by)} 前转载",
        f"{waits}，由{holder.name}办理" if row.step_title and holder else waits,
    ]
    return ProblemReport(
        kind=OVERDUE_PROBLEM,
        subject=f"article:{row.article_id}",
        title=f"《{row.title}》超过转载时限仍未发布",
        details="\n".join(lines),
        remedy="请催办当前步骤；不再转载的，由审核人写明理由不予采用",
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
