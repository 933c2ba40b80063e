"""What collecting knows of reprints: witnesses, likenesses, originals that are watched."""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "original_changes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("body_html", sa.Text(), server_default="", nullable=False),
        sa.Column("credit", sa.Text(), server_default="", nullable=False),
        sa.Column("document_number", sa.Text(), server_default="", nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("files", sa.Text(), server_default="", nullable=False),
        sa.Column("capture", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_original_changes_article_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_original_changes")),
    )
    with op.batch_alter_table("original_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_original_changes_article_id"), ["article_id"], unique=False
        )

    op.create_table(
        "original_watches",
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("unclear_in_a_row", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_original_watches_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_original_watches")),
    )
    with op.batch_alter_table("original_watches", schema=None) as batch_op:
        batch_op.create_index("ix_original_watches_next_look_at", ["next_look_at"], unique=False)

    op.create_table(
        "possible_duplicates",
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_possible_duplicates_article_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["articles.id"], name=op.f("fk_possible_duplicates_other_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_possible_duplicates")),
    )
    with op.batch_alter_table("possible_duplicates", schema=None) as batch_op:
        batch_op.create_index("ix_possible_duplicates_other_id", ["other_id"], unique=False)

    op.create_table(
        "reprint_sketches",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_reprint_sketches_article_id")
        ),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_reprint_sketches")),
    )
    with op.batch_alter_table("reprint_sketches", schema=None) as batch_op:
        batch_op.create_index("ix_reprint_sketches_article_id", ["article_id"], unique=False)

    op.create_table(
        "reprints",
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.Column("title_key", sa.Text(), server_default="", nullable=False),
        sa.Column("document_number", sa.Text(), server_default="", nullable=False),
        sa.Column("dates", sa.Text(), server_default="", nullable=False),
        sa.Column("warnings", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.Text(), server_default="", nullable=False),
        sa.Column("relevance_rule", sa.Text(), server_default="", nullable=False),
        sa.Column("reprint_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sketch_size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_reprints_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_reprints")),
    )
    with op.batch_alter_table("reprints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reprints_document_number"), ["document_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_reprints_title_key"), ["title_key"], unique=False)

    with op.batch_alter_table("article_addresses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("credit", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("likeness", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("capture", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("source_visits", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("interval_minutes", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("older_page", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))

    # Reprints of the time before are watched from now on; what they looked like is seen at the
    # first look.
    op.execute(
        "INSERT INTO reprints (article_id, received_at) "
        "SELECT id, received_at FROM articles WHERE origin = 'reprint'"
    )
    op.execute(
        "INSERT INTO original_watches (article_id, source_id, url, since, next_look_at) "
        "SELECT id, source_id, source_url, received_at, received_at FROM articles "
        "WHERE origin = 'reprint' AND source_url <> ''"
    )
