"""What departments hand in."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "applications",
        sa.Column("article_id", sa.String(length=32), nullable=False),
        sa.Column("handled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("handler_name", sa.Text(), server_default="", nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("formats", sa.Text(), server_default="", nullable=False),
        sa.Column("special_requests", sa.Text(), server_default="", nullable=False),
        sa.Column("other_request", sa.Text(), server_default="", nullable=False),
        sa.Column("declared_by", sa.Text(), server_default="", nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exemption", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_applications_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_applications")),
    )
    op.create_index(op.f("ix_applications_handled_by"), "applications", ["handled_by"])
