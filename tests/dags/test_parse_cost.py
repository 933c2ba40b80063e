"""A DAG file is parsed every half minute: nothing heavy may come in with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DAGS = Path(__file__).resolve().parents[2] / "dags"

HEAVY = {
    "PIL", "alembic", "argon2", "bs4", "diff_match_patch", "feedparser", "fastapi", "lxml", "nh3",
    "numpy", "openpyxl", "pandas", "paramiko", "psycopg", "pypdfium2", "requests", "segno",
    "warcio", "typst", "zxingcpp",
}  # fmt: skip


def heavy_among(modules: list[str]) -> set[str]:
    """Return what should not have come in: heavy libraries, and the domain beyond its names."""
    own = {name for name in modules if name.startswith(("infodesk.bootstrap", "infodesk.adapters"))}
    return own | {name.partition(".")[0] for name in modules} & HEAVY


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dags")
    (folder / "top.py").write_text("import warcio\n", encoding="utf-8")
    (folder / "desk.py").write_text(
        "from infodesk.bootstrap import source_hosts\n", encoding="utf-8"
    )
    (folder / "light.py").write_text("def task() -> None:\n    import warcio\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def imports(in_fresh_interpreter: Callable[..., Any], planted: Path) -> dict[str, list[str]]:
    files = [*DAGS.glob("*.py"), *planted.glob("*.py")]
    return dict(in_fresh_interpreter("imports", *map(str, files)))


def test_no_dag_file_imports_anything_heavy(imports: dict[str, list[str]]) -> None:
    costly = {file.name: heavy_among(imports[str(file)]) for file in DAGS.glob("*.py")}
    assert len(costly) >= 4
    assert {file: found for file, found in costly.items() if found} == {}


def test_a_planted_heavy_import_is_caught(imports: dict[str, list[str]], planted: Path) -> None:
    assert "warcio" in heavy_among(imports[str(planted / "top.py")])
    assert heavy_among(imports[str(planted / "desk.py")])
    assert heavy_among(imports[str(planted / "light.py")]) == set()
