"""Editions of a pack: which one governs, and where they are."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cases.opening import Registration
from regulations.publishing import NotInForce
from starter.editions import edition_folders, edition_for, edition_in_force, load_edition
from starter.main import main
from starter.pack_files import SHIPPED, UnknownPack, find_pack, load_pack
from tests.starter.editions import two_editions

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def _received(written: str) -> Registration:
    return Registration(
        channel="desk",
        kind="inquiry",
        matter="缺页",
        first_contact="sv-01",
        received_at=datetime.fromisoformat(written),
    )


def test_the_folder_holds_the_newest_and_the_older_ones_lie_within(tmp_path: Path) -> None:
    """Newest first."""
    newest = two_editions(tmp_path)

    assert {"4": newest, "3": newest / "editions" / "3"} == edition_folders("library", tmp_path)
    assert "4" == load_pack("library", tmp_path).pack.edition
    assert "3" == load_edition("library", "3", tmp_path).pack.edition


@pytest.mark.parametrize("name", ["library@3", "library@4"])
def test_an_edition_is_named_with_the_pack(tmp_path: Path, name: str) -> None:
    """Wherever a pack is named."""
    two_editions(tmp_path)

    assert name == f"library@{load_pack(name, tmp_path).pack.edition}"


def test_an_edition_of_a_folder_is_named_with_the_folder(tmp_path: Path) -> None:
    """An owner's own pack is named as a shipped one is."""
    newest = two_editions(tmp_path)

    assert "3" == load_pack(f"{newest}@3").pack.edition
    assert "4" == load_pack(f"{newest}@4").pack.edition
    with pytest.raises(UnknownPack, match=r"expected an edition of .*library \(4, 3\), found"):
        load_pack(f"{newest}@9")


def test_a_folder_is_named_from_within(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot is a folder, too."""
    newest = two_editions(tmp_path)
    monkeypatch.chdir(newest / "editions")

    assert "4" == load_pack("..").pack.edition
    monkeypatch.chdir(newest)
    assert "4" == load_pack(".").pack.edition


FAMILIES: dict[str, tuple[str, str, str]] = {
    "two of one name": ('edition: "3"', 'edition: "4"', "the edition '4' stands in"),
    "two that begin on a day": (
        "in_force_from: 2026-01-01",
        "in_force_from: 2026-11-02",
        "is in force from 2026-11-02, too",
    ),
    "an older one that begins later": (
        "in_force_from: 2026-01-01",
        "in_force_from: 2026-12-01",
        "in force from 2026-12-01, later than the newest from 2026-11-02",
    ),
    "one in another's folder": (
        'edition: "3"',
        'edition: "2"',
        "expected the folder editions/2, found editions/3",
    ),
    "an older one that is wrong in itself": (
        "number_prefix: TS",
        "number_prefix: ts",
        "expected a text of the form",
    ),
    "an older one that cannot be read": ('edition: "3"', "edition: [", "not valid YAML"),
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_a_check_of_a_pack_looks_at_its_editions_together(
    tmp_path: Path, family: tuple[str, str, str]
) -> None:
    """What is wrong between them is said, and what is wrong in an older one."""
    old, new, said = family
    newest = two_editions(tmp_path)
    assert 0 == CliRunner().invoke(main, ["pack", "check", str(newest)]).exit_code
    older = newest / "editions" / "3" / "pack.yaml"
    text = older.read_text("utf-8")
    assert old in text
    older.write_text(text.replace(old, new, 1), "utf-8")
    ran = CliRunner().invoke(main, ["pack", "check", str(newest)])

    assert 1 == ran.exit_code
    assert said in ran.output


def test_a_key_that_is_a_folder_here_as_well_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped pack is not checked in the place of the owner's own."""
    shutil.copytree(SHIPPED / "hotel", tmp_path / "hotel")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(main, ["pack", "check", "hotel"])

    assert 1 == ran.exit_code
    assert "write ./hotel for the folder" in ran.output
    assert 0 == CliRunner().invoke(main, ["pack", "check", "./hotel"]).exit_code
    assert tmp_path / "hotel" == find_pack("./hotel").resolve()


def test_an_edition_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """A clear sentence."""
    two_editions(tmp_path)

    with pytest.raises(UnknownPack, match=r"edition of library \(4, 3\), found '9'"):
        load_edition("library", "9", tmp_path)
    with pytest.raises(UnknownPack, match="library@9"):
        load_pack("library@9", tmp_path)


@pytest.mark.parametrize("command", ["check", "rehearse", "page"])
def test_an_edition_that_no_shipped_pack_has_is_answered_with_its_own(command: str) -> None:
    """The editions that there are, and not every pack."""
    ran = CliRunner().invoke(main, ["pack", command, "hotel@2"])

    assert (1, "") == (ran.exit_code, ran.stdout)
    assert "expected an edition of hotel (1), found 'hotel@2'\n" == ran.stderr


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        pytest.param("2026-11-02", "4", id="the first day of the newer one"),
        pytest.param("2026-11-01", "3", id="the day before"),
        pytest.param("2025-12-31", "4", id="before any was in force: the newest says so"),
    ],
)
def test_the_edition_in_force_on_a_day(tmp_path: Path, day: str, edition: str) -> None:
    """The latest whose first day is not later."""
    two_editions(tmp_path)
    found = edition_in_force("library", date.fromisoformat(day), tmp_path)

    assert edition == found.pack.edition


@pytest.mark.parametrize(
    ("received", "edition"),
    [
        pytest.param("2026-11-02T00:00:00+08:00", "4", id="midnight"),
        pytest.param("2026-11-01T23:59:59+08:00", "3", id="a second before"),
    ],
)
def test_the_day_of_receipt_governs(tmp_path: Path, received: str, edition: str) -> None:
    """In the zone of the pack, however late it is registered."""
    published = load_pack(str(two_editions(tmp_path)))

    assert edition == edition_for(published, _received(received), NOW).pack.edition


def test_an_inquiry_from_before_the_first_edition_is_refused(tmp_path: Path) -> None:
    """No law governs it."""
    published = load_pack(str(two_editions(tmp_path)))
    governing = edition_for(published, _received("2025-06-01T10:00:00+08:00"), NOW)

    with pytest.raises(NotInForce):
        governing.law(date(2025, 6, 1))
