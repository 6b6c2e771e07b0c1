"""Pauses and extensions of clocks."""

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this version."""
    instant = store.columns.Instant(length=27)
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", instant, nullable=True))
        batch_op.add_column(sa.Column("pauses", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("extended_to", instant, nullable=True))
