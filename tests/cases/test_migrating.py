"""A running case goes on under another edition: checked first, every wait armed, all of it recorded."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from cases import saving
from cases.commands import MigrateCase
from cases.facts import first_break
from cases.parcel import wrap
from regulations.law import Law
from regulations.publishing import PublishedPack, publish
from starter.pack_files import read_pack
from tests.cases.driving import Course, a_course, at, handed_over, in_hand, local
from tests.starter.editions import two_editions


@cache
def newer() -> PublishedPack:
    """Return the library's edition 4."""
    return publish(read_pack(two_editions(Path(mkdtemp()))))


def the_law() -> Law:
    """Return its law on its first day."""
    return newer().law(newer().pack.in_force_from)


def migration(actor: str = "of-09", law: Law | None = None) -> MigrateCase:
    """Return the command."""
    return MigrateCase(
        actor=actor,
        law=wrap((law or the_law()).dump()),
        program=wrap(newer().program.dump()),
        reason="馆务会决定",
    )


def test_running_legs_are_counted_anew_from_their_own_start() -> None:
    """Two working days become one."""
    course = in_hand("2026-10-13 10:00")
    assert "2026-10-15 17:00" == course.due("answer")

    course.give(migration())

    assert ("4", "2026-10-14 17:00") == (course.case.edition, course.due("answer"))
    fact = course.of("edition_changed")[0].data
    assert ("3", "4", "of-09", "馆务会决定") == (
        fact["old"],
        fact["new"],
        fact["by"],
        fact["reason"],
    )
    assert ["2026-10-14T09:00:00+00:00"] == [
        each.data["new_due"] for each in course.of("clock_replanned")
    ]
    assert [("answer", 1, "1wd"), ("total", 1, "5wd")] == [
        (one["clock"], one["leg"], one["amount"]) for one in fact["clocks"]
    ]
    assert first_break(course.facts) is None


def test_timers_follow_the_new_dates() -> None:
    """What waits for the old date is disarmed; the breach is found on the new one."""
    course = in_hand("2026-10-13 10:00")
    course.give(migration())
    course.wait("2026-10-14 17:00")

    assert ["answer"] == [breach.clock for breach in course.case.breaches]
    assert "2026-10-14 17:00" == local(course.case.breaches[0].due)


def test_a_date_that_is_past_under_the_new_edition_is_a_breach_at_once() -> None:
    """The plan said so before."""
    course = in_hand("2026-10-13 10:00").wait("2026-10-15 10:00")
    plan = course.proceeding.migration_plan(migration(), course.now)
    assert ["answer"] == plan["breaches"]
    assert not course.case.breaches

    course.give(migration())

    assert ["answer"] == [breach.clock for breach in course.case.breaches]


def test_the_plan_changes_nothing() -> None:
    """It says what would be moved, found and open."""
    course = in_hand("2026-10-13 10:00")
    before = saving.dump(course.proceeding)
    plan = course.proceeding.migration_plan(migration(), course.now)

    assert before == saving.dump(course.proceeding)
    assert {
        "from": "3",
        "to": "4",
        "moved": [
            {
                "clock": "answer",
                "leg": 1,
                "old_due": "2026-10-15T09:00:00+00:00",
                "new_due": "2026-10-14T09:00:00+00:00",
            }
        ],
        "breaches": [],
        "open": ["handle"],
    } == plan


def test_what_another_edition_asks_for_in_the_same_task_is_recorded() -> None:
    """Whoever it falls to now finds it; a task that is as it was is not told again."""
    course = in_hand("2026-10-13 10:00")
    drawn = {
        path: text.replace('assignee="=handler()" candidateGroups="=[handling_unit()]"',
                           'candidateGroups="=[oversight()]"', 1)
        for path, text in newer().source.processes.items()
    }  # fmt: skip
    program = publish(replace(newer().source, processes=drawn)).program
    course.give(migration().model_copy(update={"program": wrap(program.dump())}))

    (fact,) = course.of("task_changed")
    assert ("handle#1", None, ["office"]) == tuple(
        fact.data[name] for name in ("task", "assignee", "groups")
    )

    course.give(migration(law=the_law().model_copy(update={"edition": "5"})))
    course.give(migration(law=the_law().model_copy(update={"edition": "6"})))
    assert [None, "st-01"] == [fact.data["assignee"] for fact in course.of("task_changed")]


@pytest.mark.parametrize(
    "opened",
    [
        pytest.param("2026-10-13 10:00", id="under the edition's own limits"),
        pytest.param("2026-05-13 10:00", id="with a limit that the edition has no more"),
    ],
)
def test_an_edition_that_the_case_has_already_changes_nothing(opened: str) -> None:
    """Asked a second time, also by a command of its own."""
    course = in_hand(opened)
    course.give(migration().model_copy(update={"command_id": "first"}))
    refused = course.refusal(migration().model_copy(update={"command_id": "second"}))

    assert "same_edition" == refused.reason


def test_a_task_that_would_fall_to_nobody_is_refused() -> None:
    """A unit that is asked in the new diagram, or was asked before, is one of the new edition."""
    course = in_hand("2026-10-13 10:00")
    drawn = {
        path: text.replace(
            'assignee="=handler()" candidateGroups="=[handling_unit()]"',
            "candidateGroups='=[\"archive\"]'",
            1,
        )
        for path, text in newer().source.processes.items()
    }
    program = wrap(publish(replace(newer().source, processes=drawn)).program.dump())
    units = the_law().organisation.units
    organisation = the_law().organisation.model_copy(
        update={"units": {key: unit for key, unit in units.items() if key != "archive"}}
    )
    without = migration(law=the_law().model_copy(update={"organisation": organisation}))
    refused = course.refusal(without.model_copy(update={"program": program}))

    assert "待办“办理”交给“archive”，新版没有" in refused.sentence
    assert "3" == course.case.edition
    course.give(migration().model_copy(update={"program": program}))
    assert ["archive"] == [key for task in course.case.task_list() for key in task.groups]


def test_another_diagram_under_the_name_of_the_same_edition_is_no_repeat() -> None:
    """An owner who forgot to count the edition up is not told that nothing differs."""
    course = in_hand("2026-10-13 10:00")
    course.give(migration())
    drawn = {
        path: text.replace('name="办理', 'name="重新办理')
        for path, text in newer().source.processes.items()
    }
    program = publish(replace(newer().source, processes=drawn)).program
    course.give(migration().model_copy(update={"program": wrap(program.dump())}))

    assert 2 == len(course.of("edition_changed"))


def test_the_plan_names_what_is_waited_for_and_what_is_not_any_more() -> None:
    """An event subprocess that has another id is another one."""
    course = in_hand("2026-10-13 10:00")
    waits = {wait.place.id for wait in course.proceeding.stepping.instance.waits.values()}
    gone = min(waits)
    drawn = {
        path: text.replace(f'"{gone}"', '"another"').replace(f">{gone}<", ">another<")
        for path, text in newer().source.processes.items()
    }
    program = publish(replace(newer().source, processes=drawn)).program
    command = migration().model_copy(update={"program": wrap(program.dump())})
    plan = course.proceeding.migration_plan(command, course.now)

    assert (["another"], [gone]) == (plan["armed"], plan["dropped"])


def test_the_new_policy_holds_from_then_on() -> None:
    """Forwarding was allowed before."""
    course = handed_over("2026-10-13 10:00")
    course.give(migration())
    refused = course.refused("sign", "st-09", "forward", to_unit="network", opinion="属技术部")

    assert "不允许再次转出" in refused.sentence


def test_what_was_found_before_stays() -> None:
    """A breach under the old edition is not undone."""
    course = a_course("2026-10-13 10:00").wait("2026-10-13 16:00")
    found = [breach.clock for breach in course.case.breaches]
    course.give(migration())

    assert ["pass_on"] == found == [breach.clock for breach in course.case.breaches]


def test_a_limit_that_is_no_more_ends_and_can_still_be_explained() -> None:
    """Its legs stay on record."""
    course = before_june()
    assert course.case.running("greet")

    course.give(migration())

    assert course.case.running("greet") is None
    assert "问候" == course.proceeding.law.limits["greet"].title


def before_june() -> Course:
    """Return a case of the half year in which the limit `greet` was tried."""
    return a_course("2026-05-13 10:00")


def test_a_migrated_case_can_be_saved_and_goes_on() -> None:
    """Continue-as-new carries the new law and program."""
    course = in_hand("2026-10-13 10:00")
    course.give(migration())
    proceeding = course.proceeding
    again = saving.load(saving.dump(proceeding), proceeding.law, newer().program)

    assert saving.dump(again) == saving.dump(proceeding)
    course.proceeding = again
    course.do("handle", "st-01", "answer", answer="已补页")
    assert course.of("answered")


REFUSALS = {
    "by somebody who does not supervise": (lambda: migration("sv-01"), "馆长办公室"),
    "to another pack": (
        lambda: migration(law=the_law().model_copy(update={"pack": "hotel"})),
        "不能改按“hotel”",
    ),
    "without the handler's unit": (
        lambda: migration(
            law=the_law().model_copy(
                update={
                    "organisation": the_law().organisation.model_copy(
                        update={
                            "units": {
                                key: unit
                                for key, unit in the_law().organisation.units.items()
                                if key != "stacks"
                            }
                        }
                    )
                }
            )
        ),
        "承办部门“stacks”",
    ),
}


@pytest.mark.parametrize(("ask", "said"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_does_not_fit_is_refused_and_changes_nothing(ask: object, said: str) -> None:
    """The sentence says why."""
    course = in_hand("2026-10-13 10:00")

    assert said in course.refusal(ask()).sentence  # type: ignore[operator]


def test_migrating_twice_is_refused() -> None:
    """There is nothing to change."""
    course = in_hand("2026-10-13 10:00")
    course.give(migration())

    assert "没有变化" in course.refusal(migration()).sentence


def test_an_open_task_that_the_new_diagram_lacks_is_refused() -> None:
    """The sentence names it."""
    course = a_course("2026-10-13 10:00")
    source = newer().source
    text = next(iter(source.processes.values())).replace('"receive"', '"welcome"')
    program = publish(
        type(source)(
            **{
                **{name: getattr(source, name) for name in source.__slots__},
                "processes": {
                    "processes/reader_inquiry.bpmn": text.replace(">receive<", ">welcome<")
                },
            }
        )
    ).program
    command = migration().model_copy(update={"program": wrap(program.dump())})

    assert "receive" in course.refusal(command).sentence
    assert at("2026-10-13 10:00") == course.now
