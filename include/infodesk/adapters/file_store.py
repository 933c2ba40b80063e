"""Files on disk, each under the hash of its content."""

import os
import re
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.files import FileMissing

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderFileStore:
    """Keeps files as `<folder>/ab/cdef…`, written so that no reader ever meets half a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Store the bytes durably and return their SHA-256, 64 hex digits.

        A file that is there already is left alone, unless its bytes have gone bad.
        """
        sha256 = sha256_hex(content)
        path = self._path(sha256)
        if not _holds(path, sha256):
            _make_folder(path.parent)
            _write(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes, checked against their hash. Raises FileMissing."""
        try:
            content = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise _missing(sha256) from error
        if sha256_hex(content) != sha256:
            raise FileMissing(
                f"文件 {sha256} 的内容已损坏", remedy="请从备份恢复该文件，或重新收取、重新上传"
            )
        return content

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie, for a reader that wants a file. Raises FileMissing."""
        path = self._path(sha256)
        if not path.is_file():
            raise _missing(sha256)
        return path

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            # A name from outside must never become a path.
            raise _missing(sha256)
        return self._folder / sha256[:2] / sha256[2:]


def _missing(sha256: str) -> FileMissing:
    return FileMissing(f"文件库中没有 {sha256[:64]}", remedy="请从备份恢复该文件，或重新上传")


def _holds(path: Path, sha256: str) -> bool:
    with suppress(FileNotFoundError):
        return sha256_hex(path.read_bytes()) == sha256
    return False


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each known to the disk before anything lies in it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{uuid4().hex}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
