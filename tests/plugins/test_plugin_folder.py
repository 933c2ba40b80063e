"""The plugins folder as Airflow loads it: an interpreter of its own, a desk of its own or none."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
TELL = """
import json, logging, sys
from airflow import plugins_manager
plugins, errors = plugins_manager._get_plugins()
light = sorted(name for name in sys.modules if name.startswith(("review_desk.", "infodesk.")))
apps, _ = plugins_manager.get_fastapi_plugins()
views, _ = plugins_manager._get_ui_plugins()
kind = lambda app: getattr(app, "__name__", type(app).__name__)
print(json.dumps({
    "plugins": [plugin.name for plugin in plugins],
    "errors": errors,
    "loaded_before_it_was_asked_for": light,
    "apps": [[app["url_prefix"], app["name"], kind(app["app"])] for app in apps],
    "views": views,
    "links": [link.name for link in plugins_manager.get_global_operator_extra_links()],
    "twice": sorted({"doorbell", "callbacks", "credentials", "operators"} & set(sys.modules)),
}))
"""
DESK = {
    "__init__.py": "",
    "operators.py": "async def current_operator() -> None: ...\n",
    "app.py": "from fastapi import FastAPI\ndef create_app() -> FastAPI:\n    return FastAPI()\n",
}


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Any]:
    def load(desk: dict[str, str]) -> Any:
        package = tmp_path / "placeholder" / "review_desk"
        package.mkdir(parents=True)
        for name, source in desk.items():
            (package / name).write_text(source, encoding="utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "AIRFLOW_HOME": str(tmp_path),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(PLUGINS),
            "PYTHONPATH": os.pathsep.join([str(package.parent), str(PLUGINS.parent / "include")]),
        }
        done = subprocess.run(
            [sys.executable, "-c", TELL],
            env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return load


def test_airflow_loads_one_plugin_and_no_helper_twice(load: Callable[..., Any]) -> None:
    told = load(DESK)
    assert told["errors"] == {}
    assert told["plugins"] == ["review_desk"]
    assert told["twice"] == []
    # Scheduler, workers and triggerer load plugins too: they must not pay for the desk's pages.
    assert told["loaded_before_it_was_asked_for"] == []
    assert told["apps"] == [
        ["/review/zh", "中文界面", "FastAPI"],
        ["/review", "审签台", "FastAPI"],
    ]
    (view,) = told["views"]
    assert (view["name"], view["href"], view["destination"]) == ("审签看板", "/review/board", "nav")
    assert told["links"] == ["登记的问题"]


def test_a_desk_that_cannot_start_does_not_take_airflow_down(load: Callable[..., Any]) -> None:
    told = load({**DESK, "app.py": "raise RuntimeError('设置有误')\n"})
    assert told["errors"] == {}
    assert told["apps"][1] == ["/review", "审签台", "_closed"]
