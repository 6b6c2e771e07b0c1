"""Files hold one subject and functions fit a screen."""

import ast
from pathlib import Path

from tests.architecture.house import ROOMS, ROOT, Function, files_of, functions_of, name_of

FILE_LIMIT = 400
BODY_LIMIT = 40
# Files that are a table from end to end, and may be longer.
TABLES = frozenset({"store/tables.py"})
# A migration is a record of what was done to the tables; it is never shortened afterwards.
MIGRATIONS = "store/migrations/versions/"


def _house() -> list[Path]:
    return [
        file
        for file in [*files_of(*ROOMS), *ROOT.glob("worker.py")]
        if name_of(file) not in TABLES and not name_of(file).startswith(MIGRATIONS)
    ]


def test_no_file_is_longer_than_its_limit() -> None:
    """A file of more than 400 lines holds more than one subject."""
    long = {
        name_of(file): length
        for file in _house()
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > FILE_LIMIT
    }

    assert not long


def test_no_function_is_longer_than_its_limit() -> None:
    """A body of more than 40 lines, docstring aside, is a table or a second function."""
    long = {
        f"{name_of(file)}:{function.lineno} {function.name}": length
        for file in _house()
        for function in functions_of(file)
        if (length := _length_of_body(function)) > BODY_LIMIT
    }

    assert not long


def _length_of_body(function: Function) -> int:
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_no_file_bears_a_name_that_says_nothing() -> None:
    """`utils` and its kin collect what nobody found a place for."""
    vague = {"utils", "util", "common", "helpers", "helper", "base", "manager", "misc"}

    assert not [name_of(file) for file in files_of(*ROOMS) if file.stem in vague]
