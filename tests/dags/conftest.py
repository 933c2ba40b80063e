"""DAG files as Airflow reads them, in an interpreter that imported nothing else."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("fresh_interpreter.py")


@pytest.fixture(scope="session")
def in_fresh_interpreter(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")},
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "PYTHONPATH": os.pathsep.join([str(PROJECT / "include"), str(PROJECT / "plugins")]),
    }

    def run(*arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture(scope="session")
def bag(in_fresh_interpreter: Callable[..., Any]) -> dict[str, Any]:
    return dict(in_fresh_interpreter("bag", str(PROJECT / "dags")))


@pytest.fixture(scope="session")
def dags(bag: dict[str, Any]) -> list[dict[str, Any]]:
    assert bag["dags"], "no DAG was found: every rule below would hold of nothing"
    return list(bag["dags"])
