"""The ledger's chain, whoever writes at the same time, and what nobody may do to it."""

from contextlib import suppress
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.kernel.canonical import sha256_hex
from infodesk.ledger.entry import GENESIS, Action
from infodesk.ledger.verification import verify


def append(database: Database, count: int = 1, *, actor: str = "editor_jia") -> None:
    with database.begin() as records:
        for number in range(count):
            records.ledger.append(
                actor=actor,
                action=Action.AGREED,
                subject=f"article:{number}",
                revision_hash=sha256_hex(str(number)),
                payload={"remark": "同意“刊发”", "number": number, "nothing": None},
                at=A_MONDAY + timedelta(microseconds=number),
            )


def verified(database: Database):
    with database.read() as records:
        return verify(records.ledger.entries(), head=records.ledger.head())


def test_an_entry_is_stored_exactly_as_it_was_hashed(database: Database) -> None:
    shanghai_time = A_MONDAY.astimezone(timezone(timedelta(hours=8))).replace(microsecond=7)
    with database.begin() as records:
        records.ledger.append(
            actor="leader_yi",
            action=Action.RETURNED,
            subject="article:1",
            revision_hash="ab" * 32,
            payload={"remark": "请改“标题”\n第二行", "answers": {"b": [1, True], "a": None}},
            at=shanghai_time,
        )

    with database.read() as records:
        (entry,) = records.ledger.entries()

    assert entry.seq == 1
    assert entry.at == "2026-03-02T01:30:00.000007Z"
    assert (entry.actor, entry.action, entry.subject) == ("leader_yi", "returned", "article:1")
    assert entry.revision_hash == "ab" * 32
    assert entry.payload == ('{"answers":{"a":null,"b":[1,true]},"remark":"请改“标题”\\n第二行"}')
    assert (entry.previous_hash, entry.version) == (GENESIS, 1)


def test_an_empty_ledger_is_intact_and_its_head_is_the_genesis(database: Database) -> None:
    result = verified(database)

    assert (result.entries, result.head_seq, result.head_hash) == (0, 0, GENESIS)
    assert result.is_intact


def test_a_chain_over_several_chunks_verifies(database: Database) -> None:
    append(database, 2_100)
    append(database)

    result = verified(database)

    assert result.is_intact
    assert result.entries == result.head_seq == 2_101


def test_history_is_about_one_subject_in_order(database: Database) -> None:
    for actor in ("editor_jia", "leader_yi"):
        append(database, 2, actor=actor)

    with database.read() as records:
        found = records.ledger.history("article:1")

    assert [(entry.seq, entry.actor) for entry in found] == [(2, "editor_jia"), (4, "leader_yi")]


def test_a_transaction_that_fails_leaves_no_entry(database: Database) -> None:
    with suppress(RuntimeError), database.begin() as records:
        records.ledger.append(actor="a", action=Action.AGREED, subject="s", at=A_MONDAY)
        raise RuntimeError

    append(database)

    assert verified(database).entries == 1


def test_eight_writers_make_one_chain_without_a_gap(database: Database, together) -> None:
    def write(number: int) -> None:
        for _ in range(5):
            append(database, 3, actor=f"writer_{number}")

    together(write)

    result = verified(database)
    assert result.is_intact
    assert result.entries == result.head_seq == 8 * 5 * 3


def test_verifying_while_others_write_raises_no_false_alarm(database: Database, together) -> None:
    append(database, 1_500)

    def work(number: int) -> bool:
        if number:
            for _ in range(20):
                append(database, 5)
            return True
        return all(verified(database).is_intact for _ in range(10))

    assert all(together(work, threads=3))


FORBIDDEN = {
    "update": "UPDATE ledger SET actor = 'nobody' WHERE seq = 2",
    "update with the same value": "UPDATE ledger SET seq = seq",
    "delete": "DELETE FROM ledger WHERE seq = 3",
    "delete everything": "DELETE FROM ledger",
    "head moved back": "UPDATE ledger_head SET seq = 1",
    "head kept, its hash changed": "UPDATE ledger_head SET hash = 'x'",
    "head deleted": "DELETE FROM ledger_head",
    "a second head": "INSERT INTO ledger_head (id, seq, hash) VALUES (2, 9, 'x')",
}
ON_SQLITE = {
    "insert or replace": "INSERT OR REPLACE INTO ledger SELECT 2, at, 'nobody', action, subject,"
    " revision_hash, payload, previous_hash, 'x', version FROM ledger WHERE seq = 2",
    "replace by the hash": "INSERT OR REPLACE INTO ledger SELECT 4, at, actor, action, subject,"
    " revision_hash, payload, previous_hash, hash, version FROM ledger WHERE seq = 2",
    "update or replace": "UPDATE OR REPLACE ledger SET seq = 2 WHERE seq = 3",
    "upsert": "INSERT INTO ledger SELECT * FROM ledger WHERE seq = 2"
    " ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'",
    "a gap": "INSERT INTO ledger SELECT 9, at, actor, action, subject, revision_hash, payload,"
    " previous_hash, 'x', version FROM ledger WHERE seq = 2",
    "head replaced": "INSERT OR REPLACE INTO ledger_head (id, seq, hash) VALUES (1, 1, 'x')",
    "head replaced by an update": "UPDATE OR REPLACE ledger_head SET seq = 1",
}
ON_POSTGRESQL = {
    "truncate": "TRUNCATE ledger",
    "truncate the head": "TRUNCATE ledger_head",
    "upsert": "INSERT INTO ledger SELECT * FROM ledger WHERE seq = 2"
    " ON CONFLICT (seq) DO UPDATE SET actor = 'nobody'",
}


@pytest.mark.parametrize("act", FORBIDDEN)
def test_nobody_changes_the_ledger(owner: Database, act: str) -> None:
    assert_refused(owner, FORBIDDEN[act])


@pytest.mark.parametrize("act", ON_SQLITE)
def test_nobody_changes_the_ledger_on_sqlite(sqlite_store, act: str) -> None:
    database = Database(sqlite_store.url)
    assert_refused(database, ON_SQLITE[act])
    database.close()


@pytest.mark.postgres
@pytest.mark.parametrize("act", ON_POSTGRESQL)
def test_nobody_changes_the_ledger_on_postgresql(postgres_store, act: str) -> None:
    database = Database(postgres_store.owner_url)
    assert_refused(database, ON_POSTGRESQL[act])
    database.close()


def assert_refused(database: Database, statement: str) -> None:
    """Try it as the owner, who has every right: the triggers refuse, and nothing has changed."""
    append(database, 3)
    before = everything(database)

    with pytest.raises(DBAPIError, match=r"the (head of the )?ledger"):  # noqa: SIM117
        with database.engine.begin() as connection:
            connection.execute(text(statement))

    assert everything(database) == before
    append(database)
    assert verified(database).is_intact


def everything(database: Database) -> list:
    with database.engine.connect() as connection:
        return [
            connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()
            for table in ("ledger", "ledger_head")
        ]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'nobody'",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        "DROP TRIGGER ledger_keeps_rows ON ledger",
        "ALTER TABLE ledger DISABLE TRIGGER ALL",
        "DROP TABLE ledger",
        "DROP FUNCTION ledger_refuses() CASCADE",
        (
            "CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RETURN NEW; END $$"
        ),
        "SET session_replication_role = replica",
        "DELETE FROM ledger_head",
        "INSERT INTO ledger_head (id, seq, hash) VALUES (2, 0, 'x')",
        "TRUNCATE ledger_head",
        "UPDATE alembic_version SET version_num = '0'",
        "CREATE TABLE own (id integer)",
    ],
)
def test_the_application_has_no_right_to_it_on_postgresql(postgres_store, statement: str) -> None:
    database = Database(postgres_store.url)
    append(database, 3)

    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):  # noqa: SIM117
        with database.engine.begin() as connection:
            connection.execute(text(statement))

    assert verified(database).is_intact
    database.close()
