"""Inboxes: the open tasks of a unit or of a person, over all cases."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from decisions.problems import InvalidDefinition
from regulations.publishing import PublishedPack
from starter.pack_files import UnknownPack
from store.register import Register
from store.rows import TaskRow
from store.tables import CASES


async def inbox_of_unit(register: Register, unit: str) -> Sequence[TaskRow]:
    """Return the open tasks of *unit* and those offered to it, those due first at the top."""
    return await register.inbox(unit=unit, groups=(unit,))


async def inbox_of_person(
    register: Register, person: str, pack_of: Callable[[str], PublishedPack]
) -> Sequence[TaskRow]:
    """Return the open tasks that are *person*'s, or offered to a post or unit of theirs.

    Posts and units are those of the packs that open cases run under.

    Args:
        register: where the tasks are.
        person: staff key.
        pack_of: gives a pack by its key; it is asked each time, and should keep what it read.
    """
    groups: list[str] = []
    for key in await _packs_in_use(register):
        groups += [group for group in _groups(key, person, pack_of) if group not in groups]
    return await register.inbox(person=person, groups=groups)


async def _packs_in_use(register: Register) -> list[str]:
    statement = select(CASES.c.pack).where(CASES.c.closed_at.is_(None)).distinct()

    def read(on: Connection) -> list[str]:
        return sorted(pack for pack in on.scalars(statement) if pack)

    return await register.transactions.read(read)


def _groups(key: str, person: str, pack_of: Callable[[str], PublishedPack]) -> Sequence[str]:
    """Return post and unit keys of *person* in a pack; none where the pack is not at hand."""
    try:
        staff = pack_of(key).pack.staff
    except (UnknownPack, InvalidDefinition):
        return ()
    found = staff.get(person)
    return (*found.posts, found.unit) if found else ()
