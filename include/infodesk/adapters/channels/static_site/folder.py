"""The portal's folder on disk: what the public is served, and what is kept beside it.

<folder>/public/     what the web server serves; nothing else belongs to the public
<folder>/records/    one small JSON file a publication
<folder>/scratch/    files being written
<folder>/unsettled   stands while lists may be behind the pages
<folder>/lock        held by whoever writes
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from infodesk.adapters.channels.durable_files import locked, sync_folder, write_durably
from infodesk.adapters.channels.static_site.records import SiteRecords
from infodesk.articles.article import Attachment
from infodesk.kernel.files import FileStore

HEAD_BYTES = 4096  # a page names its fingerprint within these
# Endings under which a web server hands out something that a browser may safely show or keep.
# HTML and SVG are not among them: in the portal's name they could run.
ENDINGS = frozenset({
    ".pdf", ".ofd", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx",
    ".dps", ".txt", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp",
    ".tif", ".tiff", ".mp3", ".mp4",
})  # fmt: skip
IMAGE_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
}


class SiteFolder:
    """Reads and writes the folder; every file appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.public = folder / "public"
        self._scratch = folder / "scratch"
        self._unsettled = folder / "unsettled"
        self._lock = folder / "lock"
        self.records = SiteRecords(folder / "records", scratch=self._scratch)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the site: one writer at a time, whichever process it is in."""
        with locked(self._lock):
            yield

    def write(self, path: str, content: bytes) -> None:
        """Put a public file in its place."""
        write_durably(self.public / path, content, scratch=self._scratch)

    def has(self, path: str) -> bool:
        """Tell whether a public file is there."""
        return (self.public / path).is_file()

    def read(self, path: str) -> bytes | None:
        """Return a public file; None when it is not there."""
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (self.public / path).read_bytes()
        return None

    def head(self, path: str) -> bytes:
        """Return the first bytes of a public file, none when it is not there."""
        with suppress(FileNotFoundError, NotADirectoryError), (self.public / path).open("rb") as f:
            return f.read(HEAD_BYTES)
        return b""

    def keep(self, file: Attachment, files: FileStore) -> None:
        """Put an attachment or image among the public files, once. Raises FileMissing."""
        path = file_path(file)
        if not self.has(path):
            self.write(path, files.get(file.sha256))

    def remove_stale_lists(self, column_id: str, wanted: set[str]) -> None:
        """Remove archive pages that a column no longer fills."""
        for path in (self.public / column_id).glob("list-*.html"):
            if f"{column_id}/{path.name}" not in wanted:
                path.unlink(missing_ok=True)

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody is writing, or was killed while writing."""
        return self._unsettled.exists()

    def mark_unsettled(self) -> None:
        """Say, before a page appears, that the lists are about to be behind."""
        write_durably(self._unsettled, b"", scratch=self._scratch)

    def mark_settled(self) -> None:
        """Say that the lists show every page; what a killed writer left is thrown away."""
        for unfinished in self._scratch.iterdir():
            unfinished.unlink(missing_ok=True)
        self._unsettled.unlink(missing_ok=True)
        sync_folder(self._unsettled.parent)


def file_path(file: Attachment) -> str:
    """Return where a file lies below the public folder: by its hash, with a harmless ending."""
    ending = IMAGE_ENDINGS.get(file.media_type) or PurePosixPath(file.name).suffix.lower()
    return f"files/{file.sha256}{ending if ending in ENDINGS else '.bin'}"
