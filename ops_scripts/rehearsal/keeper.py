"""Keeps the processes of a rehearsal in one session, and ends all of them when the rehearsal ends.

The keeper is a small process of its own: it reads orders from its standard input and answers on
its standard output, one JSON object a line. When the input closes, for whatever reason (Ctrl-C, a
closed terminal, `kill -9` of the one who gave the orders), it ends the session. A session and not
a process group, because Airflow gives every running task a process group of its own.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# Longer than an idle part needs to leave; a task that is still busy is cut off.
GRACE_SECONDS = 8.0


def session_members(session: int) -> list[int]:
    """Return the processes of a session, zombies left out. Linux only: it reads /proc."""
    return [pid for pid in _all_processes() if _session_of(pid) == session]


def end_session(session: int, *, spare: int = 0, grace: float = GRACE_SECONDS) -> None:
    """Ask every process of a session to stop, wait, and kill what is left; `spare` is let be."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for pid in _others(session, spare):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sent)
        deadline = time.monotonic() + grace
        while _others(session, spare) and time.monotonic() < deadline:
            time.sleep(0.05)
        if not _others(session, spare):
            return


def serve(*, grace: float) -> None:
    """Carry out orders until the input closes, then end the session."""
    for refused in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # A handler, not SIG_IGN: the parts would inherit that and could not be stopped.
        signal.signal(refused, lambda *_: None)
    names: dict[int, str] = {}
    for line in _orders():
        if line:
            order = json.loads(line)
            names[process := _start(order)] = order["name"]
            _answer({"started": order["name"], "pid": process})
        for pid, code in _reap().items():
            _answer({"ended": names.get(pid, str(pid)), "code": code})
    end_session(os.getsid(0), spare=os.getpid(), grace=grace)


def _orders() -> Iterator[str]:
    """Yield each order, and an empty text whenever half a second passed without one."""
    waiting = selectors.DefaultSelector()
    waiting.register(sys.stdin, selectors.EVENT_READ)
    pending = b""
    while True:
        if not waiting.select(timeout=0.5):
            yield ""
            continue
        received = os.read(sys.stdin.fileno(), 65536)
        if not received:
            return
        *lines, pending = (pending + received).split(b"\n")
        yield from (line.decode() for line in lines)


def _start(order: dict[str, object]) -> int:
    argv, environment, log = order["argv"], order["env"], order["log"]
    if not (isinstance(argv, list) and isinstance(environment, dict) and isinstance(log, str)):
        raise TypeError(f"not an order: {order!r}")
    with Path(log).open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 -- our own parts, no shell
            argv,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    process.returncode = 0  # reaped by _reap, together with orphans of the parts
    return process.pid


def _answer(message: dict[str, object]) -> None:
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def _reap() -> dict[int, int]:
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while (result := os.waitpid(-1, os.WNOHANG))[0]:
            ended[result[0]] = os.waitstatus_to_exitcode(result[1])
    return ended


def _others(session: int, spare: int) -> list[int]:
    return [pid for pid in session_members(session) if pid != spare]


def _all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _session_of(pid: int) -> int | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it ended meanwhile
        return None
    state, _parent, _group, session = stat.rpartition(")")[2].split()[:4]
    return None if state == "Z" else int(session)


if __name__ == "__main__":
    serve(grace=float(sys.argv[1]))
