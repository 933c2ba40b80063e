"""Airflow's four parts on loopback, on SQLite, without `standalone`.

`airflow standalone` serves task logs on every interface and forks 32 workers; the parts started
one by one with `-s` (no log server) listen on the chosen port alone and need a fifth of the memory.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from rehearsal.airflow_api import AirflowApi
from rehearsal.parts import Parts
from rehearsal.premises import (
    LOOPBACK,
    PROJECT,
    Ports,
    Premises,
    RehearsalFailed,
    write_private,
)
from rehearsal.waiting import wait_for

OPERATOR = "operator"
PARALLEL_TASKS = 4
PARTS = {
    "dag-processor": ("dag-processor",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "triggerer": ("triggerer", "--skip-serve-logs"),
    "api-server": ("api-server",),
}
HEALTH_OF = {
    "api-server": "metadatabase",
    "scheduler": "scheduler",
    "dag-processor": "dag_processor",
    "triggerer": "triggerer",
}


class DagBroken(RehearsalFailed):
    """Airflow could not read a DAG file."""


def airflow_environment(
    premises: Premises, ports: Ports, *, project: Path = PROJECT
) -> dict[str, str]:
    """Return the environment in which every Airflow part and every task runs."""
    secrets = premises.secrets()
    base_url = f"http://{LOOPBACK}:{ports.airflow}"
    programs = Path(sys.executable).parent  # Airflow starts its own programs by name
    return {
        **_inherited(),
        "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": str(project / "include"),
        "TZ": "Asia/Shanghai",
        "AIRFLOW_HOME": str(premises.airflow_home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(project / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(project / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Shanghai",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": str(PARALLEL_TASKS),
        "AIRFLOW__CORE__FERNET_KEY": secrets.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{base_url}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{OPERATOR}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_passwords_file(premises)),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{premises.airflow_home / 'airflow.db'}",
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(premises.airflow_home / "logs"),
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(ports.airflow),
        "AIRFLOW__API__BASE_URL": base_url,
        "AIRFLOW__API__SECRET_KEY": secrets.api_secret_key,
        "AIRFLOW__API__INSTANCE_NAME": "信息岗",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.jwt_secret,
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
    }


def prepare_airflow(premises: Premises, environment: Mapping[str, str]) -> None:
    """Write the password file and bring the metadata database to this version of Airflow.

    Raises CalledProcessError; what the migration printed is in `log/migrate.log`.
    """
    premises.airflow_home.mkdir(parents=True, exist_ok=True)
    premises.logs.mkdir(parents=True, exist_ok=True)
    password = premises.secrets().airflow_password
    write_private(_passwords_file(premises), f'{{"{OPERATOR}": "{password}"}}\n')
    stamp = premises.airflow_home / "migrated-to"
    installed = version("apache-airflow")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == installed:
        return  # five seconds of a start are importing Airflow for nothing
    with (premises.logs / "migrate.log").open("ab") as log:
        subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=dict(environment),
            check=True,
            stdout=log,
            stderr=subprocess.STDOUT,
            timeout=300,
        )
    stamp.write_text(installed, encoding="utf-8")


def start_airflow(parts: Parts, environment: Mapping[str, str]) -> None:
    """Start the four parts; `await_airflow` tells when they work."""
    for name, command in PARTS.items():
        parts.start(name, [sys.executable, "-m", "airflow", *command], env=environment)


def await_airflow(
    parts: Parts,
    api: AirflowApi,
    *,
    started_at: datetime,
    progress: Callable[[str], None],
    timeout: float = 180.0,
) -> None:
    """Wait until all four parts are at work, telling each as it comes up.

    Only a heartbeat since `started_at` counts: the database still holds those of the last run.
    Raises PartEnded or TimeoutError, each naming the log to read.
    """
    for name in HEALTH_OF:
        is_up = partial(_is_healthy, api, name, started_at)
        wait_for(is_up, part=name, parts=parts, timeout=timeout)
        progress(name)


def await_dags(parts: Parts, api: AirflowApi, *, timeout: float = 60.0) -> None:
    """Wait until every file of the DAGs folder was read.

    Raises DagBroken when one cannot be read, PartEnded or TimeoutError as `await_airflow`.
    """
    expected = len(list((PROJECT / "dags").glob("*.py")))

    def all_read() -> bool:
        if errors := api.import_errors():
            raise DagBroken("\n".join(errors))
        return len(api.dags()) >= expected

    wait_for(all_read, part="dag-processor", parts=parts, timeout=timeout)


def _is_healthy(api: AirflowApi, part: str, since: datetime) -> bool:
    health = api.health().get(HEALTH_OF[part], {})
    if health.get("status") != "healthy":
        return False
    beats = [value for key, value in health.items() if key.endswith("_heartbeat") and value]
    return all(datetime.fromisoformat(beat).astimezone(UTC) >= since for beat in beats)


def _passwords_file(premises: Premises) -> Path:
    return premises.airflow_home / "passwords.json"


def _inherited() -> dict[str, str]:
    """Keep of our own environment what a process needs, and no stray Airflow setting."""
    wanted = ("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE")
    return {"LANG": "C.UTF-8"} | {name: os.environ[name] for name in wanted if name in os.environ}
