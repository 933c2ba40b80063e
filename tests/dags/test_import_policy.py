"""Who may import what, read from the source text: dags/, plugins/ and ops_scripts/."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

# What of Airflow is not in airflow.sdk, and who alone may take it.
BEYOND_SDK = {
    "plugins/infodesk_airflow/doorbell.py": {"airflow.triggers.base"},
    "plugins/infodesk_airflow/operators.py": {
        "airflow.api_fastapi.app",
        "airflow.api_fastapi.auth.managers.models.resource_details",
        "airflow.api_fastapi.core_api.security",
    },
    "plugins/review_desk_plugin.py": {"airflow.plugins_manager"},
}
DOMAIN_DOORS = ("infodesk.bootstrap", "infodesk.catalog")


def imported(source: str) -> Iterator[str]:
    """Yield every module that a source text imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module in {"infodesk", "airflow"}:  # from infodesk import kernel
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield "." * node.level + (node.module or "")


def forbidden(source: str, *, beyond_sdk: set[str]) -> list[str]:
    """Return the imports that break a rule."""
    return [
        module
        for module in imported(source)
        if module.startswith(".")
        or (_is_in(module, "airflow") and not _is_in(module, "airflow.sdk", *beyond_sdk))
        or (_is_in(module, "infodesk") and not _is_in(module, *DOMAIN_DOORS))
        or _is_in(module, "include")
    ]


def _is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


FILES = sorted(
    str(file.relative_to(PROJECT))
    for folder in ("dags", "plugins", "ops_scripts")
    for file in (PROJECT / folder).rglob("*.py")
)


@pytest.mark.parametrize("file", FILES)
def test_only_the_doors_are_used(file: str) -> None:
    source = (PROJECT / file).read_text(encoding="utf-8")
    assert forbidden(source, beyond_sdk=BEYOND_SDK.get(file, set())) == []


def test_every_exception_is_still_needed() -> None:
    for file, modules in BEYOND_SDK.items():
        assert modules <= set(imported((PROJECT / file).read_text(encoding="utf-8"))), file


@pytest.mark.parametrize(
    "planted",
    [
        "from airflow.models import DAG",
        "import airflow.models",
        "from airflow.triggers.base import BaseEventTrigger",
        "from airflow.utils.session import create_session",
        "def f():\n    from airflow.utils.session import create_session",
        "from infodesk.kernel.ids import new_id",
        "from infodesk import kernel",
        "from infodesk.adapters.smtp_mailer import SmtpMailer",
        "from include.infodesk.bootstrap import source_hosts",
        "from .doorbell import watched_asset",
        "import infodesk.bootstrapping",
    ],
)
def test_planted_violations_are_caught(planted: str) -> None:
    assert forbidden(planted, beyond_sdk=set())


def test_what_is_allowed_passes() -> None:
    allowed = (
        "import json\nfrom airflow.sdk import dag\nfrom infodesk.bootstrap import source_hosts\n"
        "import infodesk.catalog.loading\nfrom infodesk_airflow.doorbell import watched_asset\n"
    )
    assert forbidden(allowed, beyond_sdk=set()) == []


def task_bodies(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions that are tasks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(mark, ast.Call)
            and isinstance(mark.func, ast.Name)
            and mark.func.id == "task"
            for mark in node.decorator_list
        ):
            yield node


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("dags/")])
def test_a_task_is_local_imports_and_one_call(file: str) -> None:
    bodies = list(task_bodies((PROJECT / file).read_text(encoding="utf-8")))
    assert bodies
    for body in bodies:
        *imports, last = body.body
        assert all(isinstance(statement, ast.ImportFrom) for statement in imports), body.name
        assert isinstance(last, ast.Return), body.name
        assert isinstance(last.value, ast.Call), body.name
        assert body.returns is not None, body.name
