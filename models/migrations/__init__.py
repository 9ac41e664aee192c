"""The history of the tables, kept by alembic; `migrate` brings a database to its newest page."""
