"""The hotel's course written by hand for Temporal: the peer of `benchmarks.hotel_case`.

What a good engineer would write who needs this one course and no other: a plain class, one typed
update with a validator for each human step, timers with summaries, the same activities, the facts
of each step written to the register by a local activity, a search attribute upsert for each stage,
current details for the UI. No diagram, no law, no forms as data: all that is in the code.
Handlers change state without awaiting; the main coroutine does what has an effect outside.
"""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

with workflow.unsafe.imports_passed_through():
    from pydantic import ValidationError

    from activities.contracts import ATTEMPTS, RECORD_FACTS, FactBatch, Job, JobResult, Recorded
    from benchmarks.hand_written_messages import (
        Acknowledgement,
        Act,
        Answer,
        FollowUp,
        Inquiry,
        Receipt,
        Reception,
        Signing,
        Slip,
    )
    from cases.facts import GENESIS, Fact, seal
    from workdays.amount import Amount
    from workdays.calendar import WorkCalendar
    from workdays.deadline import due as count_due
    from workdays.national import national_calendar

    CALENDAR = WorkCalendar.compile(national_calendar())

CASE_NO = SearchAttributeKey.for_keyword("CaseNo")
CASE_STAGE = SearchAttributeKey.for_keyword("CaseStage")
CASE_UNIT = SearchAttributeKey.for_keyword_list("CaseUnit")
CASE_OWNER = SearchAttributeKey.for_keyword("CaseOwner")
CASE_DUE = SearchAttributeKey.for_datetime("CaseDue")
CASE_ALERT = SearchAttributeKey.for_keyword("CaseAlert")
CASE_CLOCK = SearchAttributeKey.for_keyword("CaseClock")
CASE_PACK = SearchAttributeKey.for_keyword("CasePack")

UNITS = {"front-office": "前厅部", "engineering": "工程部", "quality": "质检部"}
STAFF = {
    "fo-01": "front-office",
    "fo-09": "front-office",
    "en-09": "engineering",
    "en-01": "engineering",
    "qc-01": "quality",
}
LIMITS = {
    "transfer": ("转交时限", Amount.parse("1h"), "四、3", "R68"),
    "transfer_from_unable": ("认定无法解决后的转交用时", Amount.parse("1h"), "四、3", "R68"),
    "assign": ("签收并指定承办人", Amount.parse("0.5h"), "", ""),
    "answer": ("答复时限", Amount.parse("1wd"), "四、4", "R71"),
    "acknowledge": ("签收反馈", Amount.parse("4wh"), "", ""),
    "follow_up": ("回访客人", Amount.parse("1wd"), "", ""),
}
REMINDERS = {"transfer": Amount.parse("-0.25h"), "answer": Amount.parse("-2wh")}
SUMMARIES = {
    "transfer:reminder": "提前15分钟 转交时限 1小时（四、3）",
    "transfer": "时限届满 转交时限 1小时（四、3）",
    "answer:reminder": "提前2个工作小时 答复时限 1个工作日（四、4）",
    "answer": "时限届满 答复时限 1个工作日（四、4）",
    "acknowledge": "逾期未签收 签收反馈 4个工作小时（本单位规定）",
}
PARTIES = ("front-office", "fo-01", "quality")
AUDIENCE = ("unit", "oversight")


@workflow.defn(name="HandWrittenCase", failure_exception_types=[ValidationError])
class HandWrittenCase:
    """One inquiry of the hotel. See the module docstring."""

    @workflow.init
    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.case = inquiry.case
        self.owner, self.unit, self.handler = inquiry.first_contact, "front-office", ""
        self.stage, self.shown_stage = "", "首问接待"
        self.tasks: dict[str, tuple[str, str, tuple[str, ...], str]] = {}
        self.clocks: dict[str, tuple[datetime, datetime]] = {}
        self.timers: dict[str, asyncio.Task[None]] = {}
        self.breaches: list[str] = []
        self.facts: list[Fact] = []
        self.sequence, self.head = 0, GENESIS
        self.saved = self.settled = self.saved_at = 0
        self.slip: Slip | None = None
        self.answer: Answer | None = None
        self.closed = False
        self._register()

    @workflow.run
    async def run(self, inquiry: Inquiry) -> Receipt:
        """Do what has an effect outside, step by step, until the case is closed."""
        del inquiry
        self._arm("transfer")
        await self._save()
        await self._saved_until(lambda: self.slip is not None)
        await self._send_slip()
        self._to_sign()
        await self._saved_until(lambda: self.answer is not None)
        await self._send_feedback()
        self._to_acknowledge()
        await self._saved_until(lambda: self.closed)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._receipt()

    async def _saved_until(self, reached: Any) -> None:
        """Save what each step brings until *reached*."""
        while True:
            await self._save()
            if reached() and not self.facts:
                return
            await workflow.wait_condition(lambda: bool(self.facts))

    @workflow.update(description="接待客人")
    def receive(self, act: Reception) -> Receipt:
        """The unit cannot answer: the inquiry is to be transferred."""
        self._fact("unable_to_solve", reason=act.reason, by=act.actor, unit=self.unit)
        self._start_clock("transfer_from_unable", self.owner)
        self._close_task(act)
        self._open_task("fill_slip", "填写处理单并转交", (self.owner, "front-office"), "transfer")
        self._enter("填单转交")
        return self._receipt()

    @workflow.update(description="填写处理单并转交")
    def hand_over(self, act: Slip) -> Receipt:
        """The slip goes to another unit; its time to answer begins."""
        now = self._now()
        self._fact(
            "handover_sent",
            handover=1,
            slip=f"{self.case}-S1",
            slip_type="complaint_inquiry_slip",
            from_unit=self.unit,
            from_person=act.actor,
            to_unit=act.to_unit,
            signed_by=act.actor,
            signed_at=now.isoformat(),
            reason=act.reason,
            forwarded=False,
            counterparts=1,
        )
        self._fact("supervisory_copy", slip=f"{self.case}-S1", unit="quality")
        self.slip, self.unit = act, act.to_unit
        self._stop_clock("transfer")
        self._stop_clock("transfer_from_unable")
        self._start_clock("assign", "en-09")
        self._start_clock("answer", "en-09")
        self._disarm("transfer")
        self._arm("answer")
        self._close_task(act)
        return self._receipt()

    @workflow.update(description="签收并指定承办人")
    def sign(self, act: Signing) -> Receipt:
        """The receiving unit signs and names a handler."""
        now = self._now()
        self._fact(
            "handover_received",
            handover=1,
            slip=f"{self.case}-S1",
            unit=self.unit,
            signed_by=act.actor,
            signed_at=now.isoformat(),
            handler=act.handler,
        )
        self.handler = act.handler
        self._fact("handler_named", handler=act.handler, unit=self.unit, by=act.actor)
        self._stop_clock("assign")
        self._fact("graded", difficulty=act.difficulty, by=act.actor)
        self._close_task(act)
        self._open_task("handle", "办理并答复客人", (act.handler,), "answer")
        self._enter("承办")
        return self._receipt()

    @workflow.update(description="答复客人")
    def give_answer(self, act: Answer) -> Receipt:
        """The guest has the answer; the three parties are told."""
        self._fact("answered", answer=act.answer, basis=act.basis, by=act.actor, unit=self.unit)
        self.answer = act
        self._stop_clock("answer")
        self._start_clock("acknowledge", self.owner)
        self._start_clock("follow_up", self.owner)
        self._disarm("answer")
        self._close_task(act)
        return self._receipt()

    @workflow.update(description="签收反馈")
    def acknowledge(self, act: Acknowledgement) -> Receipt:
        """A party signs; after the last of them the guest is called back."""
        self._fact("feedback_acknowledged", party=act.task, by=act.actor)
        self._close_task(act)
        if not self.tasks:
            self._to_follow_up()
        return self._receipt()

    @workflow.update(description="回访客人")
    def follow_up(self, act: FollowUp) -> Receipt:
        """The guest confirms: the case is closed."""
        self._fact("follow_up", round=1, attempt=1, reached=True, verified=True, satisfied=True,
                   by=act.actor, note=act.note)  # fmt: skip
        self._stop_clock("acknowledge")
        self._stop_clock("follow_up")
        self._close_task(act)
        self._fact("closed", result="回访核实", by=act.actor)
        self.closed = True
        self._enter("办结")
        return self._receipt()

    @receive.validator
    def _check_receive(self, act: Reception) -> None:
        self._check(act)

    @hand_over.validator
    def _check_hand_over(self, act: Slip) -> None:
        self._check(act)

    @sign.validator
    def _check_sign(self, act: Signing) -> None:
        self._check(act)
        if STAFF.get(act.handler) != self.unit:
            raise _refusal("unknown_handler", f"承办人应为本部门人员，收到“{act.handler}”")

    @give_answer.validator
    def _check_give_answer(self, act: Answer) -> None:
        self._check(act)

    @acknowledge.validator
    def _check_acknowledge(self, act: Acknowledgement) -> None:
        self._check(act)

    @follow_up.validator
    def _check_follow_up(self, act: FollowUp) -> None:
        self._check(act)

    @workflow.query(name="case", description="案件现状")
    def case_view(self) -> dict[str, Any]:
        """Return the case as it stands."""
        return {
            "case": self.case,
            "stage": self.stage,
            "owner": self.owner,
            "unit": self.unit,
            "handler": self.handler,
            "closed": self.closed,
            "breaches": self.breaches,
            "clocks": {key: due.isoformat() for key, (_, due) in self.clocks.items()},
        }

    @workflow.query(name="tasks", description="待办")
    def tasks_view(self) -> list[dict[str, Any]]:
        """Return the open tasks."""
        return [
            {"task": task, "element": element, "label": label, "wanted": list(wanted)}
            for task, (element, label, wanted, _) in self.tasks.items()
        ]

    def _check(self, act: Act) -> None:
        if self.closed:
            raise _refusal("closed", f"案件 {self.case} 已办结")
        task = self.tasks.get(act.task)
        if task is None:
            raise _refusal("unknown_task", f"没有待办“{act.task}”；现有：{'、'.join(self.tasks)}")
        if act.actor not in STAFF:
            raise _refusal("unknown_actor", f"没有人员“{act.actor}”")
        if act.actor not in task[2] and STAFF[act.actor] not in task[2]:
            raise _refusal("wrong_actor", f"“{task[1]}”应由 {'、'.join(task[2])} 办理")

    def _register(self) -> None:
        inquiry = self.inquiry
        self._fact(
            "registered",
            pack="hotel",
            edition="1",
            channel=inquiry.channel,
            kind=inquiry.kind,
            matter=inquiry.matter,
            requester=inquiry.requester.model_dump(),
            owner={"person": self.owner, "unit": self.unit},
            received_at=inquiry.received_at.isoformat(),
            urgency="normal",
        )
        self._start_clock("transfer", self.owner)
        self._open_task("receive_inquiry", "接待并答复客人", (self.owner, self.unit), "transfer")
        self._enter("首问接待")

    def _to_sign(self) -> None:
        self._open_task("sign_slip", "签收并指定承办人", ("en-09",), "assign")
        self._enter("待签收")

    def _to_acknowledge(self) -> None:
        for number, party in enumerate(PARTIES, start=1):
            self._open_task("acknowledge", "三方签收反馈", (party,), "acknowledge", number)
        self._arm("acknowledge")
        self._enter("反馈签收")

    def _to_follow_up(self) -> None:
        self._disarm("acknowledge")
        self._open_task("follow_up", "回访客人核实答复", (self.owner, "front-office"), "follow_up")
        self._enter("回访")

    async def _send_slip(self) -> None:
        slip = self.slip
        assert slip is not None
        data = {
            "slip": f"{self.case}-S1",
            "slip_type": "complaint_inquiry_slip",
            "title": "投诉、查询处理单",
            "handover": 1,
            "from_unit": "front-office",
            "to_unit": slip.to_unit,
            "signed_by": slip.actor,
            "copies": ["quality"],
            "counterparts": 1,
            "content": {
                "matter": self.inquiry.matter,
                **slip.model_dump(exclude={"task", "actor", "to_unit", "reason"}),
            },
            "recipients": ["en-09", "qc-09"],
        }
        await self._activity("transfers.send_slip", "send_slip#1", "送达处理单、抄报质检部", data)

    async def _send_feedback(self) -> None:
        data = {
            "template": "feedback",
            "text": f"【{self.case}】已答复客人，现将处理结果反馈贵处，请签收；首问责任人随后回访。",
            "recipients": list(PARTIES),
        }
        await self._activity("notices.send", "send_feedback#1", "反馈三方", data)

    async def _activity(self, name: str, job: str, summary: str, data: Mapping[str, Any]) -> None:
        attempts = ATTEMPTS[name]
        await workflow.execute_activity(
            name,
            Job(case=self.case, job=job, at=self._now(), pack="hotel", name=summary, data=data),
            result_type=JobResult,
            summary=summary,
            start_to_close_timeout=attempts.start_to_close,
            retry_policy=attempts.retry,
        )

    async def _save(self) -> None:
        """Write the facts since the last time; show the stage where it changed."""
        if self.stage != self.shown_stage:
            self.shown_stage = self.stage
            self._show()
        if not self.facts:
            return
        facts, self.facts = tuple(self.facts), []
        attempts = ATTEMPTS[RECORD_FACTS]
        await workflow.execute_local_activity(
            RECORD_FACTS,
            FactBatch(
                case=self.case, facts=facts, settled=self._settled(), taken_at=workflow.now()
            ),
            result_type=Recorded,
            start_to_close_timeout=attempts.start_to_close,
            retry_policy=attempts.retry,
            local_retry_threshold=attempts.held_up_to,
        )

    def _settled(self) -> int:
        """Return the last fact that an earlier workflow task has brought into the history."""
        length = workflow.info().get_current_history_length()
        if length != self.saved_at:
            self.saved_at, self.settled = length, self.saved
        self.saved = self.sequence
        return self.settled

    def _show(self) -> None:
        due = min((due for _, due in self.clocks.values()), default=None)
        workflow.upsert_search_attributes(
            [
                CASE_NO.value_set(self.case),
                CASE_STAGE.value_set(self.stage),
                CASE_UNIT.value_set([UNITS[self.unit]]),
                CASE_OWNER.value_set(self.owner),
                CASE_DUE.value_set(due) if due else CASE_DUE.value_unset(),
                CASE_ALERT.value_set("逾期" if self.breaches else "正常"),
                CASE_CLOCK.value_set("计时" if self.clocks else "停止"),
                CASE_PACK.value_set("hotel 1"),
            ]
        )
        rows = [
            f"## {self.case} · {self.stage}",
            f"- 首问负责：{self.owner}　承办：{self.handler}",
        ]
        rows += [f"- 待办：{label} `{task}`" for task, (_, label, _, _) in self.tasks.items()]
        workflow.set_current_details("\n".join(rows))

    def _fact(self, kind: str, /, **data: Any) -> None:
        at = self._now()
        self.sequence += 1
        self.head = seal(self.head, self.sequence, at, kind, data, AUDIENCE)
        self.facts.append(
            Fact.model_construct(
                sequence=self.sequence,
                at=at,
                kind=kind,
                data=data,
                audience=AUDIENCE,
                digest=self.head,
            )
        )

    def _enter(self, stage: str) -> None:
        self.stage = stage
        self._fact("stage_entered", stage=stage)

    def _open_task(
        self, element: str, label: str, wanted: tuple[str, ...], clock: str, number: int = 1
    ) -> None:
        task = f"{element}#{number}"
        self.tasks[task] = (element, label, wanted, clock)
        self._fact(
            "task_opened",
            task=task,
            element=element,
            label=label,
            unit=self.unit,
            assignee=wanted[0],
            groups=list(wanted[1:]),
            due=self.clocks[clock][1].isoformat(),
            clock=clock,
            outcomes={},
            form=None,
        )

    def _close_task(self, act: Act) -> None:
        element = self.tasks.pop(act.task)[0]
        self._fact(
            "task_closed",
            task=act.task,
            element=element,
            why="completed",
            by=act.actor,
            outcome=getattr(act, "outcome", None),
            data=act.model_dump(exclude={"task", "actor", "outcome"}),
        )

    def _start_clock(self, key: str, person: str) -> None:
        title, amount, cites, rule = LIMITS[key]
        now = self._now()
        counted = count_due(CALENDAR, now, amount)
        due = counted.at.astimezone(UTC)
        self.clocks[key] = (now, due)
        self._fact(
            "clock_started",
            clock=key,
            title=title,
            leg=1,
            started_at=now.isoformat(),
            due=due.isoformat(),
            amount=str(amount),
            cites=cites,
            rule=rule,
            declared=not cites,
            provisional=counted.provisional,
            person=person,
            unit=self.unit,
            soft=False,
            judged=bool(cites),
            cap=None,
        )

    def _stop_clock(self, key: str) -> None:
        started, _ = self.clocks.pop(key)
        self._fact(
            "clock_stopped",
            clock=key,
            leg=1,
            used=str(round((self._now() - started).total_seconds() / 3600, 4)),
            unit_of_use="elapsed_hour",
            met=key not in self.breaches,
            person=self.handler or self.owner,
            unit=self.unit,
        )

    def _arm(self, key: str) -> None:
        """Arm the timer of a clock, and that of its reminder where it has one."""
        due = self.clocks[key][1]
        before = REMINDERS.get(key)
        if before is not None:
            at = count_due(CALENDAR, due, before).at
            self._wait_until(f"{key}:reminder", at)
        self._wait_until(key, due)

    def _wait_until(self, name: str, at: datetime) -> None:
        self.timers[name] = asyncio.create_task(self._wait(name, at))

    async def _wait(self, name: str, at: datetime) -> None:
        await workflow.sleep(at - workflow.now(), summary=SUMMARIES[name])
        key, _, kind = name.partition(":")
        if kind == "reminder":
            self._fact("reminded", clock=key, leg=1, due=self.clocks[key][1].isoformat())
        elif key in self.clocks:
            self.breaches.append(key)
            self._fact("limit_breached", clock=key, leg=1, due=at.isoformat(), unit=self.unit)

    def _disarm(self, key: str) -> None:
        for name in (f"{key}:reminder", key):
            timer = self.timers.pop(name, None)
            if timer is not None:
                timer.cancel()

    def _receipt(self) -> Receipt:
        return Receipt(
            case=self.case, stage=self.stage, opened=list(self.tasks), closed=self.closed
        )

    def _now(self) -> datetime:
        return workflow.now()


def _refusal(reason: str, sentence: str) -> ApplicationError:
    return ApplicationError(
        sentence, type=reason, non_retryable=True, category=ApplicationErrorCategory.BENIGN
    )
