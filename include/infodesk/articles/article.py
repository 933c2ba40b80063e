"""An article is one text; a revision is one version of it, never changed again."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from infodesk.articles.states import ArticleState
from infodesk.catalog.chains import Genre
from infodesk.kernel.canonical import canonical_json, sha256_hex


class Origin(StrEnum):
    """Where a text comes from (regulation, article 4)."""

    REPRINT = "reprint"  # 转载
    SUBMISSION = "submission"  # 报送
    IN_HOUSE = "in_house"  # 制发


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to a text; its bytes lie in the file store under their hash."""

    name: str
    sha256: str
    size_bytes: int
    media_type: str
    original_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the public reads, and therefore what is approved."""

    title: str
    body_html: str  # sanitised
    credit: str = ""  # 来源署名
    credit_url: str = ""
    document_number: str = ""  # 文号
    attachments: tuple[Attachment, ...] = field(default=())
    images: tuple[Attachment, ...] = field(default=())  # the body names them by hash

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything the public reads; layout white space does not count."""
        return sha256_hex(
            canonical_json(
                {
                    "title": _folded(self.title),
                    "credit": _folded(self.credit),
                    "credit_url": self.credit_url.strip(),
                    "document_number": _folded(self.document_number),
                    "body": canonical_body(self.body_html),
                    "attachments": [[a.name, a.sha256] for a in self.attachments],
                    "images": [i.sha256 for i in self.images],
                }
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of an article."""

    id: str
    article_id: str
    number: int  # from 1
    content: Content
    content_hash: str
    created_by: str  # person id, or "collector"
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text on its way; `state` follows `states.ARTICLE_TRANSITIONS`."""

    id: str
    origin: Origin
    state: ArticleState
    department_id: str
    received_at: datetime
    genre: Genre | None = None
    source_id: str = ""
    source_url: str = ""
    source_published_at: datetime | None = None
    revision: Revision  # the newest one


def canonical_body(html: str) -> str:
    """Return the body as it is hashed: each run of white space is one space.

    A re-wrapped body is the same body; a changed character, tag or attribute is another one.
    """
    return " ".join(html.split())


def _folded(text: str) -> str:
    return " ".join(text.split())
