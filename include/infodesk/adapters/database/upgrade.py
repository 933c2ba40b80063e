"""Bring a database to the present schema, and give the application no more than it needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import make_url

from infodesk.adapters.database.database import Database

_MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade_database(url: str, *, application_role: str = "") -> None:
    """Run every migration that is missing; safe to run again.

    On PostgreSQL run it as the schema's owner and name the role that the application uses: it
    may read and add to the ledger and nothing else there. SQLite knows no roles: whoever holds
    the file can drop its triggers.
    """
    database_file = make_url(url).database if url.startswith("sqlite") else None
    if database_file:
        Path(database_file).parent.mkdir(parents=True, exist_ok=True)
    database = Database(url)
    try:
        with database.engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if application_role and connection.dialect.name == "postgresql":
                role = connection.dialect.identifier_preparer.quote(application_role)
                for statement in _GRANTS:
                    connection.execute(text(statement.format(role=role)))
    finally:
        database.close()


_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON ledger FROM {role}",
    "REVOKE INSERT, DELETE, TRUNCATE ON ledger_head FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
)


def shown_url(url: str) -> str:
    """Return a database's address for people: its password is not shown."""
    return make_url(url).render_as_string(hide_password=True)
