"""What is written beside the code is true: links lead somewhere, dependencies are accounted for."""

import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, name_of, project, texts

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
ENTRY = re.compile(r"^- `([A-Za-z0-9_.-]+)`: (.+)$", re.MULTILINE)
REQUIREMENT = re.compile(r"^[A-Za-z0-9_.-]+")
# Addresses of package registries: the reader's own configuration says where packages come from.
REGISTRY = re.compile(
    r"\b(pypi|pythonhosted|npmjs|debian|crates|rubygems)[.](org|com|io)\b|(?<=/)simple(?=/)",
    re.IGNORECASE,
)
# A path that exists on one machine only.
MACHINE = re.compile(
    r"(?<![\w./:-])/(root|home/[a-z_][\w-]*|Users/\w+|work|workspace|opt/(wheels|pypi\S*))/"
)


def _markdown() -> list[Path]:
    return [file for file in texts() if file.suffix == ".md"]


@pytest.mark.parametrize("file", _markdown(), ids=name_of)
def test_links_lead_somewhere(file: Path) -> None:
    """Every relative link of a document names a file that is there."""
    dead = [
        target
        for target in LINK.findall(file.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", target)
        and not (file.parent / target.partition("#")[0]).exists()
    ]

    assert not dead


def test_every_dependency_earns_its_place() -> None:
    """Each direct dependency has its reason in docs/dependencies.md, and no other is named."""
    written = dict(ENTRY.findall((ROOT / "docs/dependencies.md").read_text(encoding="utf-8")))

    assert set(written) == _declared()
    assert not [name for name, reason in written.items() if len(reason.split()) < 5]


def _declared() -> set[str]:
    described = project()
    lists = [
        described["build-system"]["requires"],
        described["project"]["dependencies"],
        *described["project"]["optional-dependencies"].values(),
        *described["dependency-groups"].values(),
    ]
    return {REQUIREMENT.match(entry).group() for entries in lists for entry in entries}


@pytest.mark.parametrize("lock", ["dev.txt", "run.txt", "build.txt"])
def test_a_lock_pins_and_hashes_every_line(lock: str) -> None:
    """Each requirement of a lock is one version with hashes, and nothing says where it is from."""
    lines = (ROOT / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", "")

    requirements = [line for line in lines.splitlines() if line and not line.startswith("#")]

    assert requirements
    assert not [line for line in requirements if "==" not in line or "--hash=sha256:" not in line]
    assert "://" not in lines


def test_the_lock_holds_every_dependency() -> None:
    """Whatever is declared is locked: a dependency added by hand needs `make lock`."""
    lock = (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
    locked = {_plain(line.partition("==")[0]) for line in lock.splitlines() if "==" in line}

    assert not {_plain(name) for name in _declared()} - locked


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    """The tree works wherever it is checked out, with whatever index the reader has."""
    found = [
        f"{name_of(file)}:{number}: {match.group()}"
        for file in texts()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        for match in [*REGISTRY.finditer(line), *MACHINE.finditer(line)]
    ]

    assert not found
