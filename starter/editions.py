"""Editions of a pack: the folder holds the newest, `editions/<edition>/` the older ones.

    packs/hotel/                  edition 2, in force from 2027-01-01
    packs/hotel/editions/1/       edition 1, in force from 2020-01-01

An inquiry is opened under the edition that was in force on the day it was received.
`hotel@1` names an edition wherever a pack is named.
"""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from cases.opening import Registration
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


def _head(folder: Path) -> tuple[date, str]:
    """Return since when an edition is in force, and its name."""
    with (folder / "pack.yaml").open(encoding="utf-8") as stream:
        data = yaml.safe_load(stream)
    try:
        return date.fromisoformat(str(data["in_force_from"])), str(data["edition"])
    except (KeyError, TypeError, ValueError) as error:
        where = folder / "pack.yaml"
        said = f"{where}: expected `edition` (a text) and `in_force_from` (a day)"
        raise UnknownPack(said) from error
