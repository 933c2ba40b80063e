"""Write files so that a kill or a power cut leaves the old one or the new one, whole."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


def write_durably(path: Path, content: bytes, *, scratch: Path) -> None:
    """Put the bytes at `path` in one step. `scratch` is a folder of the same file system.

    What a kill leaves behind lies in `scratch` only, where nobody reads it.
    """
    make_folder(path.parent)
    make_folder(scratch)
    unfinished = scratch / uuid4().hex
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(lock_file: Path) -> Iterator[None]:
    """Hold a lock among threads and processes of one host; a dead holder holds nothing."""
    make_folder(lock_file.parent)
    with lock_file.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file gives the lock back
