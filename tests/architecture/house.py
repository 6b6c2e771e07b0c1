"""What the tests of the architecture share: the rooms, their files, and the parts of a file."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the lowest up: a room may import those before it.
PURE_ROOMS = ("workdays", "decisions", "bpmn", "regulations", "cases")
OUTER_ROOMS = ("store", "activities", "workflows", "starter")
ROOMS = (*PURE_ROOMS, *OUTER_ROOMS)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def project() -> dict[str, object]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def files_of(*rooms: str) -> list[Path]:
    """Return the Python files of *rooms*, in order."""
    return sorted(file for room in rooms for file in (ROOT / room).rglob("*.py"))


def name_of(file: Path) -> str:
    """Return the path of *file* as it is written in this house."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    """Return the syntax tree of *file*."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports_of(file: Path) -> Iterator[tuple[str, int]]:
    """Give every module that *file* imports, with its line; `from a import b` gives `a.b`."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            prefix = "." * node.level + (node.module or "")
            yield from ((f"{prefix}.{alias.name}", node.lineno) for alias in node.names)


def functions_of(file: Path) -> Iterator[Function]:
    """Give every function of *file*, methods and inner ones too."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, Function):
            yield node


def texts() -> list[Path]:
    """Return the tracked files that hold text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tracked = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [file for file in tracked if file.is_file() and b"\0" not in file.read_bytes()[:4096]]
