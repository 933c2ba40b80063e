"""The tables of Infodesk's own database, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import DateTime, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant with microseconds; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values: without a zone they are no instants."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"没有时区的时间不能入库：{value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(32), primary_key=True)


def _hash(name: str, **options: Any) -> Column[str]:
    return Column(name, String(64), nullable=False, **options)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="", **options)


def _at(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable)


def _refers(name: str, target: str) -> Column[str]:
    return Column(name, String(32), ForeignKey(target), nullable=False, index=True)


ledger = Table(
    "ledger",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),  # text: hashed exactly as stored
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False, index=True),
    Column("revision_hash", Text, nullable=False),
    Column("payload", Text, nullable=False),
    _hash("previous_hash"),
    _hash("hash", unique=True),
    Column("version", Integer, nullable=False),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    _hash("hash"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _at("due_at"),
    _at("leased_until", nullable=True),
    _at("done_at", nullable=True),
    _at("parked_at", nullable=True),
    _text("last_error"),
)
# The doorbell looks every second: it must find what is due without reading what is done.
Index(
    "ix_outbox_open",
    outbox.c.topic,
    outbox.c.due_at,
    sqlite_where=text("done_at IS NULL AND parked_at IS NULL"),
    postgresql_where=text("done_at IS NULL AND parked_at IS NULL"),
)

articles = Table(
    "articles",
    metadata,
    _id(),
    Column("origin", String(16), nullable=False),
    Column("genre", String(32)),
    Column("state", String(16), nullable=False, index=True),
    Column("department_id", Text, nullable=False),
    _at("received_at"),
    _text("source_id", index=True),
    _text("source_url"),
    _text("fingerprint", index=True),  # of the collected words: equal for reprints of one text
    _at("source_published_at", nullable=True),
    _text("destination"),  # JSON; what the newest review was bound to stands in its case
)

revisions = Table(
    "revisions",
    metadata,
    _id(),
    _refers("article_id", "articles.id"),
    Column("number", Integer, nullable=False),
    _text("title"),
    _text("body_html"),
    _text("credit"),
    _text("credit_url"),
    _text("document_number"),
    _text("attachments"),  # JSON
    _text("images"),  # JSON
    _hash("content_hash", index=True),
    _text("created_by"),
    _at("created_at"),
    UniqueConstraint("article_id", "number"),
)

# Every address at which a text was seen; its own, and those of other witnesses.
article_addresses = Table(
    "article_addresses",
    metadata,
    Column("source_key", Text, primary_key=True),  # the normalised address
    _refers("article_id", "articles.id"),
    _text("source_id"),
    _text("url"),
    _at("seen_at"),
)

source_visits = Table(
    "source_visits",
    metadata,
    Column("source_id", Text, primary_key=True),
    _at("last_checked_at"),
    _text("etag"),
    _text("last_modified"),
    _text("content_hash"),
    _at("last_read_at", nullable=True),
    _at("last_new_at", nullable=True),
    Column("consecutive_failures", Integer, nullable=False),
    _text("alarms"),  # JSON
)

approvals = Table(
    "approvals",
    metadata,
    _id(),
    Column("subject", Text, nullable=False, index=True),
    _text("chain"),  # JSON: the chain as it was when the approval was opened
    _hash("approval_hash"),
    Column("state", String(16), nullable=False, index=True),
    _text("step_key"),  # what `current_step` computes, kept for lists; empty: all have agreed
    _text("step_title"),
    Column("assignee_id", Text, nullable=False, index=True),
    _at("step_since"),
    _at("opened_at"),
    _at("closed_at", nullable=True),
    _text("paper"),  # JSON: the clerk's last statement on the signed form
)

opinions = Table(
    "opinions",
    metadata,
    _id(),
    _refers("approval_id", "approvals.id"),
    Column("position", Integer, nullable=False),
    Column("step_key", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    _text("remark"),
    _text("return_to"),
    _hash("approval_hash"),
    _at("at"),
    _at("voided_at", nullable=True),
    UniqueConstraint("approval_id", "position"),
)

cases = Table(
    "review_cases",
    metadata,
    Column("id", String(32), ForeignKey("approvals.id"), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    _refers("article_id", "articles.id"),
    _refers("revision_id", "revisions.id"),
    _text("destination"),
    _hash("approval_hash"),
    Column("state", String(16), nullable=False, index=True),
    _text("findings"),
    _text("answers"),
    _at("opened_at"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("case_id", String(32), nullable=False),
    Column("occasion", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    _at("sent_at"),
    Index("ix_letters_duty", "case_id", "person_id", "kind", "occasion"),
)

forms = Table(
    "forms",
    metadata,
    Column("number", String(20), primary_key=True),
    _refers("case_id", "review_cases.id"),
    _hash("approval_hash"),
    Column("ledger_seq", BigInteger, nullable=False),
    _hash("ledger_hash"),
    _text("pdf_sha256"),
    Column("state", String(16), nullable=False),
    _at("issued_at"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

scans = Table(
    "scans",
    metadata,
    _id(),
    Column("form_number", String(20), ForeignKey("forms.number"), nullable=False),
    _refers("case_id", "review_cases.id"),
    _hash("sha256"),
    Column("uploaded_by", Text, nullable=False),
    _at("uploaded_at"),
    Column("state", String(16), nullable=False),
)

links = Table(
    "links",
    metadata,
    _id(),
    _hash("token_hash", unique=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("purpose", String(16), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("step_key", Text, nullable=False),
    Column("approval_hash", Text, nullable=False),
    _at("issued_at"),
    _at("expires_at"),
    _at("ended_at", nullable=True),
    Column("ended_because", String(16)),
)

link_opens = Table(
    "link_opens",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    _refers("link_id", "links.id"),
    _at("at"),
    Column("method", String(8), nullable=False),
    _text("address"),
    _text("agent"),
)

pins = Table(
    "pins",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("pin_hash", Text, nullable=False),
    Column("failed_tries", Integer, nullable=False),
    _at("set_at"),
)

pin_codes = Table(
    "pin_codes",
    metadata,
    Column("person_id", Text, primary_key=True),
    _hash("code_hash"),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
    _at("expires_at"),
)

problems = Table(
    "problems",
    metadata,
    _id(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    _text("title"),
    _text("details"),
    _text("remedy"),
    _at("opened_at"),
    _at("last_seen_at"),
    Column("times_seen", Integer, nullable=False),
    _at("closed_at", nullable=True),
    _text("closed_by"),
    _text("cause"),
    _text("solution"),
)
Index(
    "uq_problems_open",
    problems.c.kind,
    problems.c.subject,
    unique=True,
    sqlite_where=text("closed_at IS NULL"),
    postgresql_where=text("closed_at IS NULL"),
)

publications = Table(
    "publications",
    metadata,
    _id(),
    _refers("article_id", "articles.id"),
    _refers("revision_id", "revisions.id"),
    Column("position", Integer, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("column_id", Text, nullable=False),
    Column("is_pinned", Integer, nullable=False),
    _hash("approval_hash"),
    Column("state", String(20), nullable=False, index=True),
    _at("planned_at"),
    _text("released_by"),
    _at("released_at", nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _at("published_at", nullable=True),
    _text("package"),
    _text("address"),
)
