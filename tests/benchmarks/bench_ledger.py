"""Ledger at 100,000 entries: appends and verification, against a bare audit table and bare SHA-256.

The peer of an append is one insert a transaction into a table without a chain, on the same file
system; the peer of verification is hashing the same bytes once.
"""

import hashlib
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert

from infodesk.adapters.database.database import Database
from infodesk.adapters.database.upgrade import upgrade_database
from infodesk.ledger.entry import Action
from infodesk.ledger.verification import verify

ENTRIES = 100_000
APPENDS = 2_000
PAYLOAD = {"case": "0" * 32, "step": "editor", "name": "编辑甲", "remark": "同意", "answers": {}}


def test_ledger(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    upgrade_database(url)
    database = Database(url)
    _fill(database, ENTRIES - APPENDS)

    ours = _rate(lambda i: _append(database, i))
    peer = _bare_table_rate(tmp_path)
    print(f"\nledger appends at {ENTRIES:,}: {ours:,.0f}/s, bare insert {peer:,.0f}/s,"
          f" ratio {ours / peer:.2f}")  # fmt: skip

    with database.read() as records:
        entries = list(records.ledger.entries())
        head = records.ledger.head()
        began = time.perf_counter()
        result = verify(records.ledger.entries(), head=head)
        seconds = time.perf_counter() - began
    assert result.is_intact
    assert result.entries == ENTRIES
    began = time.perf_counter()
    for entry in entries:
        hashlib.sha256((entry.payload + entry.hash).encode()).digest()
    bare = time.perf_counter() - began
    print(f"ledger verification: {ENTRIES / seconds:,.0f} entries/s read and checked,"
          f" {seconds / bare:.0f} x bare SHA-256 of the same bytes in memory")  # fmt: skip
    database.close()


def _fill(database: Database, count: int) -> None:
    at = datetime.now(UTC)
    for _ in range(0, count, 1_000):
        with database.begin() as records:
            for number in range(1_000):
                records.ledger.append(
                    actor="bench",
                    action=Action.AGREED,
                    subject=f"article:{number}",
                    payload=PAYLOAD,
                    at=at,
                )


def _append(database: Database, number: int) -> None:
    with database.begin() as records:
        records.ledger.append(
            actor="bench",
            action=Action.AGREED,
            subject=f"article:{number}",
            payload=PAYLOAD,
            at=datetime.now(UTC),
        )


def _bare_table_rate(folder: Path) -> float:
    engine = create_engine(f"sqlite:///{folder / 'bare.db'}")
    table = Table("audit", MetaData(), *(Column(name, Text) for name in ("at", "actor", "what")))
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        table.metadata.create_all(connection)

    def insert_one(number: int) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            connection.execute(
                insert(table).values(at=str(number), actor="bench", what=str(PAYLOAD))
            )

    rate = _rate(insert_one)
    engine.dispose()
    return rate


def _rate(act: "object") -> float:
    began = time.perf_counter()
    for number in range(APPENDS):
        act(number)  # type: ignore[operator]
    return APPENDS / (time.perf_counter() - began)
