"""A made-up public library: adding an organisation touches no Python file."""

from datetime import date
from pathlib import Path

import pytest

from cases.rehearsal import rehearse
from regulations.publishing import NotInForce, PublishedPack, publish
from starter.pack_files import read_pack

LIBRARY = Path(__file__).parent / "packs" / "library"
ROOMS = (
    "workdays",
    "decisions",
    "bpmn",
    "regulations",
    "cases",
    "workflows",
    "activities",
    "store",
)


@pytest.fixture(scope="module")
def library() -> PublishedPack:
    """Return the library, published."""
    return publish(read_pack(LIBRARY))


def test_the_cases_of_the_library_come_out_as_written(library: PublishedPack) -> None:
    """A folder of data is enough: it publishes, and every case of it rehearses."""
    outcomes = list(rehearse(library))

    assert 4 == len(outcomes)
    assert [] == [(each.name, each.differences) for each in outcomes if each.differences]


def test_no_python_file_knows_an_organisation() -> None:
    """No room names an organisation's key, so that none is special."""
    root = Path(__file__).parent.parent.parent
    files = [file for room in ROOMS for file in (root / room).rglob("*.py")]

    naming = [
        file
        for file in files
        if any(f'"{key}"' in file.read_text("utf-8") for key in ("hotel", "tax-bureau", "library"))
    ]

    assert len(files) > 100
    assert [] == naming


@pytest.mark.parametrize(
    ("day", "amount", "cites"),
    [
        pytest.param("2026-01-01", "1wd", "第四条", id="the first day of the first value"),
        pytest.param("2026-06-30", "1wd", "第四条", id="the day before the amendment"),
        pytest.param("2026-07-01", "2wd", "第四条（修订）", id="the day of the amendment"),
        pytest.param("2030-01-01", "2wd", "第四条（修订）", id="long after"),
    ],
)
def test_a_value_holds_since_its_day(
    library: PublishedPack, day: str, amount: str, cites: str
) -> None:
    """The law in force on a day has the latest value that had begun."""
    limit = library.law(date.fromisoformat(day)).limits["answer"]

    assert amount == str(limit.amount(""))
    assert cites == limit.entry("").cites


def test_a_repealed_limit_is_not_there_any_more(library: PublishedPack) -> None:
    """`value: null` takes a limit away from its day on; nothing starts it then."""
    before, after = library.law(date(2026, 5, 31)), library.law(date(2026, 6, 1))

    assert "greet" in before.limits
    assert "greet" in before.starts("registered")
    assert "greet" not in after.limits
    assert "greet" not in after.starts("registered")


def test_a_grade_has_its_own_amount_and_the_others_the_plain_one(library: PublishedPack) -> None:
    """A difficulty without an entry of its own has the amount that is not graded."""
    limit = library.law(date(2026, 10, 9)).limits["answer"]

    found = {grade: str(limit.amount(grade)) for grade in ("", "normal", "complex", "hard")}

    assert {"": "2wd", "normal": "2wd", "complex": "2wd", "hard": "4wd"} == found


def test_an_edition_that_is_not_in_force_yet_is_refused(library: PublishedPack) -> None:
    """The sentence names the pack, its first day and the day asked for."""
    sentence = "江畔市图书馆读者首问办法 is in force from 2026-01-01, asked for 2025-12-31"

    with pytest.raises(NotInForce, match=sentence):
        library.law(date(2025, 12, 31))


def test_caps_start_before_what_they_bound(library: PublishedPack) -> None:
    """A leg can only be bounded by a cap that runs already."""
    assert ("total", "pass_on") == library.law(date(2026, 10, 9)).starts("registered")


def test_the_law_comes_back_from_json_the_same(library: PublishedPack) -> None:
    """What a case carries is what was in force, to the digest."""
    law = library.law(date(2026, 10, 9))

    again = type(law).model_validate(law.dump())

    assert law == again
    assert law.digest == again.digest


def test_the_library_counts_its_own_closing_day(library: PublishedPack) -> None:
    """The organisation's day lies over the national calendar, with who decided it."""
    entry = next(one for one in library.law(date(2026, 10, 9)).calendar.entries)

    assert (date(2026, 10, 12), "rest", "organisation") == (entry.date, entry.kind, entry.layer)
    assert "馆务会决定" == entry.document


@pytest.mark.parametrize(
    ("key", "holders"),
    [
        pytest.param("st-01", ["st-01"], id="a person is that person"),
        pytest.param("clerk", ["sv-01", "sv-02"], id="a post is everyone who holds it"),
        pytest.param("stacks", ["st-09"], id="a unit is its head"),
        pytest.param("nobody", [], id="an unknown key is nobody"),
    ],
)
def test_who_is_behind_a_key(library: PublishedPack, key: str, holders: list[str]) -> None:
    """Notices and slips reach people through posts and units."""
    assert holders == list(library.pack.organisation.holders(key))


@pytest.mark.parametrize(
    ("actor", "target", "may"),
    [
        ("st-01", "st-01", True),
        ("st-01", "stacks", True),
        ("st-09", "stacks-head", True),
        ("st-01", "stacks-head", False),
        ("stacks-head", "stacks", True),
        ("st-01", "service", False),
        ("nobody", "stacks", False),
    ],
)
def test_who_may_act_for_whom(library: PublishedPack, actor: str, target: str, may: bool) -> None:
    """A person acts for herself, for a post she holds and for her unit; nobody else's."""
    assert may == library.pack.organisation.may_act_as(actor, target)
