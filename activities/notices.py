"""Notices are queued in the outbox and sent through the recipients' channels."""

from collections.abc import Iterable

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.attempts import logged_attempt
from activities.contracts import ATTEMPTS, Job, JobResult, NoticeJob
from activities.delivery import Delivery, Notifier
from activities.job_data import read_data
from store.outbox import Notice

SEND = "notices.send"
TO_RETRY = (Delivery.FAILED, Delivery.BUSY)


class NoticeActivities:
    """Tells people, once."""

    def __init__(self, notifier: Notifier) -> None:
        self._notifier = notifier

    @activity.defn(name=SEND)
    async def send(self, job: Job) -> JobResult:
        """Queue a notice for each recipient and send it; who has no channel finds it in the outbox.

        Raises:
            ApplicationError: retried; some channel did not take it, or another attempt is at it.
        """
        with logged_attempt(job.case, job.job):
            data = read_data(job, NoticeJob)
            notices = notices_for(job, data.template, data.text, data.recipients)
            await self._notifier.register.outbox.queue(job.case, notices)
            last = activity.info().attempt >= ATTEMPTS[SEND].retry.maximum_attempts
            found = await self._notifier.deliver((notice.key for notice in notices), last=last)
            missing = sum(found.count(delivery) for delivery in TO_RETRY)
            if missing:
                raise ApplicationError(
                    f"case {job.case}, job {job.job}: {missing} of {len(found)} notices are not "
                    "delivered; see the outbox for the channels that did not take them",
                    type="NoticeUndelivered",
                )
            return JobResult()


def notices_for(job: Job, template: str, text: str, recipients: Iterable[str]) -> list[Notice]:
    """Return one notice for each recipient, each once."""
    return [
        Notice(
            case_no=job.case,
            job=job.job,
            pack=job.pack,
            template=template,
            text=text,
            recipient=recipient,
            queued_at=job.at,
        )
        for recipient in dict.fromkeys(recipients)
    ]
