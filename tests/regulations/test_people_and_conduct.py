"""Mistakes about people and conduct: who is there, what is counted, what is pointed out."""

from pathlib import Path

import pytest

from tests.regulations.authoring import PACK, Mistake, check_told, line_of, problems_of

AT_THE_END = "rules:\n  R901"


def added(text: str) -> dict[str, str]:
    """Return an edit that adds a section to the pack."""
    return {"file": PACK, "old": AT_THE_END, "new": text + "\n" + AT_THE_END}


COUNT = "title: 二次办结, event: visited, at_most: 2, cites: 第七条, rule: R904"
REGISTRATION = "  form: registration\n"

MISTAKES = [
    Mistake("an owner of a tier that nobody has", PACK, REGISTRATION,
            REGISTRATION + "  owners_by_tier: {gold: clerk}\n", "owners_by_tier",
            "expected a tier of this pack (none), found 'gold'", "",
            "registration.owners_by_tier.gold"),
    Mistake("a tier owned by an unknown post", PACK, REGISTRATION,
            REGISTRATION + "  tiers: {gold: 金牌}\n  owners_by_tier: {gold: chief}\n",
            "owners_by_tier", "expected a post of this pack (clerk, ", "",
            "registration.owners_by_tier.gold"),
    Mistake("a post under an unknown post", PACK, "clerk: {title: 服务台馆员, unit: service}",
            "clerk: {title: 服务台馆员, unit: service, superior: mayor}", "superior: mayor",
            "found 'mayor'", "", "posts.clerk.superior"),
    Mistake("a post backed up by nobody known", PACK, "clerk: {title: 服务台馆员, unit: service}",
            "clerk: {title: 服务台馆员, unit: service, backup: porter}", "backup: porter",
            "expected a person or post of this pack (clerk, ", "", "posts.clerk.backup"),
    Mistake("a person backed up by nobody known", PACK, "{name: 温竹, unit: stacks}",
            "{name: 温竹, unit: stacks, backup: xx-1}", "backup: xx-1",
            "expected a person or post of this pack", "", "staff.st-01.backup"),
    Mistake("a person who is their own backup", PACK, "{name: 温竹, unit: stacks}",
            "{name: 温竹, unit: stacks, backup: st-01}", "backup: st-01",
            "st-01 stands in for itself", "name another", "staff.st-01.backup"),
    Mistake("a duty turn of nobody known", **added("duty_roster:\n  - {staff: xx-1, weekday: mon}"),
            at="staff: xx-1", says="expected a person of this pack (sv-01, ",
            where="duty_roster.0.staff"),
    Mistake("a duty turn on a date and every week",
            **added("duty_roster:\n  - {staff: sv-01, weekday: mon, day: 2026-10-05}"),
            at="{staff: sv-01, weekday", says="a turn on the date 2026-10-05 and on every mon",
            hint="give `day` or `weekday`", where="duty_roster.0"),
    Mistake("a unit whose deadlines are nobody's", PACK,
            "  network: {title: 技术部, head: network-head, superior: librarian}",
            "  network: {title: 技术部, head: network-head, superior: vice-librarian}",
            "head: network-head", "expected a post of this pack", "", "units.network.superior"),
    Mistake("a count of an unknown event",
            **added("counts:\n  v: {" + COUNT.replace("visited", "walked") + "}"),
            at="  v: {", says="found 'walked'", where="counts.v.event"),
    Mistake("a count that begins in an unknown channel",
            **added("counts:\n  v: {" + COUNT + ", first_by_channel: [fax]}"),
            at="  v: {", says="expected a channel of this pack (desk, phone), found 'fax'",
            where="counts.v.first_by_channel"),
    Mistake("a count without an article",
            **added("counts:\n  v: {title: 二次办结, event: visited, at_most: 2}"),
            at="  v: {", says="it has no article", hint="name the article", where="counts.v"),
    Mistake("a count that is called like a limit", **added("counts:\n  answer: {" + COUNT + "}"),
            at="  answer: {title", says="answer is the key of a limit too",
            hint="a key of its own", where="counts.answer"),
    Mistake("a limit that starts at an unknown count", PACK, 'starts_on: ["breached:answer"]',
            'starts_on: ["breached:visits"]', 'starts_on: ["breached:visits"]',
            "expected a domain event", "", "limits.chase.starts_on"),
    Mistake("a banned phrase without an article", **added("banned_phrases:\n  - {phrase: 不知道}"),
            at="{phrase", says="it has no article", where="banned_phrases.0"),
    Mistake("a banned phrase twice",
            **added("banned_phrases:\n  - {phrase: 不知道, declared: 甲}\n"
                    "  - {phrase: 不知道, declared: 乙}"),
            at="{phrase: 不知道, declared: 乙}", says="不知道 stands here a second time",
            hint="keep one", where="banned_phrases.1"),
    Mistake("a setting without an article", **added("settings:\n  asks: {value: superior}"),
            at="  asks: {value", says="it has no article", where="settings.asks"),
    Mistake("a setting that names an unknown unit",
            **added("settings:\n  receiving_units: {value: [service, cellar], declared: 甲}"),
            at="receiving_units", says="found 'cellar'", where="settings.receiving_units.value"),
    Mistake("a setting that names an unknown post",
            **added("settings:\n  signing_post: {value: mayor, declared: 甲}"),
            at="signing_post", says="expected a post of this pack (clerk, ",
            where="settings.signing_post.value"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_author_is_told_what_is_wrong_and_where(copied: Path, mistake: Mistake) -> None:
    """Each mistake gives a problem with file, line, key, and what to do."""
    check_told(mistake, copied)


NOBODY = {
    "posts: [network-head]": "posts: []",
    "posts: [librarian]": "posts: []",
}


def test_a_deadline_is_never_without_a_person(copied: Path) -> None:
    """A unit whose head and superior are vacant is a problem, at its head."""
    pack = copied / PACK
    text = pack.read_text("utf-8")
    for old, new in NOBODY.items():
        assert old in text
        text = text.replace(old, new)
    pack.write_text(text, "utf-8")

    problems = [each for each in problems_of(copied) if "no person answers" in each.what]

    assert ["units.network.head", "units.office.head"] == [each.element for each in problems]
    assert "nobody holds the post network-head" in problems[0].what
    assert line_of(text, "network: {title") == problems[0].line
    assert "a backup" in problems[0].hint


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(("duty_roster:\n  - {staff: sv-01}\n" + AT_THE_END, AT_THE_END),
                     id="a duty officer"),
        pytest.param(("librarian: {title: 馆长, unit: office, backup: sv-09}",
                      "librarian: {title: 馆长, unit: office}"), id="a backup"),
    ],
)  # fmt: skip
def test_one_way_to_a_person_is_enough(copied: Path, way: tuple[str, str]) -> None:
    """A backup, or somebody on duty, answers where nobody holds the post."""
    pack = copied / PACK
    text = pack.read_text("utf-8").replace("posts: [librarian]", "posts: []")
    pack.write_text(text.replace(way[1], way[0]) + "color: red\n", "utf-8")

    assert not [each for each in problems_of(copied) if "no person answers" in each.what]
