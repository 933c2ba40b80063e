"""Whoever can drop the triggers can change the ledger; verification then says so.

On SQLite every row is tried; PostgreSQL hands the same rows to the same verification, and every
tenth shows it.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.adapters.database.ledger import LedgerTable
from infodesk.kernel.canonical import sha256_hex
from infodesk.ledger.entry import Action
from infodesk.ledger.verification import Damage, Verification, verify

ROWS = 200
ANOTHER_DIGEST = "CASE WHEN {column} LIKE '0%' THEN '1' ELSE '0' END || substr({column}, 2)"
OTHER_VALUES = {
    "seq": "seq + 1000",
    "at": "'2026-03-02T01:30:00.000001Z'",
    "actor": "actor || ' '",
    "action": "'rejected'",
    "subject": "'article:x'",
    "revision_hash": ANOTHER_DIGEST.format(column="revision_hash"),
    "payload": "replace(payload, '同意', '不同意')",
    "previous_hash": ANOTHER_DIGEST.format(column="previous_hash"),
    "hash": ANOTHER_DIGEST.format(column="hash"),
    "version": "version + 1",
}
TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER ledger_keeps_rows",
        "DROP TRIGGER ledger_loses_nothing",
        "DROP TRIGGER ledger_head_moves_on",
    ),
    "postgresql": (
        "ALTER TABLE ledger DISABLE TRIGGER ALL",
        "ALTER TABLE ledger_head DISABLE TRIGGER ALL",
    ),
}


@pytest.fixture
def forger(owner: Database) -> Iterator[Connection]:
    """Open the owner's connection to a ledger of 200 entries whose triggers are gone."""
    with owner.begin() as records:
        for number in range(ROWS):
            records.ledger.append(
                actor="leader_yi",
                action=Action.AGREED,
                subject=f"article:{number}",
                revision_hash=sha256_hex(str(number)),
                payload={"remark": "同意", "number": number},
                at=A_MONDAY,
            )
    with owner.engine.connect() as connection:
        for statement in TRIGGERS[owner.engine.dialect.name]:
            connection.execute(text(statement))
        yield connection


def verified(connection: Connection) -> Verification:
    ledger = LedgerTable(connection)
    return verify(ledger.entries(), head=ledger.head())


def rows(forger: Connection) -> range:
    return range(1, ROWS + 1, 1 if forger.dialect.name == "sqlite" else 10)


def unnoticed(forger: Connection, statements: dict[object, str]) -> list[object]:
    """Carry out each forgery on its own and return those that verification did not notice."""
    missed = []
    for name, statement in statements.items():
        with forger.begin_nested() as forgery:
            done = forger.execute(text(statement))
            assert done.rowcount, f"{name} forges nothing"
            if verified(forger).is_intact:
                missed.append(name)
            forgery.rollback()
    return missed


def test_the_untouched_ledger_verifies(forger: Connection) -> None:
    result = verified(forger)

    assert result.is_intact
    assert result.entries == ROWS


@pytest.mark.parametrize("column", OTHER_VALUES)
def test_any_other_value_in_any_row_is_noticed(forger: Connection, column: str) -> None:
    value = OTHER_VALUES[column]
    forgeries = {
        row: f"UPDATE ledger SET {column} = {value} WHERE seq = {row}" for row in rows(forger)
    }

    assert unnoticed(forger, forgeries) == []


def test_the_removal_of_any_row_is_noticed(forger: Connection) -> None:
    forgeries = {row: f"DELETE FROM ledger WHERE seq = {row}" for row in rows(forger)}

    assert unnoticed(forger, forgeries) == []


def test_a_tail_cut_anywhere_is_noticed(forger: Connection) -> None:
    forgeries = {row: f"DELETE FROM ledger WHERE seq >= {row}" for row in rows(forger)}

    assert unnoticed(forger, forgeries) == []


def test_a_cut_tail_is_reported_as_the_head_that_is_missing(forger: Connection) -> None:
    forger.execute(text("DELETE FROM ledger WHERE seq > 190"))

    (found,) = verified(forger).breaks

    assert (found.seq, found.damage) == (ROWS, Damage.HEAD)


def test_a_removal_that_closes_the_gap_is_noticed(forger: Connection) -> None:
    # From above, so that no number is there twice on the way.
    forger.execute(text("DELETE FROM ledger WHERE seq = 100"))
    for row in range(101, ROWS + 1):
        forger.execute(text(f"UPDATE ledger SET seq = {row - 1} WHERE seq = {row}"))

    assert not verified(forger).is_intact


def test_exchanged_rows_are_noticed(forger: Connection) -> None:
    for before, after in ((7, 1000), (8, 7), (1000, 8)):
        forger.execute(text(f"UPDATE ledger SET seq = {after} WHERE seq = {before}"))

    assert not verified(forger).is_intact


def test_a_forger_who_moves_the_head_too_is_found_by_the_head_that_left_the_house(
    forger: Connection,
) -> None:
    ledger = LedgerTable(forger)
    mailed = ledger.head()
    forger.execute(text("DELETE FROM ledger WHERE seq > 190"))
    forger.execute(
        text("UPDATE ledger_head SET seq = 190, hash = (SELECT hash FROM ledger WHERE seq = 190)")
    )

    assert verified(forger).is_intact
    assert not verify(ledger.entries(), head=mailed).is_intact
