"""Slips are delivered, copied and kept by both sides; call-backs stand on a list until made."""

from store.register import Register
from tests.activities.jobs import AT, CALL_BACK, RETURN, SLIP, Room, a_job
from tests.store.sample_facts import REGISTERED, fresh_case, sealed


async def test_a_slip_is_issued_delivered_copied_and_kept_by_both(register: Register) -> None:
    """One job issues the slip, delivers it, copies it and makes two counterparts."""
    case = fresh_case()

    await Room(register).run("transfers.send_slip", a_job(case, SLIP))

    (slip,) = await register.slips.of_case(case)
    (delivery,) = slip["deliveries"]
    assert ("S1", "zhang", AT) == (slip["slip"], slip["issued_by"], slip["issued_at"])
    assert SLIP["content"] == slip["content"]
    assert ("front_office", "engineering", False) == (
        delivery["from_unit"],
        delivery["to_unit"],
        delivery["returned"],
    )
    assert ["quality"] == [copy["unit"] for copy in slip["copies"]]
    assert [(1, "engineering"), (2, "front_office")] == [
        (part["number"], part["holder"]) for part in slip["counterparts"]
    ]


async def test_the_receiving_people_are_told_in_the_same_transaction(register: Register) -> None:
    """Notices to those who take slips are queued with the slip, without personal data."""
    case = fresh_case()

    await Room(register).run("transfers.send_slip", a_job(case, SLIP))

    notices = await register.outbox.notices(case=case)
    assert ["li", "quality_head"] == [notice.recipient for notice in notices]
    assert ["queued"] * 2 == [notice.status for notice in notices]
    assert all("《投诉、查询处理单》S1" in notice.text for notice in notices)
    assert not any("某客人" in notice.text for notice in notices)


async def test_whoever_gets_a_copy_reads_what_the_receiving_unit_is_called(
    register: Register,
) -> None:
    """Its key says nothing to people."""
    case, told = fresh_case(), {"recipients": ["li"], "copied": ["quality_head"]}
    slip = {**SLIP, **told, "to_title": "工程部"}

    await Room(register).run("transfers.send_slip", a_job(case, slip))

    _, copied = await register.outbox.notices(case=case)
    assert copied.text.endswith(" 已转工程部，抄送备查，不需办理。")


async def test_a_slip_that_comes_back_keeps_its_first_issue(register: Register) -> None:
    """Returning adds a delivery with the signed opinion; the slip stays what it was."""
    case = fresh_case()
    room = Room(register)
    await room.run("transfers.send_slip", a_job(case, SLIP))

    await room.run("transfers.return_slip", a_job(case, RETURN, "return#1"))

    (slip,) = await register.slips.of_case(case)
    assert "zhang" == slip["issued_by"]
    assert [False, True] == [delivery["returned"] for delivery in slip["deliveries"]]
    assert "不属本部门职责" == slip["deliveries"][1]["opinion"]
    assert "front_office" == slip["deliveries"][1]["to_unit"]


async def test_a_call_back_stands_on_the_list_until_it_is_made(register: Register) -> None:
    """A follow-up of its round and attempt takes it off; so does closing the case."""
    made, waiting, closed = fresh_case(), fresh_case(), fresh_case()
    room = Room(register)
    follow_up = ("follow_up", {"round": 1, "attempt": 1, "reached": True, "by": "zhang"})
    await register.record(made, sealed([REGISTERED, follow_up]))
    await register.record(closed, sealed([REGISTERED, ("closed", {"outcome": "resolved"})]))

    for case in (made, waiting, closed):
        await room.run("follow_ups.schedule", a_job(case, CALL_BACK))

    (listed,) = await register.call_backs.open("zhang")
    assert (waiting, {"phone": "13800000000"}) == (listed.case_no, listed.contact)
    assert [] == await register.call_backs.open("wang")
