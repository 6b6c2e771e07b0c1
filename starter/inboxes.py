"""Inboxes: the open tasks of a unit or of a person, over all cases."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from decisions.problems import InvalidDefinition
from regulations.organisation import Organisation
from starter.pack_files import UnknownPack, load_pack
from store.register import Register
from store.rows import TaskRow
from store.tables import CASES


async def inbox_of_unit(register: Register, unit: str) -> Sequence[TaskRow]:
    """Return the open tasks of *unit* and those offered to it, those due first at the top."""
    return await register.inbox(unit=unit, groups=(unit,))


async def inbox_of_person(register: Register, person: str) -> Sequence[TaskRow]:
    """Return the open tasks that are *person*'s, or offered to a post or unit of theirs.

    Posts and units are those of the packs that open cases run under.
    """
    groups: list[str] = []
    for pack in await _packs_in_use(register):
        groups += [key for key in _groups(pack, person) if key not in groups]
    return await register.inbox(person=person, groups=groups)


async def _packs_in_use(register: Register) -> list[str]:
    statement = select(CASES.c.pack).where(CASES.c.closed_at.is_(None)).distinct()

    def read(on: Connection) -> list[str]:
        return sorted(pack for pack in on.scalars(statement) if pack)

    return await register.transactions.read(read)


def _groups(pack: str, person: str) -> Sequence[str]:
    """Return post and unit keys of *person* in *pack*; none where the pack is not at hand."""
    try:
        organisation: Organisation = load_pack(pack).pack.organisation
    except (UnknownPack, InvalidDefinition):
        return ()
    found = organisation.staff.get(person)
    return (*found.posts, found.unit) if found else ()
