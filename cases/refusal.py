"""A command that is not allowed now: refused to its caller, and nothing has changed.

Refused
    .sentence   what was expected and what is open, in Chinese, for the one who asked
    .reason     a stable key for programs, such as `unknown_task`
"""


class Refused(Exception):
    """Raised before anything changed."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
