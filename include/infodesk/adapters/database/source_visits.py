"""The rows of visits to sources."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import source_visits
from infodesk.collecting.ports import SourceVisit

_ALARMS = JsonColumn(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class SourceVisitsTable:
    """The last visit to each source, within one transaction."""

    connection: Connection

    def last(self, source_id: str) -> SourceVisit | None:
        """Return the last visit, or None when there was none yet."""
        row = self.connection.execute(
            select(source_visits).where(source_visits.c.source_id == source_id)
        ).one_or_none()
        if row is None:
            return None
        return SourceVisit(**{**row._mapping, "alarms": _ALARMS.read(row.alarms)})  # noqa: SLF001

    def save(self, visit: SourceVisit) -> None:
        """Put a visit in the place of the one before."""
        self.connection.execute(
            delete(source_visits).where(source_visits.c.source_id == visit.source_id)
        )
        self.connection.execute(
            insert(source_visits).values(
                **(asdict(visit) | {"alarms": _ALARMS.write(visit.alarms)})
            )
        )
