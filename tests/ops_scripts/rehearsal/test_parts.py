"""The session of processes: everything in it ends, however its owner ends."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rehearsal.keeper import session_members
from rehearsal.parts import Parts
from rehearsal.premises import RehearsalFailed
from rehearsal.waiting import wait_for

OPS_SCRIPTS = Path(__file__).resolve().parents[3] / "ops_scripts"
ENVIRONMENT = {"PATH": os.environ["PATH"]}

# What Airflow does with its tasks: a child in a process group of its own, and one that will not go.
HOUSEHOLD = "set -m; sleep 300 & trap '' TERM; sleep 300; true"


def eventually(is_so: Callable[[], bool], *, seconds: float = 20.0) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_leaving_ends_children_groups_and_the_stubborn(tmp_path: Path) -> None:
    with Parts(log_folder=tmp_path, grace=0.5) as parts:
        parts.start("household", ["bash", "-c", HOUSEHOLD], env=ENVIRONMENT)
        parts.start("plain", ["sleep", "300"], env=ENVIRONMENT)
        session = parts.session
        assert eventually(lambda: len(session_members(session)) >= 5)
        groups = {os.getpgid(pid) for pid in session_members(session)}
        assert len(groups) > 1, "the household has a process group of its own"
    assert session_members(session) == []


def test_an_owner_that_is_killed_takes_all_with_him(tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        import time
        from pathlib import Path
        from rehearsal.parts import Parts
        with Parts(log_folder=Path({str(tmp_path)!r}), grace=0.5) as parts:
            parts.start("household", ["bash", "-c", {HOUSEHOLD!r}], env={ENVIRONMENT!r})
            print(parts.session, flush=True)
            time.sleep(300)
    """)
    owner = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(OPS_SCRIPTS)},
    )
    assert owner.stdout is not None
    session = int(owner.stdout.readline())
    assert eventually(lambda: len(session_members(session)) >= 3)

    owner.kill()
    owner.communicate()
    assert eventually(lambda: not session_members(session))


def test_a_keeper_that_is_killed_is_noticed_and_leaves_no_orphan(tmp_path: Path) -> None:
    with Parts(log_folder=tmp_path, grace=0.5) as parts:
        parts.start("plain", ["sleep", "300"], env=ENVIRONMENT)
        session = parts.session
        os.kill(session, signal.SIGKILL)
        assert eventually(lambda: any(fallen.name == "keeper" for fallen in parts.fallen()))
    assert session_members(session) == []


def test_a_part_that_ends_is_told_with_its_log(tmp_path: Path) -> None:
    with Parts(log_folder=tmp_path, grace=0.5) as parts:
        parts.start("broken", ["bash", "-c", "echo 磁盘满; exit 3"], env=ENVIRONMENT)
        parts.start("plain", ["sleep", "300"], env=ENVIRONMENT)
        with pytest.raises(RehearsalFailed, match=r"broken 意外退出（代码 3）.*broken\.log"):
            wait_for(lambda: False, part="plain", parts=parts, timeout=20)
        assert parts.log_of("broken").read_text(encoding="utf-8") == "磁盘满\n"
        assert parts.fallen() == [], "told once"


def test_waiting_has_an_end(tmp_path: Path) -> None:
    with (
        Parts(log_folder=tmp_path, grace=0.5) as parts,
        pytest.raises(TimeoutError, match=r"scheduler 仍未就绪.*scheduler\.log"),
    ):
        wait_for(lambda: False, part="scheduler", parts=parts, timeout=0.3)


def test_a_fallen_part_can_be_started_again(tmp_path: Path) -> None:
    with Parts(log_folder=tmp_path, grace=0.5) as parts:
        first = parts.start("plain", ["sleep", "300"], env=ENVIRONMENT)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: bool(parts.fallen()))
        second = parts.start("plain", ["sleep", "300"], env=ENVIRONMENT)
        assert parts.pid_of("plain") == second != first
        assert second in session_members(parts.session)
