"""Run as a script in an interpreter of its own: reads DAG files as Airflow does, tells as JSON.

`bag FOLDER` loads a folder with Airflow's DagBag; `imports FILE...` executes each file in a child
of its own and tells which modules came in beyond Airflow's own.
"""

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any


def read_bag(folder: str) -> dict[str, Any]:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(dag_folder=folder)
    return {
        "errors": bag.import_errors,
        "dags": [_describe(dag) for dag in bag.dags.values()],
    }


def _describe(dag: Any) -> dict[str, Any]:
    clock = getattr(dag.timetable, "timetable", dag.timetable)  # the sweep beside an asset
    condition = getattr(dag.timetable, "asset_condition", None)
    watchers = (
        {
            asset.name: [watcher.trigger.serialize() for watcher in asset.watchers]
            for asset in condition.objects
        }
        if condition
        else {}
    )
    return {
        "id": dag.dag_id,
        "file": Path(dag.fileloc).name,
        "display_name": dag.dag_display_name,
        "tags": sorted(dag.tags),
        "doc": dag.doc_md or "",
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "timezone": str(getattr(clock, "timezone", None)),
        "failed_run": _names(dag.on_failure_callback),
        "watchers": watchers,
        "tasks": [_describe_task(task) for task in dag.tasks],
    }


def _describe_task(task: Any) -> dict[str, Any]:
    return {
        "id": task.task_id,
        "owner": task.owner,
        "display_name": task.task_display_name,
        "failed": _names(task.on_failure_callback),
        "retries": task.retries,
        "has_backoff": bool(task.retry_exponential_backoff),
        "has_timeout": task.execution_timeout is not None,
        "is_mapped": type(task).__name__ == "DecoratedMappedOperator",
        "map_index_template": getattr(task, "map_index_template", None),
    }


def _names(callbacks: Any) -> list[str]:
    listed = callbacks if isinstance(callbacks, (list, tuple)) else [callbacks]
    return [callback.__name__ for callback in listed if callback]


def read_imports(files: list[str]) -> dict[str, list[str]]:
    import airflow.sdk
    import airflow.triggers.base  # noqa: F401 -- as above

    before = set(sys.modules)
    return {file: _imports_of(file, before) for file in files}


def _imports_of(file: str, before: set[str]) -> list[str]:
    """Execute the file in a fork, so that no file profits from what another one imported."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        spec = importlib.util.spec_from_file_location("parsed_dag", file)
        assert spec
        assert spec.loader
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        os.write(writer, "\n".join(sorted(set(sys.modules) - before)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        imported = told.read().splitlines()
    os.wait()
    return imported


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    result = read_bag(arguments[0]) if kind == "bag" else read_imports(arguments)
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
