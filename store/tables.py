"""The register's tables.

Facts come first and are the truth. `PROJECTED` are what they say, kept in rows for reading; each
is recomputed from the facts at any time (see verification.py). The rest is written by activities.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    text,
)

from store.columns import Instant, Json, Keys, Words

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _case_key(*others: Column) -> list[Column]:  # type: ignore[type-arg]
    return [Column("case_no", String, primary_key=True), *others]


def _key(name: str, kind: type[Integer | String]) -> Column:  # type: ignore[type-arg]
    return Column(name, kind, primary_key=True, autoincrement=False)


FACTS = Table(
    "facts",
    METADATA,
    *_case_key(_key("sequence", Integer)),
    Column("at", Instant, nullable=False),
    Column("kind", String, nullable=False),
    Column("data", Json, nullable=False),
    Column("audience", Json, nullable=False),
    Column("digest", String, nullable=False),
)

CHAINS = Table(
    "chains",
    METADATA,
    *_case_key(),
    Column("through", Integer, nullable=False),
    Column("head", String, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("taken_at", Instant),
)

CASES = Table(
    "cases",
    METADATA,
    *_case_key(),
    Column("pack", String),
    Column("edition", String),
    Column("law", String),
    Column("program", String),
    Column("channel", String),
    Column("kind", String),
    Column("matter", Words),
    Column("urgency", String),
    Column("owner_person", String),
    Column("owner_unit", String),
    Column("unit", String),
    Column("handler", String),
    Column("stage", String),
    Column("difficulty", String),
    Column("round", Integer),
    Column("received_at", Instant),
    Column("registered_at", Instant),
    Column("answered_at", Instant),
    Column("answered_by", String),
    Column("closed_at", Instant),
    Column("outcome", String),
    Index(None, "unit"),
    Index(None, "owner_person"),
    Index(None, "registered_at"),
)

REQUESTERS = Table(
    "requesters",
    METADATA,
    *_case_key(),
    Column("name", Words),
    Column("phone", Words),
    Column("email", Words),
    Column("address", Words),
    Column("unit", Words),
    Column("other", Json),
)

TASKS = Table(
    "tasks",
    METADATA,
    *_case_key(_key("task", String)),
    Column("element", String),
    Column("label", Words),
    Column("unit", String),
    Column("assignee", String),
    Column("groups", Keys),
    Column("due", Instant),
    Column("clock", String),
    Column("outcomes", Json),
    Column("form", String),
    Column("opened_at", Instant),
    Column("closed_at", Instant),
    Column("why", String),
    Column("by", String),
    Column("outcome", String),
    Column("data", Json),
    Index(
        "ix_tasks_open",
        "unit",
        "assignee",
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

HANDOVERS = Table(
    "handovers",
    METADATA,
    *_case_key(_key("handover", Integer)),
    Column("slip", String),
    Column("slip_type", String),
    Column("from_unit", String),
    Column("from_person", String),
    Column("to_unit", String),
    Column("sent_by", String),
    Column("sent_at", Instant),
    Column("reason", Words),
    Column("forwarded", Boolean),
    Column("state", String),
    Column("received_by", String),
    Column("received_at", Instant),
    Column("handler", String),
    Column("passed_by", String),
    Column("passed_at", Instant),
    Column("passed_to", String),
    Column("opinion", Words),
    Index(None, "to_unit"),
    Index(None, "from_unit"),
)

CLOCKS = Table(
    "clocks",
    METADATA,
    *_case_key(_key("clock", String), _key("leg", Integer)),
    Column("title", Words),
    Column("started_at", Instant),
    Column("due", Instant),
    Column("amount", String),
    Column("cites", Words),
    Column("rule", String),
    Column("declared", Boolean),
    Column("provisional", Boolean),
    Column("person", String),
    Column("unit", String),
    Column("soft", Boolean),
    Column("cap", String),
    Column("stopped_at", Instant),
    Column("used", String),
    Column("unit_of_use", String),
    Column("met", Boolean),
    Column("reminded_at", Instant),
    Column("replanned_at", Instant),
    Column("exceeded_at", Instant),
    Column("breached_at", Instant),
    Column("paused_at", Instant),
    Column("pauses", Json),
    Column("extended_to", Instant),
    Column("judged", Boolean),
    Index(
        "ix_clocks_running",
        "due",
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
)

FOLLOW_UPS = Table(
    "follow_ups",
    METADATA,
    *_case_key(_key("sequence", Integer)),
    Column("at", Instant),
    Column("round", Integer),
    Column("attempt", Integer),
    Column("reached", Boolean),
    Column("verified", Boolean),
    Column("satisfied", String),
    Column("by", String),
    Column("note", Words),
)

BREACHES = Table(
    "breaches",
    METADATA,
    *_case_key(_key("sequence", Integer)),
    Column("at", Instant),
    Column("clock", String),
    Column("leg", Integer),
    Column("title", Words),
    Column("due", Instant),
    Column("found_at", Instant),
    Column("rule", String),
    Column("cites", Words),
    Column("person", String),
    Column("unit", String),
    Column("superiors", Keys),
    Column("soft", Boolean),
    Column("provisional", Boolean),
    Index(None, "unit"),
)

EXCESSES = Table(
    "excesses",
    METADATA,
    *_case_key(_key("sequence", Integer)),
    Column("at", Instant),
    Column("clock", String),
    Column("what", String),
    Column("by", String),
    Column("reason", Words),
    Column("until", Instant),
)

ESCALATIONS = Table(
    "escalations",
    METADATA,
    *_case_key(_key("sequence", Integer)),
    Column("at", Instant),
    Column("level", String),
    Column("to", String),
    Column("reason", Words),
    Column("conflict", Boolean),
    Column("unit", String),
    Index(None, "unit"),
)

INCIDENTS = Table(
    "incidents",
    METADATA,
    *_case_key(_key("incident", String)),
    Column("element", String),
    Column("message", Words),
    Column("raised_at", Instant),
    Column("resolved_at", Instant),
    Column("resolved_by", String),
)

PROJECTED: tuple[Table, ...] = (
    CASES,
    REQUESTERS,
    TASKS,
    HANDOVERS,
    CLOCKS,
    FOLLOW_UPS,
    BREACHES,
    EXCESSES,
    ESCALATIONS,
    INCIDENTS,
)

OPENINGS = Table(
    "openings",
    METADATA,
    _key("key", String),
    Column("case_no", String, nullable=False, unique=True),
    Column("digest", String, nullable=False),
    Column("receipt", Json),
)

CASE_NUMBERS = Table(
    "case_numbers",
    METADATA,
    _key("prefix", String),
    _key("day", String),
    Column("last", Integer, nullable=False),
)

SLIPS = Table(
    "slips",
    METADATA,
    *_case_key(_key("slip", String)),
    Column("slip_type", String, nullable=False),
    Column("title", Words, nullable=False),
    Column("content", Json, nullable=False),
    Column("issued_by", String, nullable=False),
    Column("issued_at", Instant, nullable=False),
)


def _of_slip() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["case_no", "slip"], ["slips.case_no", "slips.slip"])


SLIP_DELIVERIES = Table(
    "slip_deliveries",
    METADATA,
    *_case_key(_key("job", String)),
    Column("slip", String, nullable=False),
    Column("handover", Integer, nullable=False),
    Column("from_unit", String, nullable=False),
    Column("to_unit", String, nullable=False),
    Column("signed_by", String, nullable=False),
    Column("returned", Boolean, nullable=False),
    Column("opinion", Words, nullable=False),
    Column("delivered_at", Instant, nullable=False),
    _of_slip(),
    Index(None, "to_unit"),
)

SLIP_COPIES = Table(
    "slip_copies",
    METADATA,
    *_case_key(_key("job", String), _key("unit", String)),
    Column("slip", String, nullable=False),
    Column("copied_at", Instant, nullable=False),
    _of_slip(),
    Index(None, "unit"),
)

SLIP_COUNTERPARTS = Table(
    "slip_counterparts",
    METADATA,
    *_case_key(_key("job", String), _key("number", Integer)),
    Column("slip", String, nullable=False),
    Column("holder", String, nullable=False),
    _of_slip(),
)

CALL_BACKS = Table(
    "call_backs",
    METADATA,
    *_case_key(_key("job", String)),
    Column("round", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("caller", String, nullable=False),
    Column("contact", Json, nullable=False),
    Column("listed_at", Instant, nullable=False),
    Index(None, "caller"),
)

BREACH_RECORDS = Table(
    "breach_records",
    METADATA,
    *_case_key(_key("job", String)),
    Column("clock", String, nullable=False),
    Column("leg", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("rule", String, nullable=False),
    Column("cites", Words, nullable=False),
    Column("due", Instant, nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("responsible", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("superiors", Keys, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    *_case_key(_key("job", String)),
    Column("clock", String, nullable=False),
    Column("leg", Integer, nullable=False),
    Column("responsible", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("oversight", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    _key("key", String),
    Column("case_no", String, nullable=False),
    Column("job", String, nullable=False),
    Column("pack", String, nullable=False),
    Column("template", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("recipient", String, nullable=False),
    Column("queued_at", Instant, nullable=False),
    Column("status", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reached", Keys, nullable=False),
    Column("trouble", Words, nullable=False),
    Column("claim", String),
    Column("claimed_at", Instant),
    Column("tried_at", Instant),
    Column("delivered_at", Instant),
    Index(None, "case_no"),
    Index(None, "recipient"),
    Index(
        "ix_outbox_waiting",
        "tried_at",
        sqlite_where=text("status = 'queued'"),
        postgresql_where=text("status = 'queued'"),
    ),
)
