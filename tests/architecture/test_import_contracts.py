"""The import contracts bite: each planted violation is reported by its name."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Copy the house, so that a violation can be planted in it."""
    copied = tmp_path / "infodesk"
    shutil.copytree(
        ROOT / "include" / "infodesk", copied, ignore=shutil.ignore_patterns("__pycache__")
    )
    return copied


@pytest.fixture
def lint(house: Path) -> Callable[[], subprocess.CompletedProcess[str]]:
    """Return what runs import-linter with the project's own contracts over the copy."""

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                Path(sys.executable).with_name("lint-imports"),
                *("--config", ROOT / ".importlinter", "--no-cache", "--no-logo"),
            ],
            cwd=house.parent,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(house.parent), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_the_house_as_it_stands_keeps_its_contracts(lint) -> None:
    result = lint()

    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


VIOLATIONS = {
    "airflow at the top of a rule": (
        "reviewing/planted.py",
        "import airflow\n",
        "The domain knows no Airflow",
        "infodesk.reviewing.planted -> airflow",
    ),
    "airflow inside a function of an adapter": (
        "adapters/planted.py",
        "def late():\n    from airflow.sdk import Variable\n    return Variable\n",
        "The domain knows no Airflow",
        "infodesk.adapters.planted -> airflow",
    ),
    "a duty that imports another": (
        "reviewing/planted.py",
        "from infodesk.publishing.publication import Publication\n",
        "Imports go down only, and duties do not know one another",
        "infodesk.reviewing.planted -> infodesk.publishing.publication",
    ),
    "a duty that imports another over bootstrap": (
        "collecting/planted.py",
        "from infodesk import bootstrap\n",
        "Imports go down only, and duties do not know one another",
        "infodesk.collecting.planted -> infodesk.bootstrap",
    ),
    "a duty that imports an adapter": (
        "publishing/planted.py",
        "from infodesk.adapters.file_store import FolderFileStore\n",
        "Imports go down only, and duties do not know one another",
        "infodesk.publishing.planted -> infodesk.adapters.file_store",
    ),
    "the kernel that looks up": (
        "kernel/planted.py",
        "from infodesk.articles.article import Article\n",
        "Imports go down only, and duties do not know one another",
        "infodesk.kernel.planted -> infodesk.articles.article",
    ),
    "requests below adapters": (
        "collecting/planted.py",
        "import requests\n",
        "Technologies live in adapters",
        "infodesk.collecting.planted -> requests",
    ),
    "a database below adapters": (
        "ledger/planted.py",
        "from sqlalchemy import select\n",
        "Technologies live in adapters",
        "infodesk.ledger.planted -> sqlalchemy",
    ),
    "a process below adapters": (
        "kernel/planted.py",
        "import subprocess\n",
        "Technologies live in adapters",
        "infodesk.kernel.planted -> subprocess",
    ),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_planted_import_is_reported(house: Path, lint, violation: str) -> None:
    module, source, contract, planted = VIOLATIONS[violation]
    (house / module).write_text(f'"""Planted by a test."""\n\n{source}')

    result = lint()

    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout
    assert planted in result.stdout


def test_a_package_that_no_layer_names_is_reported(house: Path, lint) -> None:
    (house / "smuggled").mkdir()
    (house / "smuggled" / "__init__.py").write_text('"""Planted by a test."""\n')

    result = lint()

    assert result.returncode != 0
    assert "Imports go down only, and duties do not know one another BROKEN" in result.stdout
    assert "infodesk.smuggled" in result.stdout


def test_a_duty_that_the_technologies_contract_forgets_is_noticed() -> None:
    """The layers are exhaustive by themselves; this list of the same packages is not."""
    contract = (ROOT / ".importlinter").read_text("utf-8")
    technologies = contract.split("contract:technologies]")[1].split("forbidden_modules")[0]
    packages = {path.parent.name for path in (ROOT / "include" / "infodesk").glob("*/__init__.py")}

    listed = set(technologies.split("source_modules =")[1].split())

    assert listed == {f"infodesk.{name}" for name in packages - {"adapters", "bootstrap"}}
