"""Starts the desk as one session of processes on loopback; alone it runs with your own settings.

`rehearsal` adds what an office has around it: a web to collect from, a mail server, a web server
for the portal. `python -m rehearsal.components` (`make run`) leaves those out: it takes INFODESK_*,
AIRFLOW_CONN_* and AIRFLOW__* from the environment.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rehearsal.airflow_api import AirflowApi
from rehearsal.airflow_parts import (
    OPERATOR,
    airflow_environment,
    await_airflow,
    await_dags,
    prepare_airflow,
    start_airflow,
)
from rehearsal.parts import Parts
from rehearsal.premises import LOOPBACK, PROJECT, Ports, Premises, choose_ports
from rehearsal.surroundings import Surroundings, await_surroundings, start_surroundings
from rehearsal.waiting import run_until_stopped, show, stay

OWN_SETTINGS = ("INFODESK_", "AIRFLOW_CONN_", "AIRFLOW_VAR_", "AIRFLOW__")
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A desk that is up."""

    premises: Premises
    ports: Ports
    parts: Parts
    api: AirflowApi
    environment: Mapping[str, str]  # of every part; scripts beside it want the same

    @property
    def airflow_url(self) -> str:
        """Airflow's interface."""
        return _url(self.ports.airflow)

    @property
    def chinese_url(self) -> str:
        """Airflow's interface, turned to Chinese on the way."""
        return f"{self.airflow_url}/review/zh/"

    @property
    def desk_url(self) -> str:
        """The review desk."""
        return f"{self.airflow_url}/review"

    @property
    def inbox_url(self) -> str:
        """The page that shows the letters."""
        return _url(self.ports.inbox_web)

    @property
    def portal_url(self) -> str:
        """The published site."""
        return _url(self.ports.portal)


@contextmanager
def rehearsal(
    *,
    premises: Premises,
    ports: Ports,
    surroundings: Surroundings,
    overrides: Mapping[str, str],
    progress: Progress,
) -> Iterator[Running]:
    """Run the desk and its surroundings for as long as the block lasts.

    Raises PremisesTaken, PartEnded, TimeoutError or CalledProcessError, each saying what to read.
    """
    around = {
        "INFODESK_REPLAY_URL": _url(ports.replay),
        "INFODESK_FETCH_INTERVAL_SECONDS": "0.05",
        "AIRFLOW_CONN_INFODESK_SMTP": json.dumps(
            {
                "conn_type": "smtp",
                "host": LOOPBACK,
                "port": ports.inbox_smtp,
                "extra": {"security": "none"},
            }
        ),
    }
    with premises.taken(), Parts(log_folder=premises.logs) as parts:
        start_surroundings(parts, premises, ports, surroundings)
        running = _desk_up(premises, ports, parts, around | dict(overrides), progress)
        await_dags(parts, running.api)
        await_surroundings(parts, ports)
        yield running


@contextmanager
def own_desk(*, premises: Premises, ports: Ports, progress: Progress) -> Iterator[Running]:
    """Run the desk alone, with the settings of our own environment. Raises as `rehearsal`."""
    own = {name: value for name, value in os.environ.items() if name.startswith(OWN_SETTINGS)}
    with premises.taken(), Parts(log_folder=premises.logs) as parts:
        yield _desk_up(premises, ports, parts, own, progress)


def _desk_up(
    premises: Premises, ports: Ports, parts: Parts, settings: Mapping[str, str], progress: Progress
) -> Running:
    environment = airflow_environment(premises, ports) | _desk_environment(premises, ports)
    environment |= settings
    api = AirflowApi(
        base_url=_url(ports.airflow),
        username=OPERATOR,
        password=premises.secrets().airflow_password,
    )
    progress("准备数据库")
    _prepare(premises, environment)
    started_at = datetime.now(UTC)
    start_airflow(parts, environment)
    progress("启动 Airflow 的四个进程")
    await_airflow(parts, api, started_at=started_at, progress=lambda name: progress(f"{name} 就绪"))
    return Running(premises=premises, ports=ports, parts=parts, api=api, environment=environment)


def _desk_environment(premises: Premises, ports: Ports) -> dict[str, str]:
    return {
        "INFODESK_HOME": str(premises.folder),
        "INFODESK_SECRET_KEY": premises.secrets().desk_secret,
        "INFODESK_AIRFLOW_URL": _url(ports.airflow),
        "INFODESK_DESK_URL": f"{_url(ports.airflow)}/review",
    }


def _prepare(premises: Premises, environment: Mapping[str, str]) -> None:
    """Bring both databases to their present schema, side by side."""
    premises.logs.mkdir(parents=True, exist_ok=True)
    upgrade = [sys.executable, str(PROJECT / "ops_scripts" / "upgrade_database.py")]
    log_file = premises.logs / "upgrade.log"
    with (
        log_file.open("ab") as log,
        subprocess.Popen(  # noqa: S603 -- our own script
            upgrade, env=dict(environment), stdout=log, stderr=subprocess.STDOUT
        ) as own,
    ):
        prepare_airflow(premises, environment)
    if own.returncode:
        raise subprocess.CalledProcessError(own.returncode, f"{' '.join(upgrade)}，见 {log_file}")


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def main() -> int:
    """Run the desk until told to stop."""
    argparse.ArgumentParser(description="按你自己的设置运行信息岗（只听本机）").parse_args()
    premises = Premises(folder=Path(os.environ.get("INFODESK_HOME", PROJECT / "var")).resolve())

    def run() -> None:
        with own_desk(premises=premises, ports=choose_ports(), progress=show) as running:
            show(f"Airflow（中文界面）  {running.chinese_url}")
            show(f"  用户名 {OPERATOR}，密码见 {premises.folder / 'secrets.json'}")
            show(f"审签看板            {running.desk_url}/board")
            show("按 Ctrl-C 结束。")
            stay(running.parts)

    return run_until_stopped(run)


if __name__ == "__main__":
    sys.exit(main())
