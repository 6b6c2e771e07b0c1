"""Facts reach the register."""

from temporalio import activity

from activities.attempts import logged_attempt
from activities.contracts import RECORD_FACTS, FactBatch, Recorded
from store.register import Register, Taking


class RegisterActivities:
    """Writes facts; the same batch again changes nothing."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @activity.defn(name=RECORD_FACTS)
    async def record_facts(self, batch: FactBatch) -> Recorded:
        """Write the batch and say where it ends.

        Raises:
            ConflictingFact: the batch contradicts the register; never retried.
            OvertakenBatch: a later step of the case was first; retried, and then taken anew.
        """
        last = batch.facts[-1].sequence if batch.facts else 0
        with logged_attempt(batch.case, f"facts#{last}"):
            taking = Taking(settled=batch.settled, taken_at=batch.taken_at)
            through, head = await self._register.record(batch.case, batch.facts, taking)
            return Recorded(through=through, head=head)
