"""Politeness: one request at a time to a host, and a pause between two."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class HostPace:
    """Gives each host its turns, within this process.

    Between processes the work is shared out by hosts, so that no two ask the same one.
    """

    def __init__(
        self,
        *,
        interval_seconds: float,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = interval_seconds
        self._sleep = sleep
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until the host may be asked again, and keep it to ourselves meanwhile."""
        with self._lock:
            state = self._hosts.setdefault(host, _Host())
        with state.lock:
            wait = state.free_at - self._monotonic()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                state.free_at = self._monotonic() + self._interval
