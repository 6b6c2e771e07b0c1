"""The cases that are still open, every one of them."""

from collections.abc import Sequence

from store.reading import CaseFilter
from store.register import Register
from store.rows import CaseRow


async def open_cases(register: Register, pack: str | None = None) -> Sequence[CaseRow]:
    """Return every open case, of *pack* where it is given, the newest first, however many there are.

    What is told to all open cases must leave none out: there is no limit, and one statement sees
    them all at the same moment.
    """
    return await register.list_cases(CaseFilter(open=True, pack=pack, limit=None))
