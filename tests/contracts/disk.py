"""What the contract tests spare the machine."""

from sqlalchemy import event

from infodesk.adapters.database.database import Database


def spare_the_disk(database: Database) -> None:
    """Let SQLite not wait for the disk: processes are killed here, but nobody pulls the plug."""
    if database.engine.dialect.name == "sqlite":
        event.listen(
            database.engine, "connect", lambda c, _: c.execute("PRAGMA synchronous=OFF").close()
        )
