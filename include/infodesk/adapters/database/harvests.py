"""What the sources have brought, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from infodesk.adapters.database.schema import article_addresses as addresses
from infodesk.collecting.source_health import Harvested


@dataclass(frozen=True, slots=True)
class HarvestCounts:
    """Counts of articles by source, within one transaction.

    A text that two sources bring counts for both: each of them works.
    """

    connection: Connection

    def harvested(self, *, since: datetime) -> Mapping[str, Harvested]:
        """Return counts by source id, in all and since an instant."""
        is_late = case((addresses.c.seen_at >= since, 1), else_=0)
        rows = self.connection.execute(
            select(addresses.c.source_id, func.count(), func.sum(is_late)).group_by(
                addresses.c.source_id
            )
        )
        return {row[0]: Harvested(in_all=row[1], of_late=row[2]) for row in rows}
