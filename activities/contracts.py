"""What workflows may ask of the outside world: names, inputs, results, timeouts.

The names are compatibility data: they stand in histories and never change.
This is the only file of the room that workflows import.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict
from temporalio.common import RetryPolicy

from cases.facts import Fact

RECORD_FACTS = "register.record_facts"


class Contract(BaseModel):
    """Base of every input and result: frozen, unknown fields refused, no value in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FactBatch(Contract):
    """Facts of one case, in order, without a gap.

    A batch is written while its workflow task is still open. Should the task be lost with its
    worker, it is taken anew, at a later time and perhaps with other facts. Those up to `settled`
    stand in the case's history and never change; what the register holds after them gives way to
    a batch that was taken later.

    Attributes:
        settled: sequence of the last fact that the history holds for good.
        taken_at: the instant of the workflow task that wrote the batch, to the microsecond.
    """

    case: str
    facts: tuple[Fact, ...]
    settled: int
    taken_at: datetime


class Recorded(Contract):
    """The register holds the case's facts up to the end of a batch.

    Attributes:
        through: sequence of the batch's last fact.
        head: its digest.
    """

    through: int
    head: str


class Job(Contract):
    """One job a diagram asks for.

    Attributes:
        case: case number.
        job: the job's id in the case, `element#n`; with the case it is the idempotency key.
        at: when the job was started, in the case's time.
        pack: key of the pack, for texts and channels.
        name: the element's label, for people.
        headers: fixed settings from the diagram.
        data: the job's input, JSON-able; its shape is the job type's (see below).
    """

    case: str
    job: str
    at: datetime
    pack: str
    name: str
    headers: Mapping[str, str] = {}
    data: Mapping[str, Any] = {}


class JobResult(Contract):
    """Variables handed back to the process."""

    variables: Mapping[str, Any] = {}


class SlipJob(Contract):
    """Data of `transfers.send_slip` and `transfers.return_slip`.

    Attributes:
        slip: slip number, counted in the case.
        slip_type: key of the pack's form, such as `complaint_inquiry_slip`.
        title: the form's title.
        handover: number of the handover in the case.
        from_unit: key of the sending unit.
        to_unit: key of the receiving unit.
        to_title: what it is called; empty in jobs of earlier releases.
        signed_by: staff key of the sender.
        copies: keys of units that get a supervisory copy.
        counterparts: how many signed copies are made.
        content: the slip's fields.
        opinion: signed opinion, where the slip is returned or forwarded.
        recipients: staff keys to notify: those of the receiving unit who take slips.
        copied: staff keys to notify of the supervisory copies.
    """

    slip: str
    slip_type: str
    title: str
    handover: int
    from_unit: str
    to_unit: str
    to_title: str = ""
    signed_by: str
    copies: tuple[str, ...] = ()
    counterparts: int = 1
    content: Mapping[str, Any] = {}
    opinion: str = ""
    recipients: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()


class FollowUpJob(Contract):
    """Data of `follow_ups.schedule`: a call-back is put on its owner's list.

    Attributes:
        round: 1 for the first follow-up of the case, counted up when a case is reopened.
        attempt: 1 for the first call of the round.
        caller: staff key of the one who calls back.
        contact: how the requester wants to be reached (personal data; stays in the register).
    """

    round: int
    attempt: int
    caller: str
    contact: Mapping[str, Any] = {}


class BreachJob(Contract):
    """Data of `accountability.record_breach`.

    Attributes:
        clock: key of the limit that was missed.
        leg: which leg of the clock.
        title: the limit's title.
        rule: rule number, such as `R68`, empty where the limit is the organisation's own.
        cites: the article.
        due: when it was due.
        found_at: when the breach was found.
        responsible: staff key or post key of the one answerable.
        unit: key of the unit answerable.
        superiors: staff or post keys to be told.
        oversight: key of the oversight unit.
        provisional: the due date rests on a provisional day, so that no finding may rest on it yet.
        text: the pack's own words for those who are told; empty where it has none.
        stand_ins: staff keys of who stands in for the one answerable, and is told as well.
    """

    clock: str
    leg: int
    title: str
    rule: str = ""
    cites: str = ""
    due: datetime
    found_at: datetime
    responsible: str
    unit: str
    superiors: tuple[str, ...] = ()
    oversight: str = ""
    provisional: bool = False
    text: str = ""
    stand_ins: tuple[str, ...] = ()


class NoticeJob(Contract):
    """Data of `notices.send`.

    Attributes:
        template: key of the text in the pack's `notices`, such as `reminder`.
        text: the finished text, Chinese, without personal data.
        recipients: staff, post or unit keys, or `requester`.
    """

    template: str
    text: str
    recipients: tuple[str, ...]


JOB_DATA: Mapping[str, type[Contract]] = {
    "transfers.send_slip": SlipJob,
    "transfers.return_slip": SlipJob,
    "follow_ups.schedule": FollowUpJob,
    "accountability.record_breach": BreachJob,
    "notices.send": NoticeJob,
}
"""Every job type a diagram may ask for, and the shape of its data."""


class Attempts(Contract):
    """How long one attempt may take, and how it is retried."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    start_to_close: timedelta
    retry: RetryPolicy
    held_up_to: timedelta = timedelta(seconds=1)
    """How long the pause before a local retry may hold the workflow task: no pause is longer."""


def _retry(initial: float, maximum: timedelta, attempts: int) -> RetryPolicy:
    return RetryPolicy(
        initial_interval=timedelta(seconds=initial),
        backoff_coefficient=2,
        maximum_interval=maximum,
        maximum_attempts=attempts,
        non_retryable_error_types=["ValidationError", "ConflictingFact", "BpmnError"],
    )


ATTEMPTS: Mapping[str, Attempts] = {
    RECORD_FACTS: Attempts(
        start_to_close=timedelta(seconds=10), retry=_retry(0.2, timedelta(seconds=0.8), 5)
    ),
    "transfers.send_slip": Attempts(
        start_to_close=timedelta(seconds=10), retry=_retry(1, timedelta(minutes=5), 0)
    ),
    "transfers.return_slip": Attempts(
        start_to_close=timedelta(seconds=10), retry=_retry(1, timedelta(minutes=5), 0)
    ),
    "follow_ups.schedule": Attempts(
        start_to_close=timedelta(seconds=10), retry=_retry(1, timedelta(minutes=5), 0)
    ),
    "accountability.record_breach": Attempts(
        start_to_close=timedelta(seconds=10), retry=_retry(1, timedelta(minutes=5), 0)
    ),
    "notices.send": Attempts(
        start_to_close=timedelta(seconds=30), retry=_retry(1, timedelta(minutes=10), 20)
    ),
}
"""The one table of timeouts and retries. No attempts limit (0) where giving up would lose a duty;
a case whose facts cannot be recorded shows it and begins again a little later."""
