"""The real desk on a temporary SQLite installation, behind real HTTP on loopback."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from tests.plugins.review_desk.office import (
    Browser,
    FrontDoor,
    Office,
    make_empty_database,
    settle_in,
    stop_the_clock,
    use_environment,
    use_plain_tools,
)

from infodesk.bootstrap import wiring
from review_desk.app import create_app
from review_desk.operators import current_operator
from review_desk.refusals import OperatorMissing

OPERATOR_HEADER = "X-Operator-Of-The-Tests"


@dataclass(frozen=True)
class HeaderOperator:
    """An operator as a test names him; one whose name is “intruder” may not see the desk."""

    name: str

    @property
    def may_see_desk(self) -> bool:
        return not self.name.startswith("intruder")


def _named_operator(request: Request) -> HeaderOperator:
    name = request.headers.get(OPERATOR_HEADER, "")
    if not name:
        raise OperatorMissing
    return HeaderOperator(name)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated database without rows, to be copied."""
    return make_empty_database(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def desk_app() -> FastAPI:
    """Give the desk; it looks its installation up at each request, so one app serves all tests."""
    with pytest.MonkeyPatch.context() as patch:
        use_environment(patch, Path("/nonexistent"))
        app = create_app()
    app.dependency_overrides[current_operator] = _named_operator
    return app


@pytest.fixture(scope="session")
def front_door(desk_app: FastAPI) -> Iterator[str]:
    """Give the address of the desk."""
    with FrontDoor(desk_app).opened() as address:
        yield address


@pytest.fixture
def office(
    tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """Give an empty office whose clock the test moves."""
    use_environment(monkeypatch, tmp_path)
    made = settle_in(tmp_path, empty_database, clock=stop_the_clock(monkeypatch))
    use_plain_tools()
    yield made
    wiring().database.close()
    wiring.cache_clear()


@pytest.fixture
def browse(front_door: str, office: Office) -> Iterator[Callable[..., Browser]]:
    """Open browsers, each with cookies of its own."""
    del office  # a browser without an installation would meet the developer's own
    opened: list[httpx.Client] = []

    def new(*, operator: str = "") -> Browser:
        headers = {OPERATOR_HEADER: operator} if operator else {}
        client = httpx.Client(base_url=front_door, headers=headers, timeout=30)
        opened.append(client)
        return Browser(client)

    yield new
    for client in opened:
        client.close()


@pytest.fixture
def browser(browse: Callable[..., Browser]) -> Browser:
    """One browser."""
    return browse()
