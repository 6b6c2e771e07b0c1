"""Editions of a pack: the folder holds the newest, `editions/<edition>/` the older ones.

    packs/hotel/                  edition 2, in force from 2027-01-01
    packs/hotel/editions/1/       edition 1, in force from 2020-01-01

An inquiry is opened under the edition that was in force on the day it was received.
`hotel@1` names an edition wherever a pack is named.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from cases.opening import Registration
from decisions.problems import Problem
from regulations.publishing import NotInForce, PublishedPack
from starter.pack_files import SHIPPED, UnknownPack, find_pack, load_pack

FOLDER = "editions"


def edition_folders(name: str, packs: Path = SHIPPED) -> dict[str, Path]:
    """Return edition to folder, the newest first.

    Raises:
        UnknownPack: there is no such pack.
    """
    newest = find_pack(name, packs)
    found = [newest, *sorted((newest / FOLDER).glob("*/pack.yaml"), reverse=True)]
    folders = [path.parent if path.name == "pack.yaml" else path for path in found]
    read = {_head(folder): folder for folder in folders}
    return {edition: folder for (_, edition), folder in sorted(read.items(), reverse=True)}


def load_edition(name: str, edition: str, packs: Path = SHIPPED) -> PublishedPack:
    """Return an edition of a pack.

    Raises:
        UnknownPack: there is no such pack, or no such edition of it.
        InvalidDefinition: with every problem of it.
    """
    folders = edition_folders(name, packs)
    if edition not in folders:
        known = ", ".join(folders)
        raise UnknownPack(f"expected an edition of {name} ({known}), found {edition!r}")
    return load_pack(str(folders[edition]), packs)


def edition_in_force(name: str, day: date, packs: Path = SHIPPED) -> PublishedPack:
    """Return the edition that was in force on *day*; the newest where none was yet.

    Raises:
        UnknownPack: there is no such pack.
        InvalidDefinition: with every problem of it.
    """
    newest = load_pack(name, packs)
    if newest.pack.in_force_from <= day:
        return newest
    for folder in edition_folders(name, packs).values():
        since, _ = _head(folder)
        if since <= day:
            return load_pack(str(folder), packs)
    return newest


def edition_for(
    published: PublishedPack, registration: Registration, now: datetime, packs: Path = SHIPPED
) -> PublishedPack:
    """Return the edition of a pack that governs a registration.

    Raises:
        NotInForce: no edition was in force on the day of receipt.
    """
    received = (registration.received_at or now).astimezone(ZoneInfo(published.pack_zone()))
    day = received.date()
    if published.pack.in_force_from <= day:
        return published
    try:
        return edition_in_force(published.source.folder.removeprefix("packs/"), day, packs)
    except UnknownPack as error:  # a pack that was published from elsewhere has no older editions
        raise NotInForce(f"{published.pack.title}: no edition was in force on {day}") from error


def check_editions(newest: Path) -> Iterator[Problem]:
    """Yield what is wrong between the editions of a pack, by the folder of its newest.

    Each is named once, is in force from a day of its own, and lies where its name says.
    """
    heads: dict[Path, tuple[date, str]] = {}
    for folder in (newest, *sorted(path.parent for path in newest.glob(f"{FOLDER}/*/pack.yaml"))):
        try:
            heads[folder] = _head(folder)
        except UnknownPack:
            continue  # the check of that edition itself says what is wrong
    for folder, (since, edition) in heads.items():
        earlier = [other for other in heads if other < folder]
        file = str(folder / "pack.yaml")
        for other in earlier:
            if heads[other][1] == edition:
                what = f"the edition {edition!r} stands in {other}, too"
                yield Problem(file, 1, "edition", what, "give each edition a name of its own")
            if heads[other][0] == since:
                what = f"the edition in {other} is in force from {since}, too"
                yield Problem(file, 1, "in_force_from", what, "let each begin on another day")
        if folder == newest:
            continue
        if folder.name != edition:
            what = f"expected the folder {FOLDER}/{edition}, found {FOLDER}/{folder.name}"
            yield Problem(file, 1, "edition", what, "rename the folder, or the edition")
        if newest in heads and heads[newest][0] < since:
            what = f"in force from {since}, later than the newest from {heads[newest][0]}"
            hint = f"the newest edition stands in {newest} itself: exchange them"
            yield Problem(file, 1, "in_force_from", what, hint)


def _head(folder: Path) -> tuple[date, str]:
    """Return since when an edition is in force, and its name."""
    try:
        data = yaml.safe_load((folder / "pack.yaml").read_text("utf-8"))
        return date.fromisoformat(str(data["in_force_from"])), str(data["edition"])
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        where = folder / "pack.yaml"
        said = f"{where}: expected `edition` (a text) and `in_force_from` (a day)"
        raise UnknownPack(said) from error
