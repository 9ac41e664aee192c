"""alembic's entry: runs the pages of `versions/` on the connection that models/schema.py lends."""

from alembic import context

from models.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=True,
    transactional_ddl=True,  # on SQLite too: models/schema.py begins every transaction itself
)
with context.begin_transaction():
    context.run_migrations()
