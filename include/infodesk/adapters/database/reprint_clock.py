"""The reprint clock: one query over reprints, reviews and publications."""

from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from infodesk.adapters.database.schema import (
    approvals,
    articles,
    cases,
    problems,
    publications,
    reprints,
    revisions,
)
from infodesk.approvals.approval import ApprovalState
from infodesk.articles.states import ArticleState
from infodesk.collecting.reprint_clock import OVERDUE_PROBLEM, ClockRow
from infodesk.publishing.states import PublicationState


def clock_rows(connection: Connection, *, since: datetime | None) -> list[ClockRow]:
    """Return the reprints with a time limit that ends after `since`, the most urgent first."""
    live = (
        select(publications.c.article_id, func.min(publications.c.published_at).label("live_at"))
        .where(publications.c.state == str(PublicationState.LIVE))
        .group_by(publications.c.article_id)
        .subquery()
    )
    newest = (
        select(revisions.c.article_id, func.max(revisions.c.number).label("number"))
        .group_by(revisions.c.article_id)
        .subquery()
    )
    open_case = (
        select(cases.c.article_id, approvals.c.step_title, approvals.c.assignee_id)
        .join(approvals, approvals.c.id == cases.c.id)
        .where(approvals.c.state == str(ApprovalState.OPEN))
        .subquery()
    )
    subject = "article:" + reprints.c.article_id
    is_reported = (
        select(problems.c.id)
        .where(problems.c.kind == OVERDUE_PROBLEM, problems.c.subject == subject)
        .exists()
    )
    query = (
        select(
            reprints.c.article_id,
            revisions.c.title,
            articles.c.source_id,
            articles.c.source_published_at.label("published_at"),
            articles.c.received_at,
            reprints.c.reprint_by,
            live.c.live_at,
            articles.c.state,
            open_case.c.step_title,
            open_case.c.assignee_id,
            is_reported.label("is_reported"),
        )
        .join(articles, articles.c.id == reprints.c.article_id)
        .join(newest, newest.c.article_id == reprints.c.article_id)
        .join(
            revisions,
            and_(
                revisions.c.article_id == newest.c.article_id,
                revisions.c.number == newest.c.number,
            ),
        )
        .outerjoin(live, live.c.article_id == reprints.c.article_id)
        .outerjoin(open_case, open_case.c.article_id == reprints.c.article_id)
        .where(reprints.c.reprint_by.is_not(None))
        .order_by(reprints.c.reprint_by, reprints.c.article_id)
    )
    if since is not None:
        query = query.where(reprints.c.reprint_by >= since)
    return [
        ClockRow(
            article_id=row.article_id,
            title=row.title,
            source_id=row.source_id,
            published_at=row.published_at,
            received_at=row.received_at,
            reprint_by=row.reprint_by,
            live_at=row.live_at,
            is_dropped=row.state == ArticleState.SPIKED,
            step_title=row.step_title or "",
            assignee_id=row.assignee_id or "",
            is_reported=row.is_reported,
        )
        for row in connection.execute(query)
    ]
