"""Whether a clock is judged, or only measured."""

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FACTS = sa.table(
    "facts",
    sa.column("case_no", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("data", store.columns.Json),
)
_CLOCKS = sa.table(
    "clocks",
    sa.column("case_no", sa.String()),
    sa.column("clock", sa.String()),
    sa.column("leg", sa.Integer()),
    sa.column("judged", sa.Boolean()),
)


def upgrade() -> None:
    """Bring the tables up to this version; clocks that are there have it from their facts."""
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("judged", sa.Boolean(), nullable=True))
    database = op.get_bind()
    started = sa.select(_FACTS.c.case_no, _FACTS.c.data).where(_FACTS.c.kind == "clock_started")
    for case_no, data in database.execute(started).all():
        judged = data.get("judged")
        if isinstance(judged, bool):
            leg = sa.update(_CLOCKS).where(
                _CLOCKS.c.case_no == case_no,
                _CLOCKS.c.clock == data["clock"],
                _CLOCKS.c.leg == data["leg"],
            )
            database.execute(leg.values(judged=judged))
