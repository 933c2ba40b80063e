"""The INSERT that can say what happens when the row is there already, of either engine."""

from collections.abc import Callable

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def conflict_aware_insert(
    connection: Connection, table: Table
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that offers `on_conflict_do_update` and `on_conflict_do_nothing`.

    Looking first and inserting then is not enough on PostgreSQL: another process may insert in
    between.
    """
    return insert_on(connection.dialect.name, table)


def insert_on(engine: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the same for an engine by its name, for a statement that is put together once."""
    return _INSERTS[engine](table)
