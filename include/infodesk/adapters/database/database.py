"""Opens transactions: SQLite embedded, PostgreSQL deployed, one behaviour."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from infodesk.adapters.database.records import Records

_BUSY_SECONDS = 30  # how long a writer waits for another one on SQLite

# PostgreSQL would show each statement a newer state; a ledger that is verified while others write
# to it must be read as it stood at one moment. On SQLite every transaction is like that.
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {"infodesk_reads_only": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


class Database:
    """Infodesk's own database. Make one a process and keep it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reading = _READING[self.engine.dialect.name]

    @contextmanager
    def begin(self) -> Iterator[Records]:
        """Open a transaction for reading and writing; the ledger's entries are written last."""
        with self.engine.begin() as connection:
            records = Records(connection)
            yield records
            records.ledger.write()

    @contextmanager
    def read(self) -> Iterator[Records]:
        """Open a transaction that only reads: it sees one moment, and waits for no writer."""
        with self.engine.connect().execution_options(**self._reading) as connection:
            yield Records(connection)
            connection.rollback()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    if not is_sqlite:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN is switched off; `_begin_sqlite` says which one is meant.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")  # a committed ledger entry survives a power cut
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once when another one wrote in
    # between, whatever the time-out; a writer therefore announces itself at the beginning.
    options: dict[str, Any] = dict(connection.get_execution_options())
    reads_only = options.get("infodesk_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
