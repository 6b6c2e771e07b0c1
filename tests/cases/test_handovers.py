"""Handovers are bilateral acts, and the table of what may happen when."""

from typing import Any

import pytest

from cases.commands import DeliverMessage, ResolveIncident, WithdrawCase
from cases.orders import StartJob
from regulations.law import Law
from tests.cases.driving import ACCEPT, Course, a_course, at, handed_over, in_hand, law_on


def policy(**changed: Any) -> Law:
    """Return the library's law with another transfer policy."""
    law = law_on("2026-10-13")
    return law.model_copy(
        update={"transfer_policy": law.transfer_policy.model_copy(update=changed)}
    )


def jobs(course: Course, kind: str) -> list[StartJob]:
    """Return the jobs of a type."""
    return [one for one in course.orders if isinstance(one, StartJob) and one.type == kind]


def test_sending_moves_the_handling_and_the_clock_runs_from_then_on() -> None:
    """The unit that did not sign yet answers already; the owner stays."""
    course = handed_over()

    case = course.case
    assert ("stacks", "", "sv-01", "service") == (
        case.unit, case.handler, case.owner, case.owner_unit,
    )  # fmt: skip
    assert at("2026-10-13 10:00") == course.leg("answer").started_at
    assert ("stacks-head", "stacks") == (course.leg("answer").person, course.leg("answer").unit)


def test_both_sides_and_times_stand_on_the_slip() -> None:
    """Who sent and who signed, and when, in the facts and in the case."""
    course = handed_over()
    course.wait("2026-10-13 11:00")

    course.do("sign", "st-09", "accept", **ACCEPT)

    slip = course.case.handovers[0]
    assert ("sv-01", at("2026-10-13 10:00")) == (slip.from_person, slip.sent_at)
    assert ("st-09", at("2026-10-13 11:00"), "received") == (
        slip.signed_by, slip.signed_at, slip.state,
    )  # fmt: skip
    (sent,), (received,) = course.of("handover_sent"), course.of("handover_received")
    assert ("TS-1-S1", 2, False) == (
        sent.data["slip"], sent.data["counterparts"], sent.data["forwarded"],
    )  # fmt: skip
    assert "st-01" == received.data["handler"] == course.case.handler


def test_a_supervisory_copy_goes_out_and_is_no_escalation() -> None:
    """The office gets a copy; nothing was escalated. Who receives the slip needs no copy."""
    course = handed_over()

    assert ["office"] == [fact.data["unit"] for fact in course.of("supervisory_copy")]
    assert [] == course.case.escalations
    (job,) = jobs(course, "transfers.send_slip")
    assert (["office"], ["st-09"], ["of-09"]) == (
        job.data["copies"],
        job.data["recipients"],
        job.data["copied"],
    )


def test_returning_gives_the_case_back_with_an_opinion() -> None:
    """The sender has it again, its clock starts anew, and the slip goes the other way."""
    course = in_transit_back()

    assert "service" == course.case.unit
    assert "" == course.case.handler
    assert ["fill_slip"] == [task.element for task in course.case.task_list()]
    assert "2026-10-13 15:00" == course.due("pass_on")
    (job,) = jobs(course, "transfers.return_slip")
    assert ("stacks", "service", "st-09", "不属典藏") == tuple(
        job.data[key] for key in ("from_unit", "to_unit", "signed_by", "opinion")
    )


def in_transit_back() -> Course:
    """Return a case whose slip came back."""
    course = handed_over()
    course.do("sign", "st-09", "return", opinion="不属典藏")
    return course


def test_forwarding_sends_a_second_slip_with_the_same_content() -> None:
    """Slip two goes from the forwarding unit to the next; the first is closed as forwarded."""
    course = handed_over()

    course.do("sign", "st-09", "forward", opinion="属技术部", to_unit="network")

    first, second = course.case.handovers
    assert ("forwarded", "stacks", "network", True) == (
        first.state, second.from_unit, second.to_unit, second.forwarded,
    )  # fmt: skip
    assert first.content == second.content
    assert "network" == course.case.unit
    assert [1, 2] == [leg.number for leg in course.case.clocks["answer"]]
    assert "nw-09" in jobs(course, "transfers.send_slip")[-1].data["recipients"]


@pytest.mark.parametrize(
    ("task", "by", "outcome", "data", "reason", "said"),
    [
        pytest.param("fill_slip", "sv-01", "send", {"to_unit": "service", "reason": "试试"},
                     "same_unit", "案件已在读者服务部办理，应转交其他部门", id="to itself"),
        pytest.param("fill_slip", "sv-01", "send", {"to_unit": "cellar", "reason": "试试"},
                     "unknown_unit", "service、stacks、network、office 之一，收到“cellar”",
                     id="to nowhere"),
        pytest.param("fill_slip", "sv-01", "", {"to_unit": "stacks", "reason": "试试"},
                     "unknown_outcome", "send（转出），没有给出", id="without an outcome"),
        pytest.param("fill_slip", "sv-01", "sent", {"to_unit": "stacks", "reason": "试试"},
                     "unknown_outcome", "收到“sent”", id="with an unknown outcome"),
        pytest.param("fill_slip", "st-01", "send", {"to_unit": "stacks", "reason": "试试"},
                     "wrong_actor", "应由 读者服务部（service） 办理，st-01 不是其中之一",
                     id="by another unit"),
        pytest.param("fill_slip", "xx-99", "send", {"to_unit": "stacks", "reason": "试试"},
                     "unknown_actor", "没有人员或岗位“xx-99”", id="by nobody known"),
        pytest.param("sign", "st-09", "accept", ACCEPT, "unknown_task",
                     "没有待办“sign”；现有待办：fill_slip#1（填写转办单，outcome：send）",
                     id="of a task that is not open"),
    ],
)  # fmt: skip
def test_what_may_not_be_sent(
    task: str, by: str, outcome: str, data: dict[str, Any], reason: str, said: str
) -> None:
    """The sentence says what was expected and what is open; nothing has changed."""
    course = a_course()
    course.do("receive", "sv-01", "pass")

    refused = course.refused(task, by, outcome, **data)

    assert reason == refused.reason
    assert said in refused.sentence


@pytest.mark.parametrize(
    ("changed", "outcome", "data", "reason", "said"),
    [
        pytest.param({"may_return": False}, "return", {"opinion": "不属"}, "may_not_return",
                     "不允许退还处理单 TS-1-S1，应由典藏部办理", id="returned where that is forbidden"),
        pytest.param({"may_forward": False}, "forward", {"opinion": "不属", "to_unit": "network"},
                     "may_not_forward", "不允许再次转出", id="forwarded where that is forbidden"),
        pytest.param({}, "return", {}, "missing_field",
                     "“签署意见退回”缺少必填内容：意见（opinion）", id="returned without opinion"),
        pytest.param({}, "return", {"opinion": "  "}, "opinion_required", "应签注明确意见",
                     id="returned with an empty opinion"),
        pytest.param({}, "forward", {"opinion": "不属"}, "missing_field",
                     "缺少必填内容：接收部门（to_unit）", id="forwarded to nowhere"),
        pytest.param({}, "forward", {"opinion": "不属", "to_unit": "stacks"}, "same_unit",
                     "应转交其他部门", id="forwarded to itself"),
        pytest.param({}, "accept", {"handler": "sv-01", "difficulty": "normal"},
                     "unknown_handler", "承办人应为典藏部的人员（st-01、st-09），收到“sv-01”",
                     id="a handler of another unit"),
        pytest.param({}, "accept", {"handler": "st-01", "difficulty": "heavy"},
                     "unknown_difficulty", "难度应为 normal、complex、hard 之一",
                     id="an unknown difficulty"),
    ],
)  # fmt: skip
def test_what_may_not_be_signed(
    changed: dict[str, Any], outcome: str, data: dict[str, Any], reason: str, said: str
) -> None:
    """The organisation's policy decides; nothing has changed."""
    course = handed_over(law=policy(**changed))

    refused = course.refused("sign", "st-09", outcome, **data)

    assert reason == refused.reason
    assert said in refused.sentence


@pytest.mark.parametrize(
    ("outcome", "data", "reason"),
    [
        pytest.param("raise", {"level": "mayor", "reason": "难"}, "unknown_level", id="level"),
        pytest.param("ask", {"units": ["attic"], "reason": "难"}, "unknown_unit", id="unit"),
        pytest.param("ask", {"units": ["stacks"]}, "missing_field", id="no reason"),
    ],
)
def test_what_may_not_be_asked_of_others(outcome: str, data: dict[str, Any], reason: str) -> None:
    """Levels and units are those of the pack."""
    assert reason == in_hand().refused("handle", "st-01", outcome, **data).reason


def test_an_escalation_is_recorded_with_its_post() -> None:
    """A level is a post; here it counts as conflict."""
    course = in_hand()

    course.do("handle", "st-01", "raise", level="librarian", reason="难办")

    (raised,) = course.case.escalations
    assert ("librarian", "librarian", True) == (raised.level, raised.to, raised.conflict)


def test_a_message_goes_on_where_it_is_awaited() -> None:
    """Its variables are the data of the domain event."""
    course = in_hand()
    early = course.refusal(DeliverMessage(actor="x", name="letter"))
    course.do("handle", "st-01", "ask", units=["network"], reason="涉及网络")
    wrong = course.refusal(DeliverMessage(actor="x", name="leter"))
    odd = course.refusal(
        DeliverMessage(actor="x", name="letter", variables={"at": {"@": "date", "value": "no"}})
    )

    course.give(DeliverMessage(actor="x", name="letter", variables={"opinion": "可以修复"}))

    assert ("unexpected_message", "unexpected_message", "unreadable_value") == (
        early.reason, wrong.reason, odd.reason,
    )  # fmt: skip
    assert "正在等待：letter" in wrong.sentence
    assert "可以修复" == course.case.opinion
    assert ["opinion_settled"] == [fact.kind for fact in course.of("opinion_settled")]


def test_an_automatic_event_that_is_not_allowed_is_recorded_and_the_process_goes_on() -> None:
    """A message without the opinion that its event cannot do without."""
    course = in_hand()
    course.do("handle", "st-01", "ask", units=["network"], reason="涉及网络")

    course.give(DeliverMessage(actor="x", name="letter"))

    (refused,) = course.of("event_refused")
    assert ("opinion_settled", "missing_field", "letter") == (
        refused.data["event"], refused.data["reason"], refused.data["element"],
    )  # fmt: skip
    assert "“意见明确”缺少必填内容：意见（opinion）" == refused.data["said"]
    assert ["handle"] == [task.element for task in course.case.task_list()]


def test_reopening_begins_a_round_and_keeps_the_first_answer_time() -> None:
    """The answer did not hold: round two, the handler stays, the answer clock starts again."""
    course = in_hand()
    course.do("handle", "st-01", "answer", answer="已换新书")
    first = course.case.first_answered_at
    course.wait("2026-10-14 10:00")

    course.do("call", "sv-01", "bad", reached=True, note="仍缺页")

    assert (2, 0, "st-01", "stacks") == (
        course.case.round, course.case.attempts, course.case.handler, course.case.unit,
    )  # fmt: skip
    assert "2026-10-16 17:00" == course.due("answer")
    course.do("handle", "st-01", "answer", answer="再换一本")
    assert first == course.case.first_answered_at
    assert "再换一本" == course.case.answer


def test_withdrawing_ends_the_case_with_its_reason() -> None:
    """Nothing runs on, nothing is missed later, and nothing more is let in."""
    course = in_hand()

    course.give(WithdrawCase(actor="sv-01", reason="读者撤回"))

    assert "撤销：读者撤回" == course.case.result
    course.wait("2026-11-20 10:00")
    assert [] == course.case.breaches
    for command in (
        WithdrawCase(actor="sv-01", reason="再来"),
        ResolveIncident(actor="x", incident="incident#1"),
    ):
        refused = course.refusal(command)
        assert ("closed", True) == (refused.reason, "已办结（撤销：读者撤回）" in refused.sentence)


class TestJobs:
    """What a job's end brings about."""

    def told(self) -> Course:
        """Return a case that waits for the notice of its result."""
        course = in_hand(hold=("notices.send",))
        course.do("handle", "st-01", "answer", answer="已换新书")
        return course

    def test_a_business_error_goes_the_way_the_diagram_draws(self) -> None:
        """The boundary event catches it; a person writes a letter instead."""
        course = self.told()

        course.proceeding.job_failed(course.held[0].job, "NO_ADDRESS", "没有地址", course.now)

        assert ["write_letter"] == [task.element for task in course.case.task_list()]
        course.do("write_letter", "sv-02")
        assert ["call"] == [task.element for task in course.case.task_list()]

    @pytest.mark.parametrize("end", ["broken", "an error nobody catches"])
    def test_what_cannot_go_on_is_an_incident_until_it_is_resolved(self, end: str) -> None:
        """The case shows it, other work goes on, and resolving asks for the job again."""
        course = self.told()
        job, proceeding = course.held.pop().job, course.proceeding

        if end == "broken":
            proceeding.job_broken(job, "连不上", course.now)
        else:
            proceeding.job_failed(job, "OTHER", "连不上", course.now)
        course.serve()

        ((incident, message),) = course.case.incidents.items()
        assert "连不上" in message
        unknown = course.refusal(ResolveIncident(actor="of-09", incident="incident#7"))
        assert f"没有故障“incident#7”；现有：{incident}" == unknown.sentence
        course.give(ResolveIncident(actor="of-09", incident=incident))
        assert {} == course.case.incidents
        assert ["of-09"] == [fact.data["by"] for fact in course.of("incident_resolved")]
        assert 1 == len(course.of("incident_raised"))
        proceeding.job_done(course.held[-1].job, {}, course.now)
        assert ["call"] == [task.element for task in course.case.task_list()]

    def test_an_incident_of_a_case_that_is_withdrawn_is_forgotten(self) -> None:
        """What it held up is gone, and so is the alarm."""
        course = self.told()
        course.proceeding.job_broken(course.held.pop().job, "连不上", course.now)

        course.give(WithdrawCase(actor="sv-01", reason="撤回"))

        assert {} == course.case.incidents
        assert 1 == len(course.of("incident_resolved"))

    def test_an_answer_that_nobody_waits_for_is_passed_over(self) -> None:
        """A job's second answer, and a timer that was stopped, change nothing."""
        course = self.told()
        job = course.held[0].job
        course.proceeding.job_done(job, {}, course.now)
        course.serve()
        facts = len(course.facts)

        course.proceeding.job_done(job, {"x": 1}, course.now)
        course.proceeding.job_broken(job, "spät", course.now)
        course.proceeding.timer_due("answer_due#1", course.now)
        course.serve()

        assert facts == len(course.facts)


def test_only_people_of_the_organisation_give_orders() -> None:
    """Whoever withdraws a case, resolves an incident or changes the calendar is known by key."""
    course = in_hand("2026-10-13 10:00")

    refused = course.refusal(WithdrawCase(actor="stranger", reason="撤回"))

    assert "unknown_actor" == refused.reason
    assert "stranger" in refused.sentence


def test_only_who_is_bound_to_a_case_may_withdraw_it() -> None:
    """A handler cannot end a case just before its limit is missed."""
    course = in_hand("2026-10-13 10:00")

    refused = course.refusal(WithdrawCase(actor="st-01", reason="不想办了"))

    assert "wrong_actor" == refused.reason
    assert "sv-01" in refused.sentence
