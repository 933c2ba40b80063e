"""Alembic's entry: runs on the connection that `upgrade_database` hands over."""

from alembic import context

from infodesk.adapters.database.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
