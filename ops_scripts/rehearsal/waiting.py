"""Waiting: for something to become true, and for the person who will stop us."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from rehearsal.parts import Fallen, Parts
from rehearsal.premises import RehearsalFailed

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PartEnded(RehearsalFailed):
    """A part that should be there is gone."""

    def __init__(self, fallen: Fallen, parts: Parts) -> None:
        log = parts.log_of(fallen.name)
        super().__init__(f"{fallen.name} 意外退出（代码 {fallen.code}），请看 {log}")


def show(line: str) -> None:
    """Print a line at once, even into a pipe."""
    print(line, flush=True)


def wait_for(
    is_so: Callable[[], bool], *, part: str, parts: Parts, timeout: float, every: float = 0.2
) -> None:
    """Ask again and again until it is so; `part` is the one that makes us wait.

    Raises PartEnded as soon as any part has ended, TimeoutError after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while not is_so():
        for fallen in parts.fallen():
            raise PartEnded(fallen, parts)
        if time.monotonic() > deadline:
            log = parts.log_of(part)
            raise TimeoutError(f"等了 {timeout:.0f} 秒，{part} 仍未就绪，请看 {log}")
        time.sleep(every)


def stay(parts: Parts) -> None:
    """Stay until a signal comes. Raises PartEnded when a part ends before that."""
    while True:
        for fallen in parts.fallen():
            raise PartEnded(fallen, parts)
        time.sleep(0.5)


def run_until_stopped(run: Callable[[], None]) -> int:
    """Run something that leaves cleanly on KeyboardInterrupt, and return the exit status.

    Ctrl-C, TERM and a closed terminal all stop it; a second one does not disturb the leaving.
    """
    for number in _STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        run()
    except KeyboardInterrupt:
        show("已全部结束。")
    except (RehearsalFailed, TimeoutError, subprocess.CalledProcessError) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    for other in _STOP_SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    show("\n正在结束所有进程……")
    raise KeyboardInterrupt
