"""Applications of departments."""

import json
from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from infodesk.adapters.database.submission_tables import applications
from infodesk.articles.application import (
    Application,
    Exemption,
    ExemptionEvidence,
    SpecialRequest,
    TextFormat,
)


class ApplicationsTable:
    """`articles.ports.Applications` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, application: Application) -> None:
        """Record an application; one of the same article before gives way."""
        self._connection.execute(
            delete(applications).where(applications.c.article_id == application.article_id)
        )
        row = asdict(application)
        row["formats"] = json.dumps(application.formats)
        row["special_requests"] = json.dumps(application.special_requests)
        row["exemption"] = json.dumps(row["exemption"], ensure_ascii=False) * bool(row["exemption"])
        self._connection.execute(insert(applications).values(**row))

    def of(self, article_id: str) -> Application | None:
        """Return the application of an article; None for a reprint."""
        row = self._connection.execute(
            select(applications).where(applications.c.article_id == article_id)
        ).one_or_none()
        if row is None:
            return None
        return Application(
            article_id=row.article_id,
            handled_by=row.handled_by,
            handler_name=row.handler_name,
            applied_at=row.applied_at,
            formats=tuple(map(TextFormat, json.loads(row.formats))),
            special_requests=tuple(map(SpecialRequest, json.loads(row.special_requests))),
            other_request=row.other_request,
            declared_by=row.declared_by,
            declared_at=row.declared_at,
            exemption=_evidence(row.exemption),
        )


def _evidence(stored: str) -> ExemptionEvidence | None:
    if not stored:
        return None
    read = json.loads(stored)
    return ExemptionEvidence(**{**read, "exemption": Exemption(read["exemption"])})
