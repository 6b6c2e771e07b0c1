"""What people read: texts, tasks, clocks and where the case stands."""

import json
from typing import Any

import pytest

from cases.functions import case_functions
from cases.texts import clock_values, fill, limit_label, local_time, told_apart
from cases.views import alert, case_view, clock_state, clocks_view, diagram_view, tasks_view
from tests.cases.driving import Course, a_course, at, handed_over, in_hand, pack
from workflows.screen import current_details, summary
from workflows.search_attributes import LONGEST, changes, shown_values


def functions(course: Course) -> Any:
    """Return the functions that the case's diagram may call."""
    proceeding = course.proceeding
    clocks = proceeding.stepping.clocks
    return case_functions(course.case, proceeding.law, clocks, lambda: course.now)


def test_times_are_written_as_people_say_them() -> None:
    """Month, day, weekday, hour; in the zone of the calendar."""
    assert "10月17日（周六）00:30" == local_time(at("2026-10-17 00:30"), a_course().proceeding.law)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        pytest.param("2026-10-17 00:30", "2026-10-16 09:00",
                     ("10月17日（周六）00:30", "10月16日（周五）09:00"), id="within a year"),
        pytest.param("2027-10-17 00:30", "2026-10-16 09:00",
                     ("2027年10月17日（周日）00:30", "2026年10月16日（周五）09:00"), id="years apart"),
        pytest.param("2026-10-16 09:00:40", "2026-10-16 09:00:05",
                     ("10月16日（周五）09:00:40", "10月16日（周五）09:00:05"), id="in one minute"),
    ],
)  # fmt: skip
def test_two_times_in_one_sentence_differ(first: str, second: str, said: tuple[str, str]) -> None:
    """Year and seconds stand there where nothing else tells the two apart."""
    law = a_course().proceeding.law

    assert said == told_apart(at(first), at(second), law)


def test_a_notice_is_filled_in_and_leaves_unknown_names_alone() -> None:
    """Names that nobody fills stay visible, so that the author sees them."""
    course = handed_over()
    course.wait("2026-10-15 17:00")

    texts = [
        order.data["text"]
        for order in course.orders
        if getattr(order, "type", "") == "notices.send"
    ]

    assert [
        "【TS-1】答复期限将于10月15日（周四）17:00到期（第四条（修订））。",
        "【TS-1】答复期限（2个工作日）已于10月15日（周四）17:00到期，承办：典藏部，{nothing}。",
    ] == texts
    assert "{a}b" == fill("{a}{b}", {"b": "b"})


def test_a_limit_without_an_article_is_the_organisations_own() -> None:
    """What is declared is not passed off as the text."""
    course = a_course("2026-03-03 10:00")
    law = course.proceeding.law

    assert "问候 1小时（本单位规定）" == limit_label("greet", course.case, law)
    assert {"clock", "case", "owner", "stage", "unit"} == set(clock_values("x", course.case, law))


@pytest.mark.parametrize(
    ("call", "arguments", "value"),
    [
        ("owner", (), "sv-01"),
        ("owner_unit", (), "service"),
        ("handler", (), "st-01"),
        ("handling_unit", (), "stacks"),
        ("receiving_unit", (), "stacks"),
        ("issuing_unit", (), "service"),
        ("head", ("stacks",), "stacks-head"),
        ("head", ("nowhere",), None),
        ("head", (None,), None),
        ("superior", ("stacks",), "librarian"),
        ("superior", ("office",), None),
        ("oversight", (), "office"),
        ("level_post", ("librarian",), "librarian"),
        ("level_post", ("nobody",), None),
        ("attempts", (), 0),
        ("graded", (), "normal"),
        ("breached", ("answer",), False),
        ("due", ("pass_on",), None),
        ("due", ("nonsense",), None),
        ("reminder", ("total",), None),
    ],
)
def test_a_function_of_the_case(call: str, arguments: tuple[Any, ...], value: object) -> None:
    """What is not known is null, never an error."""
    assert value == functions(in_hand())[call](*arguments)


def test_functions_give_local_times() -> None:
    """A diagram compares and shows the organisation's own time."""
    found = functions(in_hand())

    assert "2026-10-15T17:00:00+08:00" == found["due"]("answer").isoformat()
    assert "2026-10-15T15:00:00+08:00" == found["reminder"]("answer").isoformat()
    assert "2026-10-13T10:00:00+08:00" == found["now"]().isoformat()
    assert "2026-10-13" == found["today"]().isoformat()


def test_the_parties_of_the_feedback_are_who_they_are_in_this_case() -> None:
    """Issuing unit, owner and oversight, in the pack's order, with their titles."""
    assert [
        {"party": "issuing_unit", "title": "发单部门", "assignee": "service"},
        {"party": "owner", "title": "首问责任人", "assignee": "sv-01"},
        {"party": "oversight", "title": "监督部门", "assignee": "office"},
    ] == functions(in_hand())["feedback_parties"]()


def test_a_task_comes_with_json_that_completes_it() -> None:
    """Task, someone who may act, the first outcome and its fields."""
    (task,) = tasks_view(handed_over().proceeding)

    assert {
        "task": "sign#1",
        "actor": "st-09",
        "outcome": "accept",
        "data": {"handler": "承办人", "difficulty": "难度"},
    } == task["complete_with"]
    assert ("答复期限 2个工作日（第四条（修订））", "2026-10-15T17:00:00+08:00") == (
        task["clock"], task["due"],
    )  # fmt: skip


def test_clocks_show_every_leg_with_what_it_rests_on() -> None:
    """Used time, state, article, and what bounds it."""
    course = in_hand()
    course.wait("2026-10-16 09:00")

    legs = {leg["clock"]: leg for leg in clocks_view(course.proceeding)}

    assert {"total": "running", "pass_on": "kept", "answer": "overdue", "chase": "running"} == {
        key: leg["state"] for key, leg in legs.items()
    }
    assert ("R903", "stacks-head", "stacks", None) == tuple(
        legs["answer"][key] for key in ("rule", "person", "unit", "bounded_by")
    )


def test_the_alert_is_the_worst_that_holds() -> None:
    """Normal, near, late, broken; and normal again when it is answered."""
    course = in_hand(hold=("notices.send",))
    seen = [alert(course.proceeding)]
    for until in ("2026-10-15 15:00", "2026-10-15 17:00"):
        course.wait(until)
        seen.append(alert(course.proceeding))
    course.proceeding.job_broken(course.held[0].job, "连不上", course.now)
    seen.append(alert(course.proceeding))

    assert ["正常", "临期", "逾期", "故障"] == seen
    assert "计时" == clock_state(course.proceeding)


def test_the_diagram_shows_where_the_case_is() -> None:
    """Active elements, passed ones with counts, timers and jobs."""
    course = handed_over(hold=("transfers.send_slip",))
    seen = diagram_view(course.proceeding)

    assert ["send_slip#1"] == seen["jobs"]
    assert "send_slip" in seen["active"]
    assert 1 == seen["visits"]["fill_slip"]
    assert "reader_inquiry" == seen["process"]
    assert any(key.startswith("answer_due") for key in seen["timers"])


def test_the_page_shows_people_what_to_do() -> None:
    """Heading, state, tasks, JSON to paste, handovers, what was late."""
    course = in_hand()
    course.wait("2026-10-16 09:00")

    page = current_details(course.proceeding)

    for part in (
        "## TS-1 · 承办",
        "警示：**逾期**",
        "首问责任：读者服务部 sv-01",
        "### 待办",
        "**办理** `handle#1`",
        "- 应由：典藏部 st-01",
        '"task": "handle#1"',
        "- `TS-1-S1` 读者服务部 → 典藏部，10月13日（周二）10:00，**已签收**",
        "### 超时",
        "第四条（修订） R903",
    ):
        assert part in page
    pasted = json.loads(page.split("```json\n")[1].split("\n```")[0])
    assert ("handle#1", "st-01") == (pasted["task"], pasted["actor"])


def test_free_text_cannot_pass_for_a_part_of_the_page() -> None:
    """An opinion of several lines stands on one."""
    course = handed_over()
    course.do("sign", "st-09", "return", opinion="不属\n\n### 待办\n- 假的")

    assert "  - 意见：不属 ### 待办 - 假的\n" in current_details(course.proceeding) + "\n"


def test_a_closed_case_shows_its_end() -> None:
    """No task, no due date, its result."""
    course = a_course()
    course.do("receive", "sv-01", "answer", answer="每日九时")

    assert "## TS-1 · 已办结：当即答复" in current_details(course.proceeding)
    assert [] == tasks_view(course.proceeding)
    assert ("closed", None, "当即答复") == tuple(
        case_view(course.proceeding)[key] for key in ("state", "next_due", "result")
    )
    shown = shown_values(course.proceeding)
    assert ("办结", None, "停止") == (shown["CaseStage"], shown["CaseDue"], shown["CaseClock"])
    assert "title · kind · TS-1" == summary("TS-1", "title", "kind")


def test_long_values_are_clipped_together() -> None:
    """A value past the server's 2048 bytes would end the case: also a list of many long ones."""
    law = pack().law(at("2026-10-13 10:00").date())
    units = {
        key: unit.model_copy(update={"title": f"{key}{'部' * 300}"})
        for key, unit in law.organisation.units.items()
    }
    units |= {
        f"unit-{n}": units["stacks"].model_copy(update={"title": f"{n}{'𠮷' * 300}"})
        for n in range(9)
    }
    long_ago = law.organisation.model_copy(update={"units": units})
    course = in_hand(law=law.model_copy(update={"organisation": long_ago}))
    for number, unit in enumerate(units):  # as in a consultation of all units
        task = next(iter(course.case.tasks.values()))
        course.case.tasks[f"x#{number}"] = type(task)(
            **{name: getattr(task, name) for name in task.__slots__} | {"unit": unit}
        )

    shown = shown_values(course.proceeding)

    assert LONGEST == len(str(shown["CaseOwner"]))
    assert "stacks" in str(shown["CaseUnit"])
    for value in shown.values():
        assert 2048 > len(json.dumps(value, default=str))


def test_only_what_changed_is_shown_anew() -> None:
    """Nothing is written where nothing changed; what is gone is unset."""
    course = in_hand()
    before = shown_values(course.proceeding)

    assert [] == changes(before, dict(before))
    (update,) = changes(before, before | {"CaseDue": None})
    assert ("CaseDue", None) == (update.key.name, update.value)
