"""Packs on disk: where they are, and how their files are read with their lines."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cases.forms import schema_problem
from decisions.problems import Problem
from regulations.publishing import PublishedPack, publish
from regulations.source import PackSource, PathKey

SHIPPED = Path(__file__).resolve().parent.parent / "packs"
_SAVE = "save the file as UTF-8"
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same loader in C, five times as fast, wherever PyYAML was built with it."""


class UnknownPack(ValueError):
    """There is no such pack."""


def find_pack(name: str, packs: Path = SHIPPED) -> Path:
    """Return the folder of a pack, by key or by path, with an edition where one is meant (`hotel@1`).

    Raises:
        UnknownPack: neither a shipped key nor a folder with a `pack.yaml`.
    """
    places = (Path(),) if name.startswith(".") else (packs, Path())
    for folder in (place / name for place in places):
        if (folder / "pack.yaml").is_file():
            return folder.resolve() if folder.name in ("", "..") else folder
    key, _, edition = name.rpartition("@")
    for newest in (place / key for place in places if key):
        if not (newest / "pack.yaml").is_file():
            continue
        for folder in (newest / "editions" / edition, newest):
            if (folder / "pack.yaml").is_file() and _is(folder, edition):
                return folder
        known = ", ".join(editions_in(newest))
        raise UnknownPack(f"expected an edition of {key} ({known}), found {name!r}")
    known = ", ".join(sorted(path.parent.name for path in packs.glob("*/pack.yaml"))) or "none"
    raise UnknownPack(f"expected a pack ({known}) or a folder with a pack.yaml, found {name!r}")


def editions_in(newest: Path) -> list[str]:
    """Return the editions of a pack by its newest edition's folder, that one first."""
    folders = [newest, *sorted(path.parent for path in newest.glob("editions/*/pack.yaml"))]
    return [edition for folder in folders if (edition := _edition(folder))]


def _edition(folder: Path) -> str:
    """Return the edition that a folder holds; empty where that cannot be read."""
    try:
        data = yaml.safe_load((folder / "pack.yaml").read_text("utf-8"))
    except (yaml.YAMLError, ValueError):
        return ""
    return str(data.get("edition", "")) if isinstance(data, dict) else ""


def _is(folder: Path, edition: str) -> bool:
    """Whether *folder* holds *edition*, or nobody can say: whoever reads it whole says why."""
    return _edition(folder) in ("", edition)


def load_pack(name: str, packs: Path = SHIPPED) -> PublishedPack:
    """Read, check and compile a pack.

    Raises:
        UnknownPack: there is none.
        InvalidDefinition: with every problem of it.
    """
    return publish(read_pack(find_pack(name, packs)))


def read_pack(folder: Path) -> PackSource:
    """Read the files of *folder*; what cannot be read becomes a problem of the source."""
    inside = folder.is_relative_to(SHIPPED)
    shown = f"packs/{folder.relative_to(SHIPPED).as_posix()}" if inside else str(folder)
    problems: list[Problem] = []
    data, lines = _read_yaml(folder / "pack.yaml", f"{shown}/pack.yaml", problems)
    if not isinstance(data, dict):
        if not problems:
            problems.append(Problem(f"{shown}/pack.yaml", 1, "", "expected keys and values"))
        data = {}
    shared = _shared(folder, shown, data, lines, problems)
    forms = _texts(folder, "forms/*.json", shown, problems) | _ending(shared, ".json")
    return PackSource(
        folder=shown,
        data=data,
        lines=lines,
        processes=_texts(folder, "processes/*.bpmn", shown, problems) | _ending(shared, ".bpmn"),
        decisions=_texts(folder, "decisions/*.dmn", shown, problems) | _ending(shared, ".dmn"),
        schemas=_schemas(forms, shown, problems),
        schema_texts=forms,
        cases=_cases(folder, shown, problems),
        problems=tuple(problems),
    )


def _texts(folder: Path, pattern: str, shown: str, problems: list[Problem]) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        try:
            found[name] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            what = f"not UTF-8 text: the byte at {error.start} is none of it"
            problems.append(Problem(f"{shown}/{name}", 1, "", what, _SAVE))
    return found


def _shared(
    folder: Path,
    shown: str,
    data: dict[str, Any],
    lines: dict[PathKey, int],
    problems: list[Problem],
) -> dict[str, str]:
    """Return the files of other packs' common folder that this pack names in `shares`."""
    found = {}
    named = data.get("shares")
    for number, name in enumerate(named if isinstance(named, list) else ()):
        beside = [parent / "shared" for parent in (*folder.parents[:3], SHIPPED)]
        path = next((place / str(name) for place in beside if (place / str(name)).is_file()), None)
        if path is None:
            what = f"expected a file of packs/shared, found {name!r}"
            line = lines.get(("shares", number), 1)
            problems.append(Problem(f"{shown}/pack.yaml", line, f"shares.{number}", what))
            continue
        found[f"shared/{name}"] = path.read_text("utf-8")
    return found


def _ending(texts: dict[str, str], suffix: str) -> dict[str, str]:
    return {name: text for name, text in texts.items() if name.endswith(suffix)}


def _schemas(
    texts: dict[str, str], shown: str, problems: list[Problem]
) -> dict[str, dict[str, Any]]:
    schemas = {}
    for name, text in texts.items():
        try:
            schemas[name] = json.loads(text)
        except json.JSONDecodeError as error:
            what = f"not valid JSON: {error.msg}"
            problems.append(Problem(f"{shown}/{name}", error.lineno, "", what))
            continue
        wrong = _schema_problem(text)
        if wrong:
            problems.append(Problem(f"{shown}/{name}", 1, "", wrong, "see JSON Schema 2020-12"))
    return schemas


@lru_cache(maxsize=512)
def _schema_problem(text: str) -> str:
    """Return what is wrong with a schema; packs share many, and the check takes its time."""
    return schema_problem(json.loads(text))


def _cases(folder: Path, shown: str, problems: list[Problem]) -> dict[str, list[Any]]:
    cases = {}
    for path in sorted(folder.glob("cases/*.yaml")):
        name = path.relative_to(folder).as_posix()
        known = len(problems)
        data, _ = _read_yaml(path, f"{shown}/{name}", problems)
        if len(problems) > known:
            continue
        if not isinstance(data, list):
            problems.append(Problem(f"{shown}/{name}", 1, "", "expected a list of cases"))
            continue
        cases[name] = data
    return cases


def _read_yaml(path: Path, shown: str, problems: list[Problem]) -> tuple[Any, dict[PathKey, int]]:
    lines: dict[PathKey, int] = {}
    try:
        loader = YAML_LOADER(path.read_text("utf-8"))
        node = loader.get_single_node()
        if node is None:
            return None, lines
        _note_lines(node, (), lines, shown, problems)
        return loader.construct_document(node), lines
    except UnicodeDecodeError as error:
        what = f"not UTF-8 text: the byte at {error.start} is none of it"
        problems.append(Problem(shown, 1, "", what, _SAVE))
        return None, lines
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        problems.append(Problem(shown, mark.line + 1 if mark else 1, "", what))
        return None, lines


_TIMESTAMP, _TEXT = "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:str"


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written[:10])
    except ValueError:
        return len(written) < 10 or not written[:10].replace("-", "").isdigit()
    return True


def _note_lines(
    node: yaml.Node,
    path: PathKey,
    lines: dict[PathKey, int],
    shown: str,
    problems: list[Problem],
) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.tag == _TIMESTAMP and not _is_day(node.value):
        node.tag = _TEXT  # a day that no calendar has: whoever wants a day says where it stands
    if isinstance(node, yaml.MappingNode):
        seen: list[str] = []
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                where = ".".join(str(part) for part in (*path, name))
                what = "the key stands here a second time"
                problems.append(Problem(shown, key.start_mark.line + 1, where, what, "keep one"))
            seen.append(name)
            _note_lines(value, (*path, name), lines, shown, problems)
            lines[(*path, name)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            _note_lines(item, (*path, number), lines, shown, problems)
