"""What a digital paper owes us beside its `[expect]`: an issue on every day of publication."""

from datetime import datetime

from infodesk.catalog.source_lines import said_in
from infodesk.catalog.sources import PaperSelectors, Source
from infodesk.collecting.listing.papers import PaperIssue
from infodesk.kernel.clock import SHANGHAI, local_date
from infodesk.kernel.issues import Issue, Severity

NOON = 12


def check_issue(
    issue: PaperIssue, source: Source, paper: PaperSelectors, *, now: datetime
) -> list[Issue]:
    """Report pages that could not be had, and a paper that is not out by noon.

    Before noon yesterday's issue is as good as today's, and on days without a paper too.
    """
    found = [
        Issue(
            rule_id="listing.paper_page_lost",
            severity=Severity.MUST_ANSWER,
            message=f"有一个版面没有读到：{error.message}",
            remedy=error.remedy or "下次运行会再次读取",
        )
        for error in issue.lost
    ]
    local = now.astimezone(SHANGHAI)
    is_due = local.hour >= NOON and local.isoweekday() in paper.weekdays
    if is_due and issue.day is not None and issue.day < local_date(now):
        found.append(
            Issue(
                rule_id="expect.todays_issue",
                severity=Severity.MUST_ANSWER,
                message=f"已过中午仍没有当日报纸，最新一期是 {issue.day}",
                remedy="请打开数字报核对：当日休刊的不用处理，经常休刊的请修改 "
                + said_in(source, "paper", "weekdays"),
            )
        )
    return found
