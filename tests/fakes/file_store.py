"""Files in memory."""

from pathlib import Path

from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.files import FileMissing


class MemoryFileStore:
    """A file store that is gone with its test."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        sha256 = sha256_hex(content)
        self.files[sha256] = content
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.files:
            raise FileMissing(f"文件库中没有 {sha256}", remedy="测试中没有这个文件")
        return self.files[sha256]

    def path(self, sha256: str) -> Path:
        raise NotImplementedError("files in memory have no path")
