"""The whole house on the real Airflow: one session of processes on loopback, doorbell to inbox."""

import json
import os
import shutil
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from rehearsal.components import Running, rehearsal
from rehearsal.keeper import session_members
from rehearsal.premises import PROJECT, Premises, any_ports
from rehearsal.surroundings import Surroundings

pytestmark = pytest.mark.airflow

# One more DAG, whose tasks end as they are told to: nothing of ours is slow or broken enough.
UNHAPPY = """
from airflow.sdk import dag, task
from infodesk_airflow.callbacks import report_failed_run, report_failure

@dag(dag_id="unhappy", schedule=None, on_failure_callback=report_failed_run,
     default_args={"on_failure_callback": report_failure})
def unhappy():
    @task(map_index_template="{{ task.op_kwargs['how'] }}")
    def end(how):
        if how == "raise":
            raise ValueError("坏在这里")
    end.expand(how=["fine", "raise"])

@dag(dag_id="killed", schedule=None, on_failure_callback=report_failed_run,
     default_args={"on_failure_callback": report_failure})
def killed():
    @task
    def end():
        import os, time
        open(os.environ["UNHAPPY_PID_FILE"], "w").write(str(os.getpid()))
        time.sleep(120)
    end()

unhappy()
killed()
"""


def eventually(look: Callable[[], Any], *, seconds: float = 90.0) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.3)
    return found


@pytest.fixture(scope="module")
def pid_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unhappy") / "pid"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, pid_file: Path) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("rehearsal")
    dags = folder / "dags"
    shutil.copytree(PROJECT / "dags", dags, ignore=shutil.ignore_patterns("__pycache__"))
    (dags / "unhappy.py").write_text(UNHAPPY, encoding="utf-8")
    overrides = {"AIRFLOW__CORE__DAGS_FOLDER": str(dags), "UNHAPPY_PID_FILE": str(pid_file)}
    with rehearsal(
        premises=Premises(folder=folder),
        ports=any_ports(),
        surroundings=Surroundings(),
        overrides=overrides,
        progress=lambda _: None,
    ) as desk:
        eventually(lambda: {"unhappy", "killed"} <= set(desk.api.dags()))
        yield desk
        session = desk.parts.session
    assert session_members(session) == [], "something of the rehearsal is still running"


def problems(running: Running, dag_id: str) -> list[str]:
    with closing(sqlite3.connect(running.premises.folder / "infodesk.db", timeout=10)) as database:
        rows = database.execute(
            "SELECT details FROM problems WHERE subject LIKE ?", (f"task:{dag_id}/%",)
        )
        return [row[0] for row in rows]


def listening_addresses(pids: list[int]) -> set[str]:
    """Return the local addresses, in the kernel's hexadecimal, that the processes listen on."""
    inodes = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            try:
                inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
            except FileNotFoundError:  # closed meanwhile
                continue
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]
    ]
    return {line[1].partition(":")[0] for line in lines if line[3] == "0A" and line[9] in inodes}


def test_it_listens_on_loopback_and_nowhere_else(running: Running) -> None:
    addresses = listening_addresses(session_members(running.parts.session))
    assert addresses == {"0100007F"}


def test_our_dags_are_there_and_awake(running: Running) -> None:
    ours = {file.stem for file in (PROJECT / "dags").glob("*.py")}
    assert {dag for dag, is_paused in running.api.dags().items() if not is_paused} >= ours


def test_the_board_is_for_who_is_signed_in_to_airflow(running: Running) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"{running.desk_url}/board", timeout=20)
    token = running.api._signed_in()
    request = urllib.request.Request(
        f"{running.desk_url}/board", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=20) as page:
        assert "审签看板" in page.read().decode()


def test_what_is_collected_rings_for_review_and_a_letter_goes_out(running: Running) -> None:
    run_id = running.api.trigger("collect_sources")

    def collected() -> list[dict[str, Any]]:
        tasks = running.api.task_instances("collect_sources", run_id)
        hosts = [task for task in tasks if task["task_id"] == "collect_host"]
        return hosts if hosts and all(t["state"] == "success" for t in hosts) else []

    hosts = eventually(collected)
    assert "www.ndrc.gov.cn" in {task["rendered_map_index"] for task in hosts}

    def letters() -> Any:
        # Other mail may be there too: Airflow catches up with a run of this morning by itself.
        with urllib.request.urlopen(f"{running.inbox_url}/mails.json", timeout=10) as answer:
            return [mail for mail in json.load(answer) if "/review/" in mail["text"]]

    assert eventually(letters)
    rung = [r for r in running.api.runs("request_reviews") if r["run_type"] == "asset_triggered"]
    assert rung


def test_a_task_that_raises_opens_one_problem_and_keeps_its_name(running: Running) -> None:
    run_id = running.api.trigger("unhappy")
    (details,) = eventually(lambda: problems(running, "unhappy"))
    assert "ValueError: 坏在这里" in details
    eventually(lambda: running.api.runs("unhappy")[0]["state"] == "failed")
    time.sleep(3)  # the callback of the run comes after it, and has nothing to add
    assert len(problems(running, "unhappy")) == 1
    failed = [t for t in running.api.task_instances("unhappy", run_id) if t["state"] == "failed"]
    assert [task["rendered_map_index"] for task in failed] == ["raise"]


def test_a_task_that_is_killed_opens_a_problem_too(running: Running, pid_file: Path) -> None:
    running.api.trigger("killed")
    pid = int(eventually(lambda: pid_file.exists() and pid_file.read_text(encoding="ascii")))
    os.kill(pid, signal.SIGKILL)
    (details,) = eventually(lambda: problems(running, "killed"))
    assert "意外结束" in details
