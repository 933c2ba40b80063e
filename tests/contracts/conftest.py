"""The two databases that every contract holds on: SQLite in a file, PostgreSQL on a real server.

The server is private: its own folder, a Unix socket and no port, passwords by SCRAM, killed with
the session. Two roles meet on it as in an office: the owner migrates, the application works.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.contracts.disk import spare_the_disk

from infodesk.adapters.database.all_tables import metadata
from infodesk.adapters.database.database import Database
from infodesk.adapters.database.upgrade import upgrade_database
from infodesk.ledger.entry import GENESIS

OWNER, APPLICATION = "infodesk_owner", "infodesk_app"
NOBODY = 65534


@dataclass(frozen=True)
class Store:
    """One database at the present schema: how the application reaches it, and how its owner."""

    engine: str
    url: str
    owner_url: str


@dataclass(frozen=True)
class PostgresServer:
    """A private server and the passwords of its roles."""

    socket_folder: Path
    passwords: dict[str, str]

    def url(self, role: str, database: str) -> str:
        return (
            f"postgresql+psycopg://{role}:{self.passwords[role]}@/{database}"
            f"?host={self.socket_folder}"
        )

    def execute(self, *statements: sql.Composable, database: str = "postgres") -> None:
        """Run statements as the server's superuser, each on its own."""
        with psycopg.connect(
            host=str(self.socket_folder),
            user="postgres",
            password=self.passwords["postgres"],
            dbname=database,
            autocommit=True,
        ) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = _postgres_programs()
    # Not under pytest's own folder: that one is closed to the user who runs the server.
    folder = Path(tempfile.mkdtemp(prefix="infodesk-pg-"))
    if os.getuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    server = PostgresServer(
        socket_folder=folder,
        passwords={role: secrets.token_urlsafe(12) for role in ("postgres", OWNER, APPLICATION)},
    )
    try:
        _make_cluster(programs, folder, server.passwords["postgres"])
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *_as_nobody(),
                    programs / "postgres",
                    *("-D", folder / "data", "-k", folder, "-c", "listen_addresses="),
                    *("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"),
                    *("-c", "max_connections=60", "-c", "timezone=Asia/Shanghai"),
                ],
                stdout=log,
                stderr=log,
            )
        try:
            _wait_for(server, process, folder / "log")
            for role in (OWNER, APPLICATION):
                server.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(server.passwords[role])
                    )
                )
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> Store:
    """One migrated database on the server; `postgres_store` empties it for each test."""
    name = "infodesk"
    postgres_server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
    )
    owner_url = postgres_server.url(OWNER, name)
    upgrade_database(owner_url, application_role=APPLICATION)
    return Store(
        engine="postgresql", url=postgres_server.url(APPLICATION, name), owner_url=owner_url
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated, empty database file from which tests copy theirs."""
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade_database(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Store:
    file = tmp_path / "infodesk.db"
    _empty_sqlite(file, sqlite_template)
    return Store(engine="sqlite", url=f"sqlite:///{file}", owner_url=f"sqlite:///{file}")


@pytest.fixture
def postgres_store(postgres_server: PostgresServer, migrated_postgres: Store) -> Store:
    """Return the migrated database, empty again."""
    _empty_postgres(postgres_server)
    return migrated_postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    return found


@pytest.fixture
def empty_again(request: pytest.FixtureRequest, store: Store) -> Callable[[], None]:
    """Return what empties the test's database; nobody may have it open."""
    if store.engine == "sqlite":
        file = Path(store.url.removeprefix("sqlite:///"))
        return partial(_empty_sqlite, file, request.getfixturevalue("sqlite_template"))
    return partial(_empty_postgres, request.getfixturevalue("postgres_server"))


@pytest.fixture
def database(store: Store) -> Iterator[Database]:
    """Open the database as the application does."""
    database = Database(store.url)
    spare_the_disk(database)
    yield database
    database.close()


@pytest.fixture
def owner(store: Store) -> Iterator[Database]:
    """Open the database as its owner, who may do more than the application."""
    database = Database(store.owner_url)
    spare_the_disk(database)
    yield database
    database.close()


def _empty_sqlite(file: Path, template: Path) -> None:
    for name in (file, f"{file}-wal", f"{file}-shm"):
        Path(name).unlink(missing_ok=True)
    shutil.copyfile(template, file)


def _empty_postgres(server: PostgresServer) -> None:
    """Delete every row; only the superuser gets past the ledger's triggers."""
    tables = [name for name in metadata.tables if name != "ledger_head"]
    server.execute(
        sql.SQL("SET session_replication_role = replica"),
        *(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables),
        sql.SQL("UPDATE ledger_head SET seq = 0, hash = {}").format(sql.Literal(GENESIS)),
        database="infodesk",
    )


def _postgres_programs() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if not found:
        pytest.fail(
            "The contract tests need PostgreSQL's programs in /usr/lib/postgresql/*/bin: "
            "run `make services`, or install Debian's package `postgresql`."
        )
    return found[-1].parent


def _as_nobody() -> list[str]:
    """PostgreSQL refuses to run as root; it dies with whoever started it."""
    if os.getuid() != 0:
        return ["setpriv", "--pdeathsig=INT"]
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--pdeathsig=INT",
    ]


def _make_cluster(programs: Path, folder: Path, password: str) -> None:
    password_file = folder / "password"
    password_file.write_text(password)
    if os.getuid() == 0:
        os.chown(password_file, NOBODY, NOBODY)
    made = subprocess.run(
        [
            *_as_nobody(),
            programs / "initdb",
            *("-D", folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.fail(f"initdb could not make a private PostgreSQL: {made.stderr or made.stdout}")


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            server.execute(sql.SQL("SELECT 1"))
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"The private PostgreSQL did not start:\n{log.read_text()}")
            time.sleep(0.05)
        else:
            return
