"""Politeness: one request at a time to a host, a pause between two, and rest where it asks."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    rests_until: float = 0.0


class HostPace:
    """Gives each host its turns, within this process.

    Between processes the work is shared out by hosts, so that no two ask the same one.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, *, interval_seconds: float) -> Iterator[None]:
        """Wait until the host may be asked again, and keep it to ourselves meanwhile.

        `interval_seconds` pass between the end of one request and the beginning of the next.
        """
        state = self._host(host)
        with state.lock:
            wait = state.free_at + interval_seconds - self._monotonic()
            if wait > 0 and state.free_at:
                self._sleep(wait)
            try:
                yield
            finally:
                state.free_at = self._monotonic()

    def rest(self, host: str, seconds: float) -> None:
        """Remember that the host wants to be left alone for so long."""
        self._host(host).rests_until = self._monotonic() + seconds

    def seconds_of_rest(self, host: str) -> float:
        """Return for how long the host still wants to be left alone; 0 for not at all."""
        return max(0.0, self._host(host).rests_until - self._monotonic())

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
