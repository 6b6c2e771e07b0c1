"""The register of the first release."""

import sqlalchemy as sa
from alembic import op

import store.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables up to this version."""
    op.create_table(
        "breach_records",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("title", store.columns.Words(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("cites", store.columns.Words(), nullable=False),
        sa.Column("due", store.columns.Instant(length=27), nullable=False),
        sa.Column("found_at", store.columns.Instant(length=27), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("superiors", store.columns.Keys(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("recorded_at", store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("case_no", "job", name=op.f("pk_breach_records")),
    )
    op.create_table(
        "breaches",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=True),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("leg", sa.Integer(), nullable=True),
        sa.Column("title", store.columns.Words(), nullable=True),
        sa.Column("due", store.columns.Instant(length=27), nullable=True),
        sa.Column("found_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("cites", store.columns.Words(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("superiors", store.columns.Keys(), nullable=True),
        sa.Column("soft", sa.Boolean(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "sequence", name=op.f("pk_breaches")),
    )
    with op.batch_alter_table("breaches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breaches_unit"), ["unit"], unique=False)

    op.create_table(
        "call_backs",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("contact", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("listed_at", store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("case_no", "job", name=op.f("pk_call_backs")),
    )
    with op.batch_alter_table("call_backs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_backs_caller"), ["caller"], unique=False)

    op.create_table(
        "case_numbers",
        sa.Column("prefix", sa.String(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "day", name=op.f("pk_case_numbers")),
    )
    op.create_table(
        "cases",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=True),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("law", sa.String(), nullable=True),
        sa.Column("program", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("matter", store.columns.Words(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("owner_person", sa.String(), nullable=True),
        sa.Column("owner_unit", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("handler", sa.String(), nullable=True),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("difficulty", sa.String(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("received_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("registered_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("answered_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("closed_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_cases")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_owner_person"), ["owner_person"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_cases_registered_at"), ["registered_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_cases_unit"), ["unit"], unique=False)

    op.create_table(
        "chains",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("settled", sa.Integer(), nullable=False),
        sa.Column("taken_at", store.columns.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_chains")),
    )
    op.create_table(
        "clocks",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("clock", sa.String(), autoincrement=False, nullable=False),
        sa.Column("leg", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", store.columns.Words(), nullable=True),
        sa.Column("started_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("due", store.columns.Instant(length=27), nullable=True),
        sa.Column("amount", sa.String(), nullable=True),
        sa.Column("cites", store.columns.Words(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("declared", sa.Boolean(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("soft", sa.Boolean(), nullable=True),
        sa.Column("cap", sa.String(), nullable=True),
        sa.Column("stopped_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("used", sa.String(), nullable=True),
        sa.Column("unit_of_use", sa.String(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("reminded_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("replanned_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("exceeded_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("breached_at", store.columns.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "clock", "leg", name=op.f("pk_clocks")),
    )
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_clocks_running",
            ["due"],
            unique=False,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.create_table(
        "escalations",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("to", sa.String(), nullable=True),
        sa.Column("reason", store.columns.Words(), nullable=True),
        sa.Column("conflict", sa.Boolean(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "sequence", name=op.f("pk_escalations")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalations_unit"), ["unit"], unique=False)

    op.create_table(
        "excesses",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=True),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("reason", store.columns.Words(), nullable=True),
        sa.Column("until", store.columns.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "sequence", name=op.f("pk_excesses")),
    )
    op.create_table(
        "facts",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("audience", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_no", "sequence", name=op.f("pk_facts")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=True),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", store.columns.Words(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "sequence", name=op.f("pk_follow_ups")),
    )
    op.create_table(
        "handovers",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("handover", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.String(), nullable=True),
        sa.Column("slip_type", sa.String(), nullable=True),
        sa.Column("from_unit", sa.String(), nullable=True),
        sa.Column("from_person", sa.String(), nullable=True),
        sa.Column("to_unit", sa.String(), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("sent_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("reason", store.columns.Words(), nullable=True),
        sa.Column("forwarded", sa.Boolean(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("received_by", sa.String(), nullable=True),
        sa.Column("received_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("handler", sa.String(), nullable=True),
        sa.Column("passed_by", sa.String(), nullable=True),
        sa.Column("passed_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("passed_to", sa.String(), nullable=True),
        sa.Column("opinion", store.columns.Words(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "handover", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_from_unit"), ["from_unit"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_to_unit"), ["to_unit"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), autoincrement=False, nullable=False),
        sa.Column("element", sa.String(), nullable=True),
        sa.Column("message", store.columns.Words(), nullable=True),
        sa.Column("raised_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("resolved_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "incident", name=op.f("pk_incidents")),
    )
    op.create_table(
        "openings",
        sa.Column("key", sa.String(), autoincrement=False, nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("receipt", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_openings")),
        sa.UniqueConstraint("case_no", name=op.f("uq_openings_case_no")),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.String(), autoincrement=False, nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("text", store.columns.Words(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("queued_at", store.columns.Instant(length=27), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reached", store.columns.Keys(), nullable=False),
        sa.Column("trouble", store.columns.Words(), nullable=False),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("claimed_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("tried_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("delivered_at", store.columns.Instant(length=27), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_case_no"), ["case_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_recipient"), ["recipient"], unique=False)
        batch_op.create_index(
            "ix_outbox_waiting",
            ["tried_at"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )

    op.create_table(
        "requesters",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("name", store.columns.Words(), nullable=True),
        sa.Column("phone", store.columns.Words(), nullable=True),
        sa.Column("email", store.columns.Words(), nullable=True),
        sa.Column("address", store.columns.Words(), nullable=True),
        sa.Column("unit", store.columns.Words(), nullable=True),
        sa.Column("other", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_requesters")),
    )
    op.create_table(
        "reviews",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("oversight", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", store.columns.Words(), nullable=False),
        sa.Column("at", store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("case_no", "job", name=op.f("pk_reviews")),
    )
    op.create_table(
        "slips",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("slip", sa.String(), autoincrement=False, nullable=False),
        sa.Column("slip_type", sa.String(), nullable=False),
        sa.Column("title", store.columns.Words(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("issued_at", store.columns.Instant(length=27), nullable=False),
        sa.PrimaryKeyConstraint("case_no", "slip", name=op.f("pk_slips")),
    )
    op.create_table(
        "tasks",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("task", sa.String(), autoincrement=False, nullable=False),
        sa.Column("element", sa.String(), nullable=True),
        sa.Column("label", store.columns.Words(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("groups", store.columns.Keys(), nullable=True),
        sa.Column("due", store.columns.Instant(length=27), nullable=True),
        sa.Column("clock", sa.String(), nullable=True),
        sa.Column("outcomes", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("opened_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("closed_at", store.columns.Instant(length=27), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "task", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tasks_open",
            ["unit", "assignee"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "slip_copies",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.String(), nullable=False),
        sa.Column("copied_at", store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_no", "slip"], ["slips.case_no", "slips.slip"], name=op.f("fk_slip_copies_slips")
        ),
        sa.PrimaryKeyConstraint("case_no", "job", "unit", name=op.f("pk_slip_copies")),
    )
    with op.batch_alter_table("slip_copies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_copies_unit"), ["unit"], unique=False)

    op.create_table(
        "slip_counterparts",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_no", "slip"],
            ["slips.case_no", "slips.slip"],
            name=op.f("fk_slip_counterparts_slips"),
        ),
        sa.PrimaryKeyConstraint("case_no", "job", "number", name=op.f("pk_slip_counterparts")),
    )
    op.create_table(
        "slip_deliveries",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("job", sa.String(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.String(), nullable=False),
        sa.Column("handover", sa.Integer(), nullable=False),
        sa.Column("from_unit", sa.String(), nullable=False),
        sa.Column("to_unit", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("opinion", store.columns.Words(), nullable=False),
        sa.Column("delivered_at", store.columns.Instant(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_no", "slip"],
            ["slips.case_no", "slips.slip"],
            name=op.f("fk_slip_deliveries_slips"),
        ),
        sa.PrimaryKeyConstraint("case_no", "job", name=op.f("pk_slip_deliveries")),
    )
    with op.batch_alter_table("slip_deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slip_deliveries_to_unit"), ["to_unit"], unique=False)


def downgrade() -> None:
    """Bring the tables back to the version before."""
    with op.batch_alter_table("slip_deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_deliveries_to_unit"))

    op.drop_table("slip_deliveries")
    op.drop_table("slip_counterparts")
    with op.batch_alter_table("slip_copies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slip_copies_unit"))

    op.drop_table("slip_copies")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tasks_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("tasks")
    op.drop_table("slips")
    op.drop_table("reviews")
    op.drop_table("requesters")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waiting",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_recipient"))
        batch_op.drop_index(batch_op.f("ix_outbox_case_no"))

    op.drop_table("outbox")
    op.drop_table("openings")
    op.drop_table("incidents")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_to_unit"))
        batch_op.drop_index(batch_op.f("ix_handovers_from_unit"))

    op.drop_table("handovers")
    op.drop_table("follow_ups")
    op.drop_table("facts")
    op.drop_table("excesses")
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_escalations_unit"))

    op.drop_table("escalations")
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_clocks_running",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.drop_table("clocks")
    op.drop_table("chains")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_unit"))
        batch_op.drop_index(batch_op.f("ix_cases_registered_at"))
        batch_op.drop_index(batch_op.f("ix_cases_owner_person"))

    op.drop_table("cases")
    op.drop_table("case_numbers")
    with op.batch_alter_table("call_backs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_backs_caller"))

    op.drop_table("call_backs")
    with op.batch_alter_table("breaches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_breaches_unit"))

    op.drop_table("breaches")
    op.drop_table("breach_records")
