"""Call-backs are put on their owners' lists."""

from temporalio import activity

from activities.attempts import logged_attempt
from activities.contracts import FollowUpJob, Job, JobResult
from activities.job_data import read_data
from store.call_backs import CallBack
from store.register import Register


class FollowUpActivities:
    """Lists calls to make; making them is a person's task."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn(name="follow_ups.schedule")
    async def schedule(self, job: Job) -> JobResult:
        """Put one call-back on its caller's list."""
        with logged_attempt(job.case, job.job):
            data = read_data(job, FollowUpJob)
            call_back = CallBack(
                case_no=job.case, job=job.job, listed_at=job.at, **data.model_dump()
            )
            await self._register.call_backs.put(call_back)
            return JobResult()
