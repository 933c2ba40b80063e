"""The rows of articles, revisions and destinations."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, bindparam, insert, select, update

from infodesk.adapters.database.inserts import insert_on
from infodesk.adapters.database.json_columns import JsonColumn
from infodesk.adapters.database.schema import article_addresses as addresses
from infodesk.adapters.database.schema import articles, revisions
from infodesk.articles.article import Article, Attachment, Content, Origin, Revision
from infodesk.articles.states import ARTICLE_TRANSITIONS, ArticleState, check_transition
from infodesk.catalog.chains import Genre
from infodesk.channels.destination import Destination
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.kernel.errors import InfodeskError

_FILES = JsonColumn(tuple[Attachment, ...])
_DESTINATION = JsonColumn(Destination)
_NOWHERE = Destination(placements=())

# Built once: putting a statement together costs more than running it, and these run for each
# article that is collected.
_ADD_ARTICLE = insert(articles)
_ADD_REVISION = insert(revisions)
_KNOWN = select(addresses.c.source_key).where(
    addresses.c.source_key.in_(bindparam("source_keys", expanding=True))
)
_WITH_FINGERPRINT = (
    select(articles.c.id)
    .where(articles.c.fingerprint == bindparam("fingerprint"))
    .order_by(articles.c.received_at)
    .limit(1)
)


_SIGHTING = tuple(field.name for field in fields(Sighting))


def _columns(sighting: Sighting) -> dict[str, object]:
    return {name: getattr(sighting, name) for name in _SIGHTING}  # asdict copies each value


@cache
def _add_address(engine: str) -> Executable:
    return (
        insert_on(engine, addresses)
        .on_conflict_do_nothing(index_elements=[addresses.c.source_key])
        .returning(addresses.c.source_key)
    )


@dataclass(frozen=True, slots=True)
class ArticlesTable:
    """Articles and their revisions, within one transaction."""

    connection: Connection

    def add(
        self,
        article: Article,
        *,
        fingerprint: str = "",
        destination: Destination = _NOWHERE,
    ) -> None:
        """Record a new article together with its first revision."""
        self.connection.execute(
            _ADD_ARTICLE,
            {
                "id": article.id,
                "origin": str(article.origin),
                "genre": str(article.genre) if article.genre else None,
                "state": str(article.state),
                "department_id": article.department_id,
                "received_at": article.received_at,
                "source_id": article.source_id,
                "source_url": article.source_url,
                "fingerprint": fingerprint,
                "source_published_at": article.source_published_at,
                "destination": _DESTINATION.write(destination),
            },
        )
        self.add_revision(article.revision)

    def get(self, article_id: str) -> Article | None:
        """Return an article with its newest revision."""
        return self._article(select(articles).where(articles.c.id == article_id))

    def locked(self, article_id: str) -> Article | None:
        """Return an article and hold it until the transaction ends."""
        return self._article(select(articles).where(articles.c.id == article_id).with_for_update())

    def add_revision(self, revision: Revision) -> None:
        """Record a further revision; it is the newest from now on."""
        content = revision.content
        self.connection.execute(
            _ADD_REVISION,
            {
                "id": revision.id,
                "article_id": revision.article_id,
                "number": revision.number,
                "title": content.title,
                "body_html": content.body_html,
                "credit": content.credit,
                "credit_url": content.credit_url,
                "document_number": content.document_number,
                "attachments": _FILES.write(content.attachments),
                "images": _FILES.write(content.images),
                "content_hash": revision.content_hash,
                "created_by": revision.created_by,
                "created_at": revision.created_at,
            },
        )

    def revision(self, revision_id: str) -> Revision | None:
        """Return one revision."""
        row = self.connection.execute(
            select(revisions).where(revisions.c.id == revision_id)
        ).one_or_none()
        return _revision(row) if row else None

    def revisions(self, article_id: str) -> list[Revision]:
        """Return all revisions of an article, oldest first."""
        rows = self.connection.execute(
            select(revisions)
            .where(revisions.c.article_id == article_id)
            .order_by(revisions.c.number)
        )
        return [_revision(row) for row in rows]

    def move(self, article_id: str, after: ArticleState) -> None:
        """Change an article's state. Raises ForbiddenTransition where the table has no way."""
        before = self.connection.scalar(
            select(articles.c.state).where(articles.c.id == article_id).with_for_update()
        )
        if before is None:
            raise InfodeskError(f"没有稿件 {article_id}")
        check_transition(ARTICLE_TRANSITIONS, ArticleState(before), after)
        self.connection.execute(
            update(articles).where(articles.c.id == article_id).values(state=str(after))
        )

    def known(self, source_keys: Collection[str]) -> frozenset[str]:
        """Return those of the normalised addresses that belong to an article already."""
        return frozenset(self.connection.scalars(_KNOWN, {"source_keys": list(source_keys)}))

    def with_fingerprint(self, fingerprint: str) -> str | None:
        """Return the id of the oldest article with the same words and files."""
        return self.connection.scalar(_WITH_FINGERPRINT, {"fingerprint": fingerprint})

    def receive(
        self, article: Article, *, destination: Destination, sighting: Sighting, fingerprint: str
    ) -> bool:
        """Record a collected article; False, and nothing recorded, when its address is known."""
        with self.connection.begin_nested() as attempt:
            self.add(article, fingerprint=fingerprint, destination=destination)
            is_new = self.add_witness(article.id, sighting)
            if not is_new:
                attempt.rollback()
        return is_new

    def add_witness(self, article_id: str, sighting: Sighting) -> bool:
        """Record an address of an article; False, and nothing recorded, when it is known."""
        added = self.connection.scalar(
            _add_address(self.connection.dialect.name),
            {"article_id": article_id, **_columns(sighting)},
        )
        return added is not None

    def _article(self, query: Select[Any]) -> Article | None:
        row = self.connection.execute(query).one_or_none()
        if row is None:
            return None
        newest = self.connection.execute(
            select(revisions)
            .where(revisions.c.article_id == row.id)
            .order_by(revisions.c.number.desc())
            .limit(1)
        ).one()
        return Article(
            id=row.id,
            origin=Origin(row.origin),
            genre=Genre(row.genre) if row.genre else None,
            state=ArticleState(row.state),
            department_id=row.department_id,
            received_at=row.received_at,
            source_id=row.source_id,
            source_url=row.source_url,
            source_published_at=row.source_published_at,
            revision=_revision(newest),
        )


@dataclass(frozen=True, slots=True)
class DestinationColumn:
    """Where each article is to go, within one transaction."""

    connection: Connection

    def of(self, article_id: str) -> Destination:
        """Return where the article is to go; without placements when nobody has said so."""
        text = self.connection.scalar(
            select(articles.c.destination).where(articles.c.id == article_id)
        )
        return _DESTINATION.read(text) if text else _NOWHERE

    def set(self, article_id: str, destination: Destination) -> None:
        """Say where the article is to go."""
        self.connection.execute(
            update(articles)
            .where(articles.c.id == article_id)
            .values(destination=_DESTINATION.write(destination))
        )


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        id=row.id,
        article_id=row.article_id,
        number=row.number,
        content=Content(
            title=row.title,
            body_html=row.body_html,
            credit=row.credit,
            credit_url=row.credit_url,
            document_number=row.document_number,
            attachments=_FILES.read(row.attachments),
            images=_FILES.read(row.images),
        ),
        content_hash=row.content_hash,
        created_by=row.created_by,
        created_at=row.created_at,
    )
