"""Work in a process of its own, which can be killed like a worker."""

import os
from collections.abc import Callable


def start(work: Callable[[], object]) -> int:
    """Start the work in a child that leaves nothing to the parent's clean-up; return its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def ended(child: int) -> int:
    """Wait for a child; return 0, 1 for an error, or the negative number of its signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
