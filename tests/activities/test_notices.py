"""People are told once; what could not be delivered is tried again and stays visible."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError

from activities.channels import Channels
from activities.contracts import ATTEMPTS
from activities.delivery import LEASE, Delivery, Notifier, Relay
from activities.notices import notices_for
from store.outbox import DELIVERED, FAILED, QUEUED
from store.register import Register
from tests.activities.jobs import NOTICE, SLIP, Room, a_job
from tests.activities.receivers import Receiver, receiving
from tests.store.sample_facts import REGISTERED, fresh_case, sealed

SEND = "notices.send"
LAST = ATTEMPTS[SEND].retry.maximum_attempts
TEXT = NOTICE["text"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a service that takes notices."""
    with receiving() as found:
        yield found


async def standing(register: Register, case: str) -> list[tuple[str, str, int]]:
    """Return recipient, status and attempts of the case's notices."""
    rows = await register.outbox.notices(case=case)
    return [(row.recipient, row.status, row.attempts) for row in rows]


async def test_without_channels_notices_stay_in_the_outbox(register: Register) -> None:
    """Who has no channel finds the notice in the outbox; nothing is lost, nothing fails."""
    case = fresh_case()

    await Room(register).run(SEND, a_job(case, NOTICE))

    assert [("front_manager", QUEUED, 0), ("zhang", QUEUED, 0)] == await standing(register, case)


async def test_a_notice_goes_to_each_recipient_s_channels(
    register: Register, receiver: Receiver
) -> None:
    """Every channel of every recipient gets the text, once."""
    case = fresh_case()
    room = Room(register, receiver.channels("zhang", "front_manager"))

    await room.run(SEND, a_job(case, NOTICE))
    await room.run(SEND, a_job(case, NOTICE), attempt=2)

    assert [("front_manager", TEXT), ("zhang", TEXT)] == sorted(receiver.texts)
    assert [("front_manager", DELIVERED, 1), ("zhang", DELIVERED, 1)] == await standing(
        register, case
    )


async def test_a_failed_delivery_is_an_error_that_is_retried(
    register: Register, receiver: Receiver
) -> None:
    """The attempt fails and says how many are missing; the next one tells only those."""
    case = fresh_case()
    room = Room(register, receiver.channels("zhang", "front_manager"))
    receiver.refusals, receiver.refused = 1, "zhang"

    with pytest.raises(ApplicationError, match="1 of 2 notices are not delivered") as caught:
        await room.run(SEND, a_job(case, NOTICE))
    after_first = await standing(register, case)
    await room.run(SEND, a_job(case, NOTICE), attempt=2)

    assert not caught.value.non_retryable
    assert "NoticeUndelivered" == caught.value.type
    assert [("front_manager", DELIVERED, 1), ("zhang", QUEUED, 1)] == after_first
    assert [("front_manager", TEXT), ("zhang", TEXT)] == sorted(receiver.texts)


async def test_of_two_channels_only_the_one_that_failed_is_tried_again(
    register: Register, receiver: Receiver
) -> None:
    """Nobody gets a notice twice because another channel was down."""
    case = fresh_case()
    addresses = [receiver.url("first"), receiver.url("second")]
    channels = Channels.model_validate({"channels": {"zhang": addresses}})
    job = a_job(case, NOTICE | {"recipients": ["zhang"]})
    receiver.refusals, receiver.refused = 1, "first"

    with pytest.raises(ApplicationError):
        await Room(register, channels).run(SEND, job)
    await Room(register, channels).run(SEND, job, attempt=2)

    assert [("second", TEXT), ("first", TEXT)] == receiver.texts


async def test_a_channel_that_does_not_answer_holds_up_no_other(
    register: Register, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others are told meanwhile, and it is told too as soon as it answers."""
    monkeypatch.setattr("activities.delivery.SEND_SECONDS", 90)
    case = fresh_case()
    with receiving() as other:
        addresses = {
            "zhang": [receiver.url("a"), other.url("b")],
            "front_manager": [other.url("c")],
        }
        room = Room(register, Channels.model_validate({"channels": addresses}))
        receiver.may_answer.clear()

        sending = asyncio.create_task(room.run(SEND, a_job(case, NOTICE)))
        async with asyncio.timeout(60):
            while len(other.texts) < 2:
                await asyncio.sleep(0.01)
        receiver.may_answer.set()
        await sending

    assert ["b", "c"] == sorted(path for path, _ in other.texts)
    assert [("front_manager", DELIVERED, 1), ("zhang", DELIVERED, 1)] == await standing(
        register, case
    )


async def test_the_last_attempt_leaves_the_notice_failed_and_visible(
    register: Register, receiver: Receiver
) -> None:
    """Given up, the notice says so with the channel, without its secret; an operator may requeue."""
    case = fresh_case()
    room = Room(register, receiver.channels("zhang"))
    job = a_job(case, NOTICE | {"recipients": ["zhang"]})
    receiver.refusals = 1

    with pytest.raises(ApplicationError):
        await room.run(SEND, job, attempt=LAST)

    (row,) = await register.outbox.notices(case=case, status=FAILED)
    assert row.trouble.startswith("未送达的渠道：json-")
    assert "very-secret" not in repr(row)
    assert await register.outbox.queue_again(row.key)
    await room.run(SEND, job)
    assert [("zhang", TEXT)] == receiver.texts
    assert not await register.outbox.queue_again(row.key)


async def test_attempts_that_overlap_tell_once(
    register: Register, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one attempt is sending, another sends nothing and comes back later."""
    monkeypatch.setattr("activities.delivery.SEND_SECONDS", 90)
    case = fresh_case()
    channels = receiver.channels("zhang")
    job = a_job(case, NOTICE | {"recipients": ["zhang"]})
    receiver.may_answer.clear()

    first = asyncio.create_task(Room(register, channels).run(SEND, job))
    assert await asyncio.to_thread(receiver.entered.wait, 60)
    with pytest.raises(ApplicationError, match="1 of 1 notices"):
        await Room(register, channels).run(SEND, job, attempt=2)
    receiver.may_answer.set()
    await first
    await Room(register, channels).run(SEND, job, attempt=3)

    assert [("zhang", TEXT)] == receiver.texts
    assert [("zhang", DELIVERED, 1)] == await standing(register, case)


async def test_many_attempts_at_once_tell_once(register: Register, receiver: Receiver) -> None:
    """Five workers that run the same job send one notice to each."""
    case = fresh_case()
    channels = receiver.channels("zhang", "front_manager")

    await asyncio.gather(
        *(Room(register, channels).run(SEND, a_job(case, NOTICE)) for _ in range(5)),
        return_exceptions=True,
    )
    await Room(register, channels).run(SEND, a_job(case, NOTICE))

    assert [("front_manager", TEXT), ("zhang", TEXT)] == sorted(receiver.texts)


async def test_a_sender_that_vanished_leaves_a_notice_that_is_not_sent_again(
    register: Register, receiver: Receiver
) -> None:
    """Whether it arrived is not known: it is marked so, and only a person may send it again."""
    case = fresh_case()
    job = a_job(case, NOTICE | {"recipients": ["zhang"]})
    now = datetime(2026, 10, 9, 3, tzinfo=UTC)
    channels = receiver.channels("zhang")
    notices = notices_for(job, "reminder", TEXT, ["zhang"])
    await register.outbox.queue(case, notices)
    await register.outbox.claim(notices[0].key, "a sender that was killed", now)

    soon = Notifier(register, channels, clock=lambda: now + LEASE / 2)
    late = Notifier(register, channels, clock=lambda: now + LEASE + timedelta(seconds=1))
    keys = [notices[0].key]

    assert [Delivery.BUSY] == await soon.deliver(keys)
    assert [Delivery.INTERRUPTED] == await late.deliver(keys)
    assert [] == receiver.texts
    (row,) = await register.outbox.notices(case=case)
    assert (FAILED, 1) == (row.status, row.attempts)
    assert "是否送达不明" in row.trouble
    await register.outbox.queue_again(row.key)
    assert [Delivery.DELIVERED] == await late.deliver(keys)
    assert [("zhang", TEXT)] == receiver.texts


async def test_the_requester_is_reached_by_what_they_left(
    register: Register, receiver: Receiver
) -> None:
    """The requester's phone goes into the address, from the register; it is in no row of the outbox."""
    case, silent = fresh_case(), fresh_case()
    await register.record(case, sealed([REGISTERED]))
    channels = Channels.model_validate(
        {"channels": {"requester": [receiver.url("sms/{phone}"), receiver.url("mail/{email}")]}}
    )
    room = Room(register, channels)
    data = NOTICE | {"recipients": ["requester"]}

    await room.run(SEND, a_job(case, data))
    await room.run(SEND, a_job(silent, data))

    assert [("sms/13800000000", TEXT)] == receiver.texts
    assert [("requester", QUEUED, 0)] == await standing(register, silent)
    (row,) = await register.outbox.notices(case=case)
    assert "13800000000" not in repr(row)


async def test_the_relay_delivers_what_other_activities_queued(
    register: Register, receiver: Receiver
) -> None:
    """A slip is delivered at once; its notices follow by the relay, whose channels may be down."""
    case = fresh_case()
    now = [datetime(2026, 10, 9, 3, tzinfo=UTC)]
    channels = receiver.channels("li", "quality_head")
    relay = Relay(Notifier(register, channels, clock=lambda: now[0]))
    await Room(register, channels).run("transfers.send_slip", a_job(case, SLIP))
    receiver.refusals = 1

    arrived = [await relay.run_once(), await relay.run_once()]
    now[0] += timedelta(seconds=5)
    arrived.append(await relay.run_once())
    arrived.append(await relay.run_once())

    assert [1, 0, 1, 0] == arrived
    assert ["li", "quality_head"] == sorted(path for path, _ in receiver.texts)


async def test_the_relay_gives_up_visibly(register: Register, receiver: Receiver) -> None:
    """After twenty attempts over hours, the notice stands as failed."""
    case = fresh_case()
    now = [datetime(2026, 10, 9, 3, tzinfo=UTC)]
    relay = Relay(Notifier(register, receiver.channels("zhang"), clock=lambda: now[0]))
    job = a_job(case, {})
    await register.outbox.queue(case, notices_for(job, "reminder", TEXT, ["zhang", "nobody"]))
    receiver.refusals = 99

    for _ in range(25):
        await relay.run_once()
        now[0] += timedelta(minutes=10)

    assert [("nobody", QUEUED, 0), ("zhang", FAILED, 20)] == await standing(register, case)


async def test_the_relay_stops_when_asked(sqlite_register: Register) -> None:
    """It looks, waits, and ends at once when told to."""
    stop = asyncio.Event()
    relay = Relay(Notifier(sqlite_register, Channels()))

    running = asyncio.create_task(relay.run(stop, seconds=60))
    await asyncio.sleep(0)
    stop.set()

    async with asyncio.timeout(30):  # half of what it would wait else
        await running
