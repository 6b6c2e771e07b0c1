"""The house stands as designed: which rooms there are, and who may import what."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.architecture.house import (
    OUTER_ROOMS,
    PURE_ROOMS,
    ROOMS,
    ROOT,
    files_of,
    imports_of,
    name_of,
    project,
    tree_of,
)
from workflows import sandbox

# What a pure room may use of the standard library: values, text, structure.
# Nothing that tells the time, draws a number, opens a file or speaks to the world.
PURE_STDLIB = frozenset(
    """
    __future__ abc base64 binascii bisect calendar collections contextlib copy csv dataclasses datetime
    decimal difflib enum fractions functools gzip hashlib heapq html io itertools json keyword
    math numbers operator re statistics string struct textwrap types typing unicodedata warnings
    weakref xml zlib zoneinfo
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
# What one file or room may use besides, and why.
EXCEPTIONS = {
    ("cases/forms.py", "jsonschema"): "forms are JSON Schema, and the validator is pure",
    ("workdays", "importlib.resources"): "calendar facts are vendored with the room",
}
NO_ROOM = ("tests", "benchmarks")  # packages at the top level that are no rooms


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_imports_only_what_is_pure(room: str) -> None:
    """A pure room imports lower rooms, pydantic and the listed standard library, nothing else."""
    lower = PURE_ROOMS[: PURE_ROOMS.index(room) + 1]

    foreign = [
        f"{name_of(file)}:{line}: imports {module}"
        for file in files_of(room)
        for module, line in imports_of(file)
        if not _is_pure(module, lower) and not _is_excepted(file, module)
    ]

    assert not foreign, "\n".join(
        [*foreign, "Take the value as an argument, or do this in an outer room."]
    )


def _is_pure(module: str, lower: tuple[str, ...]) -> bool:
    return module.partition(".")[0] in {*lower, "pydantic", "pydantic_core"} | PURE_STDLIB


def _is_excepted(file: Path, module: str) -> bool:
    name = name_of(file)
    return any(
        (name == place or name.startswith(f"{place}/"))
        and (module == allowed or module.startswith(f"{allowed}."))
        for place, allowed in EXCEPTIONS
    )


def test_the_packages_at_the_top_are_the_rooms() -> None:
    """Every package at the top level is a declared room, and every room is there."""
    packages = {place.parent.name for place in ROOT.glob("*/__init__.py")}

    assert packages - set(NO_ROOM) == set(ROOMS)


def test_every_list_of_rooms_is_the_same() -> None:
    """Linter, type checker and wheel know the same rooms as the design."""
    tools = project()["tool"]

    assert set(tools["importlinter"]["root_packages"]) == set(ROOMS)
    assert set(tools["mypy"]["packages"]) == set(ROOMS)
    wheel = tools["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert set(wheel) == {*ROOMS, "worker.py", "packs"}


def test_no_room_bears_a_name_that_is_taken() -> None:
    """A room never shadows the standard library or an installed distribution."""
    distributions = importlib.metadata.packages_distributions()
    taken = set(sys.stdlib_module_names) | {
        name for name, owners in distributions.items() if set(owners) != {"shouwen"}
    }

    assert not {*ROOMS, "worker", "packs"} & taken


@pytest.mark.parametrize(
    "file", [file for file in files_of(*ROOMS) if file.name == "__init__.py"], ids=name_of
)
def test_an_init_holds_its_docstring_and_nothing_else(file: Path) -> None:
    """A package states its law; it re-exports nothing, so that importing it loads nothing."""
    tree = tree_of(file)

    assert ast.get_docstring(tree)
    assert 1 == len(tree.body), f"{name_of(file)}: move everything but the docstring elsewhere"


def test_packs_hold_no_python() -> None:
    """Adding an organisation touches no Python file."""
    assert not files_of("packs")


def test_nobody_imports_the_worker() -> None:
    """`worker.py` is where a process is put together; it is run, never imported."""
    importers = [
        f"{name_of(file)}:{line}"
        for file in files_of(*ROOMS)
        for module, line in imports_of(file)
        if module.partition(".")[0] == "worker"
    ]

    assert not importers


def test_nobody_imports_what_is_no_room() -> None:
    """No room needs the tests or the benchmarks."""
    importers = [
        f"{name_of(file)}:{line}"
        for file in files_of(*ROOMS)
        for module, line in imports_of(file)
        if module.partition(".")[0] in NO_ROOM
    ]

    assert not importers


def test_workflows_see_activities_by_contract_only() -> None:
    """A workflow imports `activities.contracts` and the pure rooms of this house."""
    allowed = {"workflows", *PURE_ROOMS}

    foreign = [
        f"{name_of(file)}:{line}: imports {module}"
        for file in files_of("workflows")
        for module, line in imports_of(file)
        if module.partition(".")[0] in set(ROOMS) - allowed
        and not f"{module}.".startswith("activities.contracts.")
    ]

    assert not foreign


def test_the_sandbox_passes_the_pure_rooms_and_no_other() -> None:
    """What is loaded unguarded is exactly what the tests of this folder guard."""
    assert set(sandbox.PURE_ROOMS) == set(PURE_ROOMS)
    assert set(sandbox.PASSED_THROUGH) & set(OUTER_ROOMS) == set()


def test_the_import_contracts_are_kept() -> None:
    """import-linter finds no broken contract, along whole chains of imports."""
    linter = Path(sysconfig.get_path("scripts")) / "lint-imports"

    run = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert 0 == run.returncode, run.stdout + run.stderr


def test_every_room_says_what_it_is_for() -> None:
    """The docstring of a room numbers its laws."""
    silent = [
        room
        for room in (*PURE_ROOMS, *OUTER_ROOMS)
        if "Law 1:" not in (ast.get_docstring(tree_of(ROOT / room / "__init__.py")) or "")
    ]

    assert not silent


# Installed for another library to load by name, and so never imported here.
LOADED_BY_NAME = frozenset({"aiosqlite", "asyncpg", "tzdata"})


def _third_parties(*rooms: str) -> dict[str, str]:
    """Return which module each foreign package is imported in, by the package's import name."""
    own = {*ROOMS, *NO_ROOM, "worker"} | set(sys.stdlib_module_names)
    files = [*files_of(*rooms), *ROOT.glob("worker.py")]
    return {
        package: f"{name_of(file)}:{line}"
        for file in files
        for module, line in imports_of(file)
        if (package := module.partition(".")[0]) not in own and package
    }


def _distributions(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", entry)[0].lower() for entry in requirements}


def test_what_a_room_imports_is_declared() -> None:
    """No room relies on a package that happens to be there because another needs it."""
    declared = _distributions(project()["project"]["dependencies"])
    owners = importlib.metadata.packages_distributions()

    undeclared = {
        package: place
        for package, place in _third_parties(*ROOMS).items()
        if not {owner.lower() for owner in owners.get(package, [])} & declared
    }

    assert not undeclared


def test_what_is_declared_is_used() -> None:
    """A dependency that no room imports any more is taken out."""
    declared = _distributions(project()["project"]["dependencies"]) - LOADED_BY_NAME
    owners = importlib.metadata.packages_distributions()

    used = {
        owner.lower() for package in _third_parties(*ROOMS) for owner in owners.get(package, [])
    }

    assert not declared - used
