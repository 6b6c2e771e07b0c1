"""Publishing: read, check, compile. An invalid pack never runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from bpmn.compiling import compile_program
from bpmn.definition import Definition
from bpmn.program import Program
from bpmn.reading import read
from decisions.problems import InvalidDefinition, Problem
from regulations.checking_apologies import check_apologies
from regulations.checking_diagrams import check_program
from regulations.checking_pack import check_pack
from regulations.checking_rules import check_carriers
from regulations.checking_words import check_words
from regulations.law import Law, law_in_force, pack_calendar
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.words import Words, own_words
from regulations.wrong_shapes import sentence
from workdays.national import builtin_calendar


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """A pack that was found right.

    Attributes:
        schemas: JSON Schema by form key.
        words: what codes are called that only the pack can say; the same on every day.
    """

    pack: Pack
    program: Program
    schemas: Mapping[str, Mapping[str, Any]]
    source: PackSource
    words: Words

    def law(self, day: date) -> Law:
        """Return the law in force on *day*.

        Raises:
            NotInForce: the pack's edition begins later.
        """
        if day < self.pack.in_force_from:
            raise NotInForce(
                f"{self.pack.title} is in force from {self.pack.in_force_from}, asked for {day}"
            )
        return law_in_force(self.pack, self.schemas, day, self.words)

    def law_as_if(self, day: date) -> Law:
        """Return the law as if the edition had been in force on *day* already."""
        governs = max(day, self.pack.in_force_from)
        law = law_in_force(self.pack, self.schemas, governs, self.words)
        earlier = pack_calendar(self.pack).slice(day.year - 1)
        return law if day.year == governs.year else law.with_calendar(earlier)

    def pack_zone(self) -> str:
        """Return the zone of the pack's calendar."""
        return builtin_calendar(self.pack.calendar.base).zone


class NotInForce(ValueError):
    """The edition is not in force yet on the day asked for."""


def publish(source: PackSource) -> PublishedPack:
    """Return the pack, its program and its schemas.

    Raises:
        InvalidDefinition: with every problem found, file by file and line by line.
    """
    problems = list(source.problems)
    pack = _read_pack(source, problems)
    program = _compile(source, pack.process if pack else None, problems)
    if pack:
        problems.extend(check_pack(pack, source))
    if pack and program:
        problems.extend(check_program(pack, program, source))
        problems.extend(check_apologies(pack, program, source))
        problems.extend(check_carriers(pack, program, source))
        problems.extend(check_words(pack, program, source))
    if problems or pack is None or program is None:
        raise InvalidDefinition(tuple(sorted(set(problems))))
    schemas = {key: source.schemas[path] for key, path in pack.schema_files().items()}
    words = own_words(pack, schemas.values(), program.decisions)
    return PublishedPack(pack, program, schemas, source, words)


def _read_pack(source: PackSource, problems: list[Problem]) -> Pack | None:
    if not source.data and source.problems:
        return None
    try:
        return Pack.model_validate(source.data)
    except ValidationError as error:
        for found in _without_echoes(error):
            path = tuple(part for part in found["loc"] if part != "[key]")
            problems.append(source.problem(path, *sentence(found | {"loc": path}, Pack)))
        return None


def _without_echoes(error: ValidationError) -> list[Any]:
    """Leave out that a list is too short where its entries are what is wrong."""
    found = error.errors()
    return [
        one
        for one in found
        if one["type"] != "too_short"
        or not any(o["loc"][: len(one["loc"])] == one["loc"] for o in found if o is not one)
    ]


def _compile(source: PackSource, process: str | None, problems: list[Problem]) -> Program | None:
    if not source.processes:
        hint = "draw the process and save it in the folder `processes`"
        problems.append(source.problem(("process",), "expected a BPMN diagram, found none", hint))
    definitions: list[Definition] = []
    for path, text in source.processes.items():
        try:
            definitions.append(read(text, source.file(path)))
        except InvalidDefinition as invalid:
            problems.extend(invalid.problems)
    if len(definitions) != len(source.processes) or not definitions:
        return None
    decisions = {source.file(path): text for path, text in source.decisions.items()}
    try:
        return compile_program(definitions, process, decisions)
    except InvalidDefinition as invalid:
        problems.extend(invalid.problems)
        return None
