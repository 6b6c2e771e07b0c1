"""Breaches are brought to account: recorded, told, and proposed for review. Nobody is sanctioned."""

import asyncio

from temporalio import activity

from activities.attempts import logged_attempt
from activities.contracts import BreachJob, Job, JobResult
from activities.job_data import read_data
from activities.notices import notices_for
from activities.wording import REVIEW_PROPOSED, REVIEW_WITHHELD, limit_missed
from store.accountability import PROPOSED, WITHHELD, BreachFinding
from store.register import Register

PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.05


class AccountabilityActivities:
    """Records breaches with their evidence.

    Args:
        register: where facts and findings are.
        patience: seconds to wait for the case's facts, which travel beside the job, so that the
            breach itself is among the evidence.
    """

    def __init__(self, register: Register, patience: float = PATIENCE_SECONDS) -> None:
        self._register = register
        self._patience = patience

    @activity.defn(name="accountability.record_breach")
    async def record_breach(self, job: Job) -> JobResult:
        """Record a breach with evidence, tell those concerned, propose a review or say why not."""
        with logged_attempt(job.case, job.job):
            data = read_data(job, BreachJob)
            await self._await_facts(job.case, data)
            told = tuple(
                key for key in (data.responsible, *data.stand_ins, *data.superiors) if key
            )
            if data.oversight and not data.provisional:
                told = (*told, data.oversight)
            text = data.text or limit_missed(job, data)
            notices = notices_for(job, "limit_missed", text, told)
            await self._register.accountability.record(_finding(job, data), notices)
            return JobResult()

    async def _await_facts(self, case: str, data: BreachJob) -> None:
        left = self._patience
        held = self._register.accountability.holds_breach
        while left > 0 and not await held(case, data.clock, data.leg):
            await asyncio.sleep(PAUSE_SECONDS)
            left -= PAUSE_SECONDS


def _finding(job: Job, data: BreachJob) -> BreachFinding:
    return BreachFinding(
        case_no=job.case,
        job=job.job,
        review=WITHHELD if data.provisional else PROPOSED,
        reason=REVIEW_WITHHELD if data.provisional else REVIEW_PROPOSED,
        recorded_at=job.at,
        **data.model_dump(exclude={"text", "stand_ins"}),
    )
