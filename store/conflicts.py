"""What the register refuses: facts that contradict it or come late, and a key used for something else."""


class ConflictingFact(Exception):
    """A fact does not follow what the register holds of its case.

    Attributes:
        case: case number.
        sequence: of the fact that does not follow.
    """

    def __init__(self, case: str, sequence: int, why: str) -> None:
        super().__init__(f"case {case}, fact {sequence}: {why}")
        self.case = case
        self.sequence = sequence


class OvertakenBatch(Exception):
    """A batch was taken before what the register holds was, and says something else.

    Either its step was taken anew, and nobody asks for this one any more; or the clock of the
    workflow server went back, and the same facts sent again later are written.
    """

    def __init__(self, case: str, sequence: int) -> None:
        super().__init__(
            f"case {case}, fact {sequence}: the register holds the facts of a step taken later; "
            "send the facts again with the time of the step that sends them"
        )


class KeyConflict(Exception):
    """A caller's key was given again with other content.

    Attributes:
        key: the caller's key.
        case: number of the case that was opened under it.
    """

    def __init__(self, key: str, case: str) -> None:
        super().__init__(
            f"the key {key!r} was already used to open case {case} with other content; "
            "use a new key for a new inquiry, or send the same content again"
        )
        self.key = key
        self.case = case
