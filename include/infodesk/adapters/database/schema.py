"""The tables of Infodesk's own database, the same on SQLite and PostgreSQL."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from infodesk.adapters.database.columns import (
    hash_column,
    id_column,
    instant,
    metadata,
    refers,
    text_column,
)

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
    hash_column("previous_hash"),
    hash_column("hash", unique=True),
    Column("version", Integer, nullable=False),
)

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    hash_column("hash"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("due_at"),
    instant("leased_until", nullable=True),
    instant("done_at", nullable=True),
    instant("parked_at", nullable=True),
    text_column("last_error"),
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
    id_column(),
    Column("origin", String(16), nullable=False),
    Column("genre", String(32)),
    Column("state", String(16), nullable=False, index=True),
    Column("department_id", Text, nullable=False),
    instant("received_at"),
    text_column("source_id", index=True),
    text_column("source_url"),
    text_column("fingerprint", index=True),  # equal for reprints of one text
    instant("source_published_at", nullable=True),
    text_column("destination"),  # JSON; what the newest review was bound to stands in its case
)

revisions = Table(
    "revisions",
    metadata,
    id_column(),
    refers("article_id", "articles.id"),
    Column("number", Integer, nullable=False),
    text_column("title"),
    text_column("body_html"),
    text_column("credit"),
    text_column("credit_url"),
    text_column("document_number"),
    text_column("attachments"),  # JSON
    text_column("images"),  # JSON
    hash_column("content_hash", index=True),
    text_column("created_by"),
    instant("created_at"),
    UniqueConstraint("article_id", "number"),
)

# Every address at which a text was seen; its own, and those of other witnesses.
article_addresses = Table(
    "article_addresses",
    metadata,
    Column("source_key", Text, primary_key=True),  # the normalised address
    refers("article_id", "articles.id"),
    text_column("source_id"),
    text_column("url"),
    instant("seen_at"),
    text_column("title"),  # as it stood there
    text_column("credit"),
    instant("published_at", nullable=True),
    text_column("likeness"),  # how the text was known; empty: the own address
    text_column("capture"),  # SHA-256 of the WARC record in the file store
)

# What collecting knows of a reprint beside its text.
reprints = Table(
    "reprints",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    text_column("title_key", index=True),  # folded, for titles that are alike
    text_column("document_number", index=True),  # folded; empty where the text has none
    text_column("dates"),  # JSON: every place that names a publication time
    text_column("warnings"),  # JSON: what the reader was unsure of
    text_column("priority"),
    text_column("relevance_rule"),
    instant("reprint_by", nullable=True),  # when it must have been published at the latest
    Column("sketch_size", Integer, nullable=False, server_default="0"),
    instant("received_at"),
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
    text_column("reason"),
    Column("share", Integer, nullable=False),  # of the shorter text in the other, in per mille
    instant("found_at"),
    text_column("verdict"),  # empty: nobody has said yet
    text_column("settled_by"),
    instant("settled_at", nullable=True),
)
Index("ix_possible_duplicates_other_id", possible_duplicates.c.other_id)

# When the original of a reprint is looked at again.
original_watches = Table(
    "original_watches",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    text_column("source_id"),
    text_column("url"),
    instant("since"),
    Column("looks", Integer, nullable=False, server_default="0"),
    instant("last_look_at", nullable=True),
    instant("next_look_at", nullable=True),  # empty: no longer watched
    text_column("etag"),
    text_column("last_modified"),
    text_column("seen_hash"),  # of the words that were last seen there
    text_column("state"),  # same, changed, gone, unclear
    Column("unclear_in_a_row", Integer, nullable=False, server_default="0"),
)
Index("ix_original_watches_next_look_at", original_watches.c.next_look_at)

# What was found there, and what the editor said of it.
original_changes = Table(
    "original_changes",
    metadata,
    id_column(),
    refers("article_id", "articles.id"),
    instant("found_at"),
    text_column("kind"),  # changed, gone
    text_column("title"),  # as it stands there now
    text_column("body_html"),
    text_column("credit"),
    text_column("document_number"),
    instant("published_at", nullable=True),
    text_column("files"),  # JSON: names and addresses of the attachments there now
    text_column("capture"),
    text_column("note"),  # what the server said
    text_column("verdict"),  # empty: waits for the editor
    text_column("remark"),
    text_column("settled_by"),
    instant("settled_at", nullable=True),
)

source_visits = Table(
    "source_visits",
    metadata,
    Column("source_id", Text, primary_key=True),
    instant("last_checked_at"),
    text_column("etag"),
    text_column("last_modified"),
    text_column("content_hash"),
    instant("last_read_at", nullable=True),
    instant("last_new_at", nullable=True),
    Column("consecutive_failures", Integer, nullable=False),
    text_column("alarms"),  # JSON
    Column("interval_minutes", Integer, nullable=False, server_default="0"),
    instant("next_check_at", nullable=True),
    Column("older_page", Integer, nullable=False, server_default="0"),  # of the first visits
    instant("answered_at", nullable=True),  # when the source last sent a list that could be read
)

approvals = Table(
    "approvals",
    metadata,
    id_column(),
    Column("subject", Text, nullable=False, index=True),
    text_column("chain"),  # JSON: the chain as it was when the approval was opened
    hash_column("approval_hash"),
    Column("state", String(16), nullable=False, index=True),
    text_column("step_key"),  # what `current_step` computes, kept for lists; empty: all have agreed
    text_column("step_title"),
    Column("assignee_id", Text, nullable=False, index=True),
    text_column("stands_in_for"),
    instant("step_since"),
    instant("opened_at"),
    instant("closed_at", nullable=True),
    text_column("paper"),  # JSON: the clerk's last statement on the signed form
)

opinions = Table(
    "opinions",
    metadata,
    id_column(),
    refers("approval_id", "approvals.id"),
    Column("position", Integer, nullable=False),
    Column("step_key", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    text_column("remark"),
    text_column("return_to"),
    text_column("stands_in_for"),
    hash_column("approval_hash"),
    instant("at"),
    instant("voided_at", nullable=True),
    UniqueConstraint("approval_id", "position"),
)

cases = Table(
    "review_cases",
    metadata,
    Column("id", String(32), ForeignKey("approvals.id"), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    refers("article_id", "articles.id"),
    refers("revision_id", "revisions.id"),
    text_column("destination"),
    hash_column("approval_hash"),
    Column("state", String(16), nullable=False, index=True),
    text_column("findings"),
    text_column("answers"),
    instant("opened_at"),
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
    instant("sent_at"),
    Index("ix_letters_duty", "case_id", "person_id", "kind", "occasion"),
)

forms = Table(
    "forms",
    metadata,
    Column("number", String(20), primary_key=True),
    refers("case_id", "review_cases.id"),
    hash_column("approval_hash"),
    Column("ledger_seq", BigInteger, nullable=False),
    hash_column("ledger_hash"),
    text_column("pdf_sha256"),
    Column("state", String(16), nullable=False),
    instant("issued_at"),
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
    id_column(),
    Column("form_number", String(20), ForeignKey("forms.number"), nullable=False),
    refers("case_id", "review_cases.id"),
    hash_column("sha256"),
    Column("uploaded_by", Text, nullable=False),
    instant("uploaded_at"),
    Column("state", String(16), nullable=False),
)

links = Table(
    "links",
    metadata,
    id_column(),
    hash_column("token_hash", unique=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("purpose", String(16), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("step_key", Text, nullable=False),
    Column("approval_hash", Text, nullable=False),
    instant("issued_at"),
    instant("expires_at"),
    instant("ended_at", nullable=True),
    Column("ended_because", String(16)),
)

link_opens = Table(
    "link_opens",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    refers("link_id", "links.id"),
    instant("at"),
    Column("method", String(8), nullable=False),
    text_column("address"),
    text_column("agent"),
)

pins = Table(
    "pins",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("pin_hash", Text, nullable=False),
    Column("failed_tries", Integer, nullable=False),
    instant("set_at"),
)

pin_codes = Table(
    "pin_codes",
    metadata,
    Column("person_id", Text, primary_key=True),
    hash_column("code_hash"),
    Column("failed_tries", Integer, nullable=False, server_default="0"),
    instant("expires_at"),
)

problems = Table(
    "problems",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    text_column("title"),
    text_column("details"),
    text_column("remedy"),
    instant("opened_at"),
    instant("last_seen_at"),
    Column("times_seen", Integer, nullable=False),
    instant("closed_at", nullable=True),
    text_column("closed_by"),
    text_column("cause"),
    text_column("solution"),
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
    id_column(),
    refers("article_id", "articles.id"),
    refers("revision_id", "revisions.id"),
    Column("position", Integer, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("column_id", Text, nullable=False),
    Column("is_pinned", Integer, nullable=False),
    hash_column("approval_hash"),
    Column("state", String(20), nullable=False, index=True),
    instant("planned_at"),
    text_column("released_by"),
    instant("released_at", nullable=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    instant("published_at", nullable=True),
    text_column("package"),
    text_column("address"),
)
