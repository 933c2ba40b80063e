"""Who stands in for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("approvals", "opinions"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("stands_in_for", sa.Text(), server_default="", nullable=False)
            )
