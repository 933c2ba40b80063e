"""The migrated schema is the one that the code declares, on both engines."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from infodesk.adapters.database.all_tables import metadata
from infodesk.adapters.database.database import Database
from infodesk.adapters.database.upgrade import shown_url, upgrade_database


def test_the_migrated_schema_is_the_declared_one(owner: Database) -> None:
    with owner.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": _default_differs}
        )

        assert compare_metadata(context, metadata) == []


def _default_differs(_context, _inspected, _declared, found, _default, rendered) -> bool:
    # Alembic's own comparison takes SQLite's '' for no default at all.
    return _bare(found) != _bare(rendered)


def _bare(default: str | None) -> str | None:
    """Strip an engine's cast and quotes; None stays apart from an empty default."""
    return None if default is None else default.split("::")[0].strip("()'")


def test_every_declared_table_is_there_and_nothing_else(owner: Database) -> None:
    assert set(inspect(owner.engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_upgrade_can_be_repeated_and_loses_nothing(store, owner: Database) -> None:
    with owner.engine.begin() as connection:
        connection.execute(text("INSERT INTO counters (name, value) VALUES ('kept', 7)"))

    upgrade_database(store.owner_url, application_role="infodesk_app")
    upgrade_database(store.owner_url, application_role="infodesk_app")

    with owner.engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM counters")) == 7


def test_a_new_sqlite_file_is_made_with_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "100% new" / "var" / "infodesk.db"

    upgrade_database(f"sqlite:///{file}")

    assert file.is_file()


def test_a_shown_address_hides_the_password() -> None:
    assert shown_url("postgresql+psycopg://app:geheim@db/infodesk") == (
        "postgresql+psycopg://app:***@db/infodesk"
    )


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_is_set_up_to_keep_what_is_committed(
    sqlite_store, pragma: str, value: object
) -> None:
    database = Database(sqlite_store.url)
    with database.engine.connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value
    database.close()
