"""Editions of a pack: which one governs, and where they are."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cases.opening import Registration
from regulations.publishing import NotInForce
from starter.editions import edition_folders, edition_for, edition_in_force, load_edition
from starter.pack_files import UnknownPack, load_pack
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


def test_an_edition_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """A clear sentence."""
    two_editions(tmp_path)

    with pytest.raises(UnknownPack, match=r"edition of library \(4, 3\), found '9'"):
        load_edition("library", "9", tmp_path)
    with pytest.raises(UnknownPack, match="library@9"):
        load_pack("library@9", tmp_path)


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
