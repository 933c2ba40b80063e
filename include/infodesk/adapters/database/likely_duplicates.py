"""Which articles a new text should be compared with: two queries, whatever there is."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import articles, reprint_sketches, reprints, revisions
from infodesk.articles.article import Attachment
from infodesk.collecting.likeness.duplicates import Comparable, comparable_text
from infodesk.collecting.reprints import Candidate
from infodesk.collecting.web.page_tree import host_of

_FILES = JsonColumn(tuple[Attachment, ...])

# Each is read and compared while the database is held for writing: a few milliseconds in all.
_MOST_CANDIDATES = 8
_PASSAGES_IN_COMMON = 2  # one alone may be a phrase that everybody writes


def candidates(
    connection: Connection, text: Comparable, *, sketch: Sequence[int], title_days: int
) -> list[Candidate]:
    """Return the few articles most worth comparing, oldest first."""
    found = _worth_comparing(connection, text, sketch, title_days)
    if not found:
        return []
    rows = connection.execute(
        select(
            articles.c.id,
            articles.c.received_at,
            articles.c.source_published_at,
            articles.c.source_url,
            revisions.c.title,
            revisions.c.body_html,
            revisions.c.document_number,
            revisions.c.attachments,
        )
        .join(revisions, and_(revisions.c.article_id == articles.c.id, revisions.c.number == 1))
        .where(articles.c.id.in_(found))
        .order_by(articles.c.received_at, articles.c.id)
    )
    return [_candidate(row) for row in rows]


def _worth_comparing(
    connection: Connection, text: Comparable, sketch: Sequence[int], title_days: int
) -> list[str]:
    """Return ids: the same number first, then the most passages in common, then the title."""
    if not (sketch or text.number or text.title_key):
        return []
    days = timedelta(days=title_days)
    query = _query(bool(sketch), bool(text.number), bool(text.title_key))
    values = {
        "hashes": list(sketch),
        "number": text.number,
        "weight_of_number": len(sketch) + 1,
        "title_key": text.title_key,
        "since": text.at - days,
        "until": text.at + days,
    }
    return list(connection.scalars(query, values))


@cache
def _query(has_sketch: bool, has_number: bool, has_title: bool) -> Select[tuple[str]]:
    """Return the query for a text that has these; built once, since that costs more than to run."""
    in_common = func.count().label("weight")
    ways: list[Select[Any]] = []
    if has_sketch:
        ways.append(
            select(reprint_sketches.c.article_id, in_common)
            .where(reprint_sketches.c.hash.in_(bindparam("hashes", expanding=True)))
            .group_by(reprint_sketches.c.article_id)
            .having(func.count() >= _PASSAGES_IN_COMMON)
        )
    if has_number:
        weight = bindparam("weight_of_number", type_=Integer).label("weight")
        ways.append(
            select(reprints.c.article_id, weight).where(
                reprints.c.document_number == bindparam("number")
            )
        )
    if has_title:
        published = func.coalesce(articles.c.source_published_at, articles.c.received_at)
        instant = articles.c.received_at.type
        ways.append(
            select(reprints.c.article_id, literal(1).label("weight"))
            .join(articles, articles.c.id == reprints.c.article_id)
            .where(reprints.c.title_key == bindparam("title_key"))
            .where(published >= bindparam("since", type_=instant))
            .where(published <= bindparam("until", type_=instant))
        )
    found = union_all(*ways).subquery()
    return (
        select(found.c.article_id)
        .group_by(found.c.article_id)
        .order_by(func.max(found.c.weight).desc(), found.c.article_id)
        .limit(_MOST_CANDIDATES)
    )


def _candidate(row: Any) -> Candidate:
    return Candidate(
        article_id=row.id,
        received_at=row.received_at,
        text=Comparable(
            title=row.title,
            text=comparable_text(row.body_html),
            document_number=row.document_number,
            attachments=frozenset(file.sha256 for file in _FILES.read(row.attachments)),
            at=row.source_published_at or row.received_at,
            host=host_of(row.source_url),
        ),
    )
