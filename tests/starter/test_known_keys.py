"""A filter that finds nothing because nobody knows its key is a mistake, and said so."""

from dataclasses import replace
from pathlib import Path

import pytest

from starter.desk import Desk
from starter.known_keys import UnknownKey, check_known
from starter.pack_files import SHIPPED, load_pack
from tests.starter.conftest import INQUIRY, Shouwen, recorded, working
from tests.starter.editions import LIBRARY

TYPOS: dict[str, tuple[tuple[str, ...], str]] = {
    "a pack": (("list", "--pack", "hotl"), "--pack: expected one of hotel"),
    "a unit": (("list", "--unit", "front-ofice"), "--unit: expected one of front-office"),
    "a stage": (("list", "--stage", "待签手"), "--stage: expected one of 待签收"),
    "an owner": (("list", "--owner", "fo-1"), "--owner: expected one of fo-01"),
    "a person": (("tasks", "--for", "fo-1"), "--for: expected one of fo-01"),
    "a unit's inbox": (("tasks", "--unit", "front-ofice"), "--unit: expected one of front-office"),
    "one of two": (("list", "--pack", "hotel", "--unit", "x"), "--unit: expected one of "),
}
FINDS_NOTHING: dict[str, tuple[tuple[str, ...], str]] = {
    "a pack without cases": (("list", "--pack", "tax-bureau"), "no cases\n"),
    "a unit without cases": (("list", "--unit", "engineering"), "no cases\n"),
    "a unit of another pack": (("list", "--unit", "reception-room"), "no cases\n"),
    "a stage that is to come": (("list", "--stage", "待签收"), "no cases\n"),
    "the stage of closed cases": (("list", "--stage", "办结"), "no cases\n"),
    "an owner without cases": (("list", "--owner", "qc-09"), "no cases\n"),
    "a person without tasks": (("tasks", "--for", "qc-09"), "no open tasks\n"),
    "a unit without tasks": (("tasks", "--unit", "engineering"), "no open tasks\n"),
}


async def _one_case(desk: Desk, pack: str = "hotel") -> None:
    async with working(desk):
        inquiry = INQUIRY if pack == "hotel" else OWN
        await recorded(desk, (await desk.open(pack, inquiry)).case)


OWN = {**INQUIRY, "channel": "desk", "first_contact": "sv-01", "requester": {"name": "张先生"}}


async def test_a_typo_is_said_so(shouwen: Shouwen, desk: Desk) -> None:
    """With keys that look like it, and how many there are; exit code 1, in JSON, too."""
    await _one_case(desk)
    for arguments, sentence in TYPOS.values():
        ran = await shouwen(*arguments)

        assert (1, "", 1) == (ran.code, ran.out, len(ran.err.splitlines())), ran
        assert ran.err.startswith(sentence)
        assert ran.err.endswith(f"found {arguments[-1]!r}\n")
    ran = await shouwen("list", "--pack", "hotl", "--json")
    assert (1, "") == (ran.code, ran.out)


async def test_what_is_known_and_has_nothing_is_no_mistake(shouwen: Shouwen, desk: Desk) -> None:
    """Known to a pack that ships."""
    await _one_case(desk)
    for arguments, sentence in FINDS_NOTHING.values():
        ran = await shouwen(*arguments)

        assert (0, "", sentence) == (ran.code, ran.out, ran.err), arguments


async def test_an_empty_register_judges_nothing(shouwen: Shouwen, desk: Desk) -> None:
    """Before its first case, nobody knows the pack of an organisation of its own."""
    for arguments, _ in TYPOS.values():
        assert 0 == (await shouwen(*arguments)).code


async def test_an_organisation_whose_pack_does_not_ship_is_not_judged(
    shouwen: Shouwen, desk: Desk, tmp_path: Path
) -> None:
    """Its units, people and stages are not at hand; its pack is known by its cases."""
    await _one_case(desk, str(LIBRARY))
    for arguments in (
        ("list", "--unit", "stacks"),
        ("list", "--owner", "of-09"),
        ("list", "--stage", "待签收"),
        ("list", "--pack", "library", "--closed"),
        ("tasks", "--for", "of-09"),
    ):
        assert (0, "") == ((ran := await shouwen(*arguments)).code, ran.out)

    ran = await shouwen("list", "--pack", "libary")
    assert (1, True) == (ran.code, ran.err.startswith("--pack: expected one of library"))


async def test_an_edition_that_does_not_ship_is_not_judged_either(desk: Desk) -> None:
    """An organisation may have units of its own in it."""
    published = load_pack("hotel")
    pack = published.pack.model_copy(update={"edition": "2a"})
    async with working(desk):
        case = (await desk.open(replace(published, pack=pack), INQUIRY)).case
        await recorded(desk, case)

    await check_known(desk.register, {"--unit": ("unit", "spa")})
    with pytest.raises(UnknownKey):
        await check_known(desk.register, {"--pack": ("pack", "spa")})


def test_every_shipped_pack_lies_in_a_folder_of_its_key() -> None:
    """The folder is what is compared with the packs of cases."""
    for file in SHIPPED.glob("*/pack.yaml"):
        assert file.parent.name == load_pack(file.parent.name).pack.pack
