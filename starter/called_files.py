"""What a diagram calls and does not hold is looked for in the files beside it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bpmn.choosing import called_keys, choose
from bpmn.compiling import compile_program
from bpmn.definition import Definition
from bpmn.program import Program
from bpmn.reading import read
from bpmn.rules.survey import WARNING
from decisions.problems import InvalidDefinition, Problem
from decisions.xml_tree import xml_text
from starter.console import fail


def program_of(path: str, process: str | None) -> Program:
    """Compile the process of the diagram at *path*, with what it calls.

    The process is one of that file, whatever others of its name lie beside it.

    Raises:
        InvalidDefinition: with all problems of the processes that would run.
        CommandFailed: a file cannot be read.
    """
    file = Path(path)
    definition = read(contents(file), path)
    chosen = choose([definition], process)[1].id
    decisions = {each.name: xml_text(contents(each)) for each in _tables(file)}
    return compile_program([definition, *_beside(file, definition)], chosen, decisions)


def calls_of_nobody(path: str, definition: Definition) -> Iterator[Problem]:
    """Yield a warning for each process that the diagram at *path* calls and nobody has.

    It is looked for in the file, in the files beside it, and in those its pack shares.
    """
    own = _ids(definition)
    called = [
        (node, key)
        for process in definition.processes
        for node, key in called_keys(process)
        if key and not key.startswith("=") and key not in own
    ]
    file = Path(path)
    others = [*_others(file), *_shared(file)] if called else []
    known = {key for each in others for key in _ids(each)}
    for node, key in called:
        if key not in known:
            what = f"expected a process {key!r} here or in a file beside, found none of this id"
            hint = f"{WARNING}add the file that holds the process"
            yield Problem(definition.file, node.line, node.id, what, hint)


def contents(path: Path) -> bytes:
    """Return what is in a file, or fail with a sentence."""
    try:
        return path.read_bytes()
    except OSError as error:
        fail(f"cannot read {path}: {error.strerror or error}")


def _tables(file: Path) -> list[Path]:
    """Return the DMN files beside *file*, or in the folder `decisions` beside its folder."""
    own = file.resolve().parent
    found = [*sorted(own.glob("*.dmn")), *sorted((own.parent / "decisions").glob("*.dmn"))]
    return list({each.name: each for each in reversed(found)}.values())


def _beside(file: Path, definition: Definition) -> list[Definition]:
    """Return the files in the same folder that hold called processes, found by their ids."""
    found: list[Definition] = []
    missing = _missing([definition])
    others = _others(file) if missing else []
    while missing:
        holding = {key: [each for each in others if key in _ids(each)] for key in missing}
        _expect_one_each(definition, holding)
        added = {each.file: each for held in holding.values() for each in held}
        others = [each for each in others if each.file not in added]
        for each in added.values():
            known = [key for one in (definition, *found) for key in _ids(one)]
            each.processes = [process for process in each.processes if process.id not in known]
            found.append(each)
        missing = _missing([definition, *found]) if added else []
    return found


def _others(file: Path) -> list[Definition]:
    """Return the other diagrams of the folder; one that is no BPMN can hold nothing."""
    found = []
    for each in sorted(file.parent.glob("*.bpmn")):
        if each.name == file.name or not each.is_file():
            continue
        try:
            found.append(read(contents(each), str(each)))
        except InvalidDefinition:
            continue
    return found


def _shared(file: Path) -> list[Definition]:
    """Return the diagrams that the pack shares with others; none where *file* is of no pack."""
    from starter.pack_files import read_pack  # noqa: PLC0415 - most diagrams are of no pack

    folder = file.resolve().parent.parent
    if not (folder / "pack.yaml").is_file():
        return []
    found = []
    for name, text in read_pack(folder).processes.items():
        with suppress(InvalidDefinition):
            found.append(read(text, name))
    return found


def _ids(definition: Definition) -> list[str]:
    return [process.id for process in definition.processes]


def _missing(definitions: list[Definition]) -> list[str]:
    processes = [process for each in definitions for process in each.processes]
    known = {process.id for process in processes}
    called = [key for process in processes for _, key in called_keys(process)]
    return [key for key in dict.fromkeys(called) if key not in known]


def _expect_one_each(definition: Definition, holding: dict[str, list[Definition]]) -> None:
    problems = []
    for key, held in holding.items():
        if len(held) > 1:
            names = " and ".join(each.file for each in held)
            what = f"expected one file that holds the called process {key!r}, found {names}"
            hint = "give one of the processes another id, or move its file"
            problems.append(Problem(definition.file, 0, key, what, hint))
    if problems:
        raise InvalidDefinition(tuple(problems))
