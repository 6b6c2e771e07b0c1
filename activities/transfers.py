"""Slips go from unit to unit."""

from collections.abc import Callable

from temporalio import activity

from activities.attempts import logged_attempt
from activities.contracts import Job, JobResult, SlipJob
from activities.job_data import read_data
from activities.notices import notices_for
from activities.wording import slip_copied, slip_returned, slip_sent
from store.register import Register
from store.slips import SlipDelivery


class TransferActivities:
    """Issues, delivers and copies slips and queues the notices of it, in one transaction."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn(name="transfers.send_slip")
    async def send_slip(self, job: Job) -> JobResult:
        """Deliver a slip to the receiving unit, copied to those who supervise."""
        return await self._deliver(job, slip_sent, returned=False)

    @activity.defn(name="transfers.return_slip")
    async def return_slip(self, job: Job) -> JobResult:
        """Deliver a slip back to the unit that sent it, with the signed opinion."""
        return await self._deliver(job, slip_returned, returned=True)

    async def _deliver(
        self, job: Job, wording: Callable[[Job, SlipJob], str], *, returned: bool
    ) -> JobResult:
        with logged_attempt(job.case, job.job):
            data = read_data(job, SlipJob)
            template = "slip_returned" if returned else "slip_sent"
            notices = notices_for(job, template, wording(job, data), data.recipients)
            notices += notices_for(job, "slip_copied", slip_copied(job, data), data.copied)
            await self._register.slips.deliver(_delivery(job, data, returned=returned), notices)
            return JobResult()


def _delivery(job: Job, data: SlipJob, *, returned: bool) -> SlipDelivery:
    return SlipDelivery(
        case_no=job.case,
        job=job.job,
        returned=returned,
        delivered_at=job.at,
        **data.model_dump(exclude={"recipients", "copied", "to_title"}),
    )
