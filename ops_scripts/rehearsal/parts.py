"""The running parts of a rehearsal, seen from the one who started them."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from rehearsal import keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A part that ended although nobody asked it to."""

    name: str
    code: int  # exit status, negative for a signal


class Parts:
    """Starts processes in a session of their own; leaving the block ends every one of them."""

    def __init__(self, *, log_folder: Path, grace: float = keeper.GRACE_SECONDS) -> None:
        """Take where logs go, and how many seconds a part may take to leave."""
        self._log_folder = log_folder
        self._grace = grace
        self._keeper: subprocess.Popen[str] | None = None
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._answers: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
        self._pids: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._log_folder.mkdir(parents=True, exist_ok=True)
        package_parent = Path(__file__).resolve().parents[1]
        self._keeper = subprocess.Popen(  # noqa: S603 -- ourselves
            [sys.executable, "-m", "rehearsal.keeper", str(self._grace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(package_parent)},
        )
        self._listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    @property
    def session(self) -> int:
        """The session that all parts belong to."""
        return self._running_keeper().pid

    def start(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str], timeout: float = 10.0
    ) -> int:
        """Start a part and return its process id; what it prints goes to `<name>.log`."""
        log = self.log_of(name)
        order = {"name": name, "argv": list(argv), "env": dict(env), "log": str(log)}
        orders = self._running_keeper().stdin
        if orders is None:
            raise RuntimeError("the keeper takes no orders any more")
        orders.write(json.dumps(order) + "\n")
        orders.flush()
        ended: list[dict[str, object]] = []
        while (answer := self._answers.get(timeout=timeout)).get("started") != name:
            ended.append(answer)
        for other in ended:
            self._answers.put(other)
        self._pids[name] = int(str(answer["pid"]))
        return self._pids[name]

    def pid_of(self, name: str) -> int:
        """Return the process id of a part that was started."""
        return self._pids[name]

    def log_of(self, name: str) -> Path:
        """Return where a part's output goes."""
        return self._log_folder / f"{name}.log"

    def fallen(self) -> list[Fallen]:
        """Return the parts that ended since the last look."""
        ended: list[Fallen] = []
        with contextlib.suppress(queue.Empty):
            while True:
                answer = self._answers.get_nowait()
                name, code = str(answer["ended"]), int(str(answer["code"]))
                if name in self._pids:  # a grandchild without a parent is the keeper's business
                    ended.append(Fallen(name=name, code=code))
        if self._running_keeper().poll() is not None:
            ended.append(Fallen(name="keeper", code=self._running_keeper().returncode))
        return ended

    def end(self) -> None:
        """End every part, children of parts included, and wait until none is left."""
        process = self._running_keeper()
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2 * self._grace + 5)
        # Nothing is left to end here, unless the keeper itself was killed.
        keeper.end_session(process.pid, grace=self._grace)
        self._listener.join()
        if process.stdout is not None:
            process.stdout.close()

    def _running_keeper(self) -> subprocess.Popen[str]:
        if self._keeper is None:
            raise RuntimeError("Parts is a context manager: use it in a with statement")
        return self._keeper

    def _listen(self) -> None:
        answers = self._running_keeper().stdout
        if answers is not None:
            for line in answers:
                self._answers.put(json.loads(line))
