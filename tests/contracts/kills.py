"""Kills a process with SIGKILL right before or right after one of its commits."""

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event
from tests.contracts.disk import spare_the_disk

from infodesk.adapters.database.database import Database
from infodesk.adapters.database.records import Records


class MortalDatabase(Database):
    """Kills its own process right before or right after the n-th commit that writes anything."""

    def __init__(self, url: str, *, at_commit: int, is_before: bool) -> None:
        super().__init__(url)
        self.at_commit = at_commit
        self.is_before = is_before
        self.commits = 0
        self.has_written = False
        spare_the_disk(self)
        event.listen(self.engine, "after_cursor_execute", self._executed)
        event.listen(self.engine, "commit", self._committing)

    @contextmanager
    def begin(self) -> Iterator[Records]:
        self.has_written = False
        with super().begin() as records:
            yield records
        if self.has_written and self.commits == self.at_commit:
            os.kill(os.getpid(), signal.SIGKILL)

    def _executed(self, _connection, _cursor, statement: str, *_rest) -> None:
        self.has_written |= statement.startswith(("INSERT", "UPDATE", "DELETE"))

    def _committing(self, _connection: object) -> None:
        self.commits += self.has_written
        if self.has_written and self.commits == self.at_commit and self.is_before:
            os.kill(os.getpid(), signal.SIGKILL)


def is_killed_in(act: Callable[[], object]) -> bool:
    """Run the act in a forked child; False when it came to its end alive.

    Forked and not started anew, because a hundred starts of Python would take minutes. Nothing
    that is open may be shared: close databases before, open them in the act.
    """
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException:  # noqa: BLE001 - nothing of the test run may go on in the child
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the child failed; its traceback is above"
    return False
