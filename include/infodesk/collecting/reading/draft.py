"""An article as it was read from its page, before its files are fetched."""

from dataclasses import dataclass, field
from datetime import datetime

from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.kernel.issues import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """A file that a page refers to: a picture of the body, or an attachment."""

    url: str  # absolute; `files/<sha256>` where the page itself holds the bytes
    name: str = ""  # what the page calls it
    content: bytes = field(default=b"", repr=False)  # only where the page itself holds them


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What one page says; `body_html` is sanitised, its addresses are absolute."""

    url: str
    title: str
    body_html: str
    published: datetime | None = None
    credit: str = ""  # 来源, as the page names it
    author: str = ""
    document_number: str = ""
    images: tuple[FileReference, ...] = ()
    attachments: tuple[FileReference, ...] = ()
    unmatched: tuple[str, ...] = ()  # fields whose selectors found nothing
    dates: tuple[DateClaim, ...] = ()  # every place that names the time; first the one believed
    warnings: tuple[Issue, ...] = ()  # what an editor should look at, as dates that differ
    issues: tuple[Issue, ...] = ()
