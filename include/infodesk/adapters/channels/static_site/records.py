"""Small records of what the portal shows; every list is made from them alone."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from infodesk.adapters.channels.durable_files import write_durably
from infodesk.channels.channel import ChannelUnavailable, Edition
from infodesk.channels.rendering import readable_text
from infodesk.kernel.canonical import canonical_json, sha256_hex
from infodesk.kernel.clock import SHANGHAI, as_text

SUMMARY_LENGTH = 90  # characters: two lines on a desktop, four on a phone
ADDRESS_DIGITS = 12  # 48 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What the lists, the feed and the site map say of one page."""

    publication_id: str
    article_id: str
    revision_number: int
    content_hash: str
    column_id: str
    path: str  # below the public folder; never changes
    title: str
    credit: str
    document_number: str
    summary: str
    is_pinned: bool
    published_at: str  # UTC, as stored everywhere

    @property
    def instant(self) -> datetime:
        """When the page was published."""
        # Reads the same text as clock.from_text, ten times as fast: a site map asks thousands.
        return datetime.fromisoformat(self.published_at)


def record_of(edition: Edition) -> SiteRecord:
    """Return the record of an edition. Its path is fixed by column, month and publication."""
    month = edition.published_at.astimezone(SHANGHAI)
    name = sha256_hex(edition.publication_id)[:ADDRESS_DIGITS]
    words = " ".join(readable_text(edition.content.body_html).split())
    return SiteRecord(
        publication_id=edition.publication_id,
        article_id=edition.article_id,
        revision_number=edition.revision_number,
        content_hash=edition.content_hash,
        column_id=edition.column_id,
        path=f"{edition.column_id}/{month:%Y-%m}/{name}.html",
        title=" ".join(edition.content.title.split()),
        credit=edition.content.credit,
        document_number=edition.content.document_number,
        summary=words if len(words) <= SUMMARY_LENGTH else words[:SUMMARY_LENGTH] + "……",
        is_pinned=edition.is_pinned,
        published_at=as_text(edition.published_at),
    )


class SiteRecords:
    """The records' folder. Whoever writes or lists holds the site's lock."""

    def __init__(self, folder: Path, *, scratch: Path) -> None:
        self._folder = folder
        self._scratch = scratch
        # One file a publication; read again only when it has changed on disk.
        self._read: dict[str, tuple[tuple[int, int, int], SiteRecord]] = {}

    def get(self, publication_id: str) -> SiteRecord | None:
        """Return one record. Raises ChannelUnavailable for one that cannot be read."""
        path = self._path(publication_id)
        return self._load(path) if path.is_file() else None

    def put(self, record: SiteRecord) -> None:
        """Store a record durably."""
        text = canonical_json(asdict(record))
        write_durably(self._path(record.publication_id), text.encode(), scratch=self._scratch)

    def all(self) -> list[SiteRecord]:
        """Return every record, newest first. Raises ChannelUnavailable."""
        if not self._folder.is_dir():
            return []
        records = [self._load(path) for path in self._folder.glob("*.json")]
        return sorted(records, key=lambda r: (r.published_at, r.publication_id), reverse=True)

    def _path(self, publication_id: str) -> Path:
        if not publication_id.isalnum():  # it becomes a file name
            raise ValueError(f"not a publication's id: {publication_id!r}")
        return self._folder / f"{publication_id}.json"

    def _load(self, path: Path) -> SiteRecord:
        status = path.stat()
        mark = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._read.get(path.name)
        if known is not None and known[0] == mark:
            return known[1]
        try:
            record = SiteRecord(**json.loads(path.read_bytes()))
            _ = record.instant
        except (ValueError, TypeError) as error:
            raise ChannelUnavailable(
                f"门户的发布记录已损坏：{path}", remedy="请从备份恢复该文件后重试"
            ) from error
        self._read[path.name] = (mark, record)
        return record
