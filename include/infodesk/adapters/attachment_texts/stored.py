"""Reads the attachments that lie in the file store, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infodesk.adapters.attachment_texts.limits import ORDINARY, Limits
from infodesk.articles.article import Attachment
from infodesk.kernel.files import FileMissing, FileStore
from infodesk.reviewing.checking.files import (
    FilePiece,
    FileReading,
    FileTrouble,
    FoundTrouble,
    TextOfImage,
)

_ROOT = Path(__file__).resolve().parents[3]


class StoredAttachmentTexts:
    """Opens attachments in bounded time and memory; a broken file never breaks a review.

    With `text_of_image` the words of picture attachments are read too.
    """

    def __init__(
        self,
        files: FileStore,
        *,
        text_of_image: TextOfImage | None = None,
        limits: Limits = ORDINARY,
    ) -> None:
        self._files = files
        self._text_of_image = text_of_image
        self._limits = limits

    def read(self, attachment: Attachment) -> FileReading:
        """Return words and troubles; a file that cannot be read is a trouble, never an error."""
        try:
            content = self._files.get(attachment.sha256)
        except FileMissing:
            return _only(attachment, FileTrouble.MISSING)
        if self._text_of_image is not None and attachment.media_type.startswith("image/"):
            words = self._text_of_image.text(content)
            piece = FilePiece(place="图中文字", text=words)
            return FileReading(attachment=attachment, pieces=(piece,) if words else ())
        if len(content) > self._limits.file_bytes:
            return _only(attachment, FileTrouble.TOO_LARGE, f"{len(content) >> 20} MB")
        return self._read_apart(attachment, content)

    def _read_apart(self, attachment: Attachment, content: bytes) -> FileReading:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", "infodesk.adapters.attachment_texts", attachment.name],
                input=content,
                capture_output=True,
                timeout=self._limits.seconds,
                check=False,
                env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
            )
        except subprocess.TimeoutExpired:
            late = f"{self._limits.seconds:.0f} 秒没有读完"
            return _only(attachment, FileTrouble.TOO_LARGE, late)
        if done.returncode != 0:
            return _only(attachment, FileTrouble.DAMAGED, "读取时出错")
        return _reading(attachment, json.loads(done.stdout))


def _reading(attachment: Attachment, found: dict[str, Any]) -> FileReading:
    return FileReading(
        attachment=attachment,
        pieces=tuple(
            FilePiece(
                place=piece["place"],
                text=piece["text"],
                tables=tuple(tuple(map(tuple, rows)) for rows in piece["tables"]),
            )
            for piece in found["pieces"]
        ),
        troubles=tuple(
            FoundTrouble(kind=FileTrouble(trouble["kind"]), detail=trouble["detail"])
            for trouble in found["troubles"]
        ),
    )


def _only(attachment: Attachment, kind: FileTrouble, detail: str = "") -> FileReading:
    return FileReading(attachment=attachment, troubles=(FoundTrouble(kind=kind, detail=detail),))
