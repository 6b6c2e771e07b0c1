"""The start input of a case, what its handlers tell people who send by hand, and its jobs."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.contracts import Job
from cases.commands import Command
from cases.opening import CaseOpening
from cases.orders import StartJob
from cases.parcel import wrap
from cases.proceeding import Proceeding
from cases.refusal import Refused
from cases.wrong_input import in_chinese
from regulations.organisation import Organisation

Told = TypeVar("Told", bound=Command)

BUDGET = 250
"""Events of one run after which the case continues as new, at the next quiet moment. A history of so
many comes in one page: where one ends, the SDK's core takes a task that failed for one that did not."""

SEMANTICS = 2
"""How new cases take their steps; see `CaseStart.semantics`."""

COMPLETE_TASK = (
    (
        "办理一项待办。例：{“task”: “receive_inquiry#1”, “actor”: “fo-01”, “outcome”: “answer”, "
        "“data”: {“answer”: “…”}, “command_id”: “可省略；重复提交时返回第一次的结果”}。"
        "可直接粘贴的 JSON 见本页 Current Details，或查询 tasks。"
    )
    .replace("“", '"')
    .replace("”", '"')
)
DELIVER_MESSAGE = '递送流程等待的消息。例：{"name": "消息名", "actor": "fo-01", "variables": {}}'
RESOLVE_INCIDENT = (
    '排除故障后重试。例：{"incident": "incident#1", "actor": "qa-01", "variables": {}}'
)
REPLAN_CALENDAR = (
    '日历有新通知，重算未到期的时限。例：{"calendar": {…}, "notice": "…", "actor": "qa-01"}'
)
WITHDRAW = '撤销案件。例：{"reason": "来访人撤回", "actor": "fo-01"}'
REPORT_ABSENCE = (
    "登记某人缺勤，由他人代办，首问责任不转移；批量登记用 shouwen absence。"
    '例：{"person": "fo-01", "until": "2026-10-20T09:00:00+08:00", "reason": "…", "actor": "qa-01"}'
)
REPORT_RETURN = '登记某人返岗，代办事项交还本人。例：{"person": "fo-01", "actor": "qa-01"}'
MIGRATE = (
    "改按另一版制度办理；由 shouwen migrate 发送。"
    '例：{"law": {…}, "program": {…}, "reason": "…", "actor": "qa-01"}'
)
MIGRATION_PLAN = "改按另一版制度办理会怎样：哪些到期日变动、会新认定哪些超时；不改变案件"
NOT_CANCELLED = "案件不能直接取消；要撤销，请用更新 withdraw 并说明理由"
UNKNOWN_SIGNAL = "没有这个信号；可用的信号为 complete_task、deliver_message，其余请用更新"


class CaseStart(BaseModel):
    """The one argument of the workflow `Case`.

    Attributes:
        opening: registration, law and program; the same in every run of the case.
        carried: the proceeding as the run before left it; None in the first run.
        budget: events of one run before the case continues as new.
        semantics: how the case takes its steps. A case keeps its number, so that it is replayed as
            it was lived. 1: a marker of Temporal says whether every step leaves a command;
            2: every step does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    opening: CaseOpening
    carried: dict[str, Any] | None = None
    budget: int = BUDGET
    semantics: int = Field(default=1, ge=1)


def start_of(opening: CaseOpening, budget: int = BUDGET) -> CaseStart:
    """Return the start of a new case."""
    return CaseStart(opening=opening, budget=budget, semantics=SEMANTICS)


def under(start: CaseStart, proceeding: Proceeding) -> CaseStart:
    """Return *start* with the law and program the case goes on under, for its later runs."""
    law, program = wrap(proceeding.law.dump()), wrap(proceeding.stepping.program.dump())
    opening = start.opening.model_copy(update={"law": law, "program": program})
    return start.model_copy(update={"opening": opening})


def as_error(refused: Refused) -> ApplicationError:
    """Return a refusal as its caller gets it."""
    return ApplicationError(
        refused.sentence,
        type=refused.reason,
        non_retryable=True,
        category=ApplicationErrorCategory.BENIGN,
    )


def read_command(name: str, kind: type[Told], given: tuple[Any, ...]) -> Told:
    """Return what an update or a signal was sent with as a command.

    Raises:
        ApplicationError: not one JSON object of that shape. One sentence says which field is wrong
            and where a right one is found, and repeats nothing of what was sent.
    """
    if len(given) == 1:
        try:
            return kind.model_validate(given[0])
        except ValidationError as error:
            wrong = in_chinese(error, kind)
    else:
        wrong = f"应为一个 JSON 对象，收到 {len(given)} 个"
    example = _PASTEABLE.get(name, _ON_THE_PAGE)
    raise ApplicationError(
        f"{name} 的输入有误：{wrong}；{example}",
        type="ValidationError",
        non_retryable=True,
        category=ApplicationErrorCategory.BENIGN,
    ) from None


_ON_THE_PAGE = "可直接粘贴的 JSON 用查询 tasks 取得，或见案件页面的 Current Details"
_PASTEABLE = {
    name: f"例：{told.partition('例：')[2]}"
    for name, told in {
        "deliver_message": DELIVER_MESSAGE,
        "resolve_incident": RESOLVE_INCIDENT,
        "replan_calendar": REPLAN_CALENDAR,
        "withdraw": WITHDRAW,
        "migrate": MIGRATE,
        "migration_plan": MIGRATE,
        "report_absence": REPORT_ABSENCE,
        "report_return": REPORT_RETURN,
    }.items()
}
"""What a right input looks like, where the case itself shows none."""


def known_actor(given: tuple[Any, ...], organisation: Organisation) -> str:
    """Return who sent what is no command, where that is somebody's key; any other text may be a name."""
    content = given[0] if given else None
    actor = content.get("actor") if isinstance(content, dict) else None
    return actor if isinstance(actor, str) and organisation.knows(actor) else ""


def first_problem(error: ValidationError) -> str:
    """Return where the first problem is and what; not what was found there."""
    found = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in found["loc"]) or "input"
    return f"{where}: {found['msg']}"


def as_job(order: StartJob, proceeding: Proceeding) -> Job:
    """Return an order as its activity gets it."""
    case = proceeding.case
    return Job(
        case=case.number,
        job=order.job,
        at=order.at,
        pack=case.pack,
        name=order.name,
        headers=order.headers,
        data=order.data,
    )
