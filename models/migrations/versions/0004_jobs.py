"""jobs."""

import sqlalchemy as sa
from alembic import op

import models.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the tables to this page."""
    op.create_table(
        "job",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", _KEY, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", models.types.CleanText(), nullable=False),
        sa.Column("asked", models.types.JsonText(), nullable=False),
        sa.Column("state", models.types.CleanText(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", models.types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            "ix_job_waiting", ["bot_id", "id"], unique=False, sqlite_where=_WAITING, postgresql_where=_WAITING
        )
        batch_op.create_index(batch_op.f("ix_job_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Bring the tables back to the page before."""
    op.drop_table("job")
