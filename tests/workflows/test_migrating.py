"""A running case goes on under another edition, on a real server."""

from datetime import datetime

from cases.commands import MigrateCase
from cases.facts import first_break
from cases.parcel import wrap
from tests.cases.test_migrating import migration, newer
from tests.replaying import replay_case
from tests.workflows.hosting import Host, Hosted


def to_newer(case: Hosted, actor: str = "of-09") -> MigrateCase:
    """Return the migration of *case*, which was received today."""
    del case
    law = newer().law(newer().pack.in_force_from)
    return migration(actor).model_copy(update={"law": wrap(law.dump())})


async def _due(case: Hosted, clock: str) -> datetime:
    legs = await case.handle.query("clocks")
    return datetime.fromisoformat([leg for leg in legs if leg["clock"] == clock][-1]["due"])


async def test_a_case_is_planned_then_migrated(host: Host) -> None:
    """The plan leaves no trace; what it foretold comes about, is recorded, and replays."""
    case = await (await host.open()).take_in_hand()
    events = await case.traces()
    before = await _due(case, "answer")

    plan = await case.handle.query("migration_plan", to_newer(case))
    assert events == await case.traces()
    assert ["answer"] == [moved["clock"] for moved in plan["moved"]]

    receipt = await case.give("migrate", to_newer(case))

    assert receipt.next_due is not None
    assert datetime.fromisoformat(plan["moved"][0]["new_due"]) == await _due(case, "answer")
    assert before > await _due(case, "answer")
    assert "4" == (await case.case())["edition"]
    facts = await case.facts()
    assert first_break(facts) is None
    assert 1 == sum(fact.kind == "edition_changed" for fact in facts)
    await case.close()
    await replay_case(case.handle)


async def test_a_migrated_case_stays_so_when_it_continues_as_new(one_host: Host) -> None:
    """The law and the program travel with every later run."""
    case = await (await one_host.open(budget=1)).take_in_hand()
    await case.give("migrate", to_newer(case))
    await case.do("handle", "st-01", "answer", answer="已换新书")
    await case.until_open("call")

    assert "4" == (await case.case())["edition"]
    again = await case.handle.query("migration_plan", to_newer(case))
    assert "没有变化" in again["refused"]


async def test_a_refused_migration_leaves_no_trace(one_host: Host) -> None:
    """The caller hears why."""
    case = await one_host.open()
    events = await case.traces()
    reason, said = await case.refused("migrate", to_newer(case, "sv-01"))

    assert ("wrong_actor", True) == (reason, "馆长办公室" in said)
    assert events == await case.traces()
    assert "3" == (await case.case())["edition"]
