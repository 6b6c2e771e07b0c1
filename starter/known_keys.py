"""Whether a filter that finds nothing names anything: a key that nobody knows is a mistake, not an answer.

Known is what the packs that ship know, in any edition, and what the register has seen. Where cases run
under another pack, its units, people and stages are not at hand: then only packs are judged. A register
without any case judges nothing: whichever pack is meant, there are no cases.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from decisions.problems import InvalidDefinition
from starter.editions import edition_folders
from starter.errors import DeskError
from starter.pack_files import SHIPPED, load_pack
from store.register import Register
from store.tables import CASES, TASKS

_MOST = 12
"""So many keys are named in a sentence."""
_ALWAYS = ("登记", "办结")
"""Stages that lists show of every case."""
_SEEN: Mapping[str, tuple[ColumnElement[str | None], ...]] = {
    "pack": (CASES.c.pack,),
    "stage": (CASES.c.stage,),
    "unit": (CASES.c.unit, CASES.c.owner_unit, TASKS.c.unit),
    "person": (CASES.c.owner_person, CASES.c.handler, TASKS.c.assignee),
}


class UnknownKey(DeskError):
    """No pack knows it, and no case has had it."""


@dataclass(slots=True)
class _Known:
    """Keys in the order in which they were met, by what they are."""

    keys: dict[str, dict[str, None]] = field(
        default_factory=lambda: {what: {} for what in (*_SEEN, "post")}
    )

    def add(self, what: str, found: Iterable[str | None]) -> None:
        self.keys[what] |= dict.fromkeys(key for key in found if key)

    def knows(self, what: str, key: str) -> bool:
        """Whether *key* is known as *what*; a post may stand for a person and for a group."""
        wanted = {"person": ("person", "post", "unit"), "unit": ("unit", "post")}.get(
            what, (what,)
        )
        return any(key in self.keys[each] for each in wanted)


async def check_known(register: Register, asked: Mapping[str, tuple[str, str | None]]) -> None:
    """Let through what was *asked* for and not found, where it could be found at another time.

    Args:
        register: where nothing was found.
        asked: option to what it names (`pack`, `stage`, `unit` or `person`) and the key that was
            given, None where the option was not.

    Raises:
        UnknownKey: the sentence names the option and keys that there are.
        RegisterUnavailable.
    """
    known, editions = await register.transactions.read(_seen)
    shipped = _shipped()
    known.add("pack", (key for key, _ in shipped))
    judged = tuple(_SEEN) if editions <= shipped.keys() else ("pack",)
    given = {option: (what, key) for option, (what, key) in asked.items() if what in judged}

    def unknown() -> Iterator[tuple[str, str, str]]:
        for option, (what, key) in given.items():
            if key is not None and not known.knows(what, key):
                yield option, what, key

    for each in sorted(shipped, key=lambda one: one not in editions):
        if not editions or not any(unknown()):
            return
        for what, keys in _keys(shipped[each]).items():
            known.add(what, keys)
    for option, what, key in unknown():
        raise UnknownKey(_sentence(option, key, list(known.keys[what])))


def _seen(on: Connection) -> tuple[_Known, set[tuple[str, str]]]:
    """Return the keys that cases have had, and the editions of packs that they run under."""
    known = _Known()
    for what, columns in _SEEN.items():
        for column in columns:
            known.add(what, sorted(key for key in on.scalars(select(column).distinct()) if key))
    pairs = on.execute(select(CASES.c.pack, CASES.c.edition).distinct())
    return known, {(pack, edition) for pack, edition in pairs if pack}


def _shipped() -> dict[tuple[str, str], Path]:
    """Return the folder of every edition of every pack that ships."""
    return {
        (file.parent.name, edition): folder
        for file in sorted(SHIPPED.glob("*/pack.yaml"))
        for edition, folder in edition_folders(file.parent.name).items()
    }


@cache
def _keys(folder: Path) -> Mapping[str, tuple[str | None, ...]]:
    """Return what a pack knows; nothing of one that is being worked on and is wrong."""
    try:
        published = load_pack(str(folder))
    except InvalidDefinition:
        return {}
    organisation = published.pack.organisation
    stages = (node.properties.get("stage") for node in published.program.nodes)
    return {
        "unit": tuple(organisation.units),
        "post": tuple(organisation.posts),
        "person": tuple(organisation.staff),
        "stage": (*_ALWAYS, *stages),
    }


def _sentence(option: str, found: str, known: list[str]) -> str:
    """Return what was expected: all there are, or of many those that look most like it."""
    named = known
    if len(known) > _MOST:
        named = get_close_matches(found, known, _MOST, 0.5) or known[:_MOST]
    more = f", … ({len(known)} in all)" if len(named) < len(known) else ""
    return f"{option}: expected one of {', '.join(named)}{more}, found {found!r}"
