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
    _text("title"),  # as it stood there
    _text("credit"),
    _at("published_at", nullable=True),
    _text("likeness"),  # how it was known to be the same text; empty: the article's own address
    _text("capture"),  # SHA-256 of the WARC record in the file store
)

# What collecting knows of a reprint beside its text.
reprints = Table(
    "reprints",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    _text("title_key", index=True),  # folded, for titles that are alike
    _text("document_number", index=True),  # folded; empty where the text has none
    _text("dates"),  # JSON: every place that names a publication time
    _text("warnings"),  # JSON: what the reader was unsure of
    _text("priority"),
    _text("relevance_rule"),
    _at("reprint_by", nullable=True),  # when it must have been published at the latest
    Column("sketch_size", Integer, nullable=False, server_default="0"),
    _at("received_at"),
)

# Some of the hashes of a text's shingles, the same ones of every text: what texts have in common.
reprint_sketches = Table(
    "reprint_sketches",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
)
Index("ix_reprint_sketches_article_id", reprint_sketches.c.article_id)

# Two articles that may be one: a person says.
possible_duplicates = Table(
    "possible_duplicates",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    Column("other_id", String(32), ForeignKey("articles.id"), primary_key=True),
    _text("reason"),
    Column("share", Integer, nullable=False),  # of the shorter text in the other, in per mille
    _at("found_at"),
    _text("verdict"),  # empty: nobody has said yet
    _text("settled_by"),
    _at("settled_at", nullable=True),
)
Index("ix_possible_duplicates_other_id", possible_duplicates.c.other_id)

# When the original of a reprint is looked at again.
original_watches = Table(
    "original_watches",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    _text("source_id"),
    _text("url"),
    _at("since"),
    Column("looks", Integer, nullable=False, server_default="0"),
    _at("last_look_at", nullable=True),
    _at("next_look_at", nullable=True),  # empty: no longer watched
    _text("etag"),
    _text("last_modified"),
    _text("seen_hash"),  # of the words that were last seen there
    _text("state"),  # same, changed, gone, unclear
    Column("unclear_in_a_row", Integer, nullable=False, server_default="0"),
)
Index("ix_original_watches_next_look_at", original_watches.c.next_look_at)

# What was found there, and what the editor said of it.
original_changes = Table(
    "original_changes",
    metadata,
    _id(),
    _refers("article_id", "articles.id"),
    _at("found_at"),
    _text("kind"),  # changed, gone
    _text("title"),  # as it stands there now
    _text("body_html"),
    _text("credit"),
    _text("document_number"),
    _at("published_at", nullable=True),
    _text("files"),  # JSON: names and addresses of the attachments there now
    _text("capture"),
    _text("note"),  # what the server said
    _text("verdict"),  # empty: waits for the editor
    _text("remark"),
    _text("settled_by"),
    _at("settled_at", nullable=True),
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
    Column("interval_minutes", Integer, nullable=False, server_default="0"),
    _at("next_check_at", nullable=True),
    Column("older_page", Integer, nullable=False, server_default="0"),  # of the first visits
    _at("answered_at", nullable=True),  # when the source last sent a list that could be read
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
