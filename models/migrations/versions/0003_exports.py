"""exports."""

import sqlalchemy as sa
from alembic import op

import models.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this page."""
    op.create_table(
        "export_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("purpose", models.types.CleanText(), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", models.types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_mark")),
        sa.UniqueConstraint("purpose", name=op.f("uq_export_mark_purpose")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "secret",
        sa.Column("name", models.types.CleanText(), nullable=False),
        sa.Column("value", models.types.CleanText(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )


def downgrade() -> None:
    """Bring the tables back to the page before."""
    op.drop_table("secret")
    op.drop_table("export_mark")
