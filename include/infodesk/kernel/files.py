"""Files are known by their content: the same bytes are stored once, and never change."""

from pathlib import Path
from typing import Protocol

from infodesk.kernel.errors import InfodeskError


class FileMissing(InfodeskError):
    """The store holds no file of that hash, or its bytes no longer match it."""


class FileStore(Protocol):
    """Keeps attachments, images, forms and signed scans."""

    def put(self, content: bytes) -> str:
        """Store the bytes durably and return their SHA-256, 64 hex digits."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the bytes, checked against their hash. Raises FileMissing."""
        ...

    def path(self, sha256: str) -> Path:
        """Return where the bytes lie, for a reader that wants a file. Raises FileMissing."""
        ...
