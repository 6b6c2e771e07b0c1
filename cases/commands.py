"""Commands: what people and programs ask of a running case. One JSON object each."""

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from cases.parcel import Parcel
from workdays.calendar_data import CalendarData


def _empty_for_null(value: Any) -> Any:
    return {} if value is None else value


Data = Annotated[dict[str, Any], BeforeValidator(_empty_for_null)]
"""A JSON object; null is taken as empty, since the HTTP API turns empty objects into null."""


class Command(BaseModel):
    """Base of every command; what does not fit is named without its value, which may be personal.

    A field's title is what people who send a command by hand know it by.

    Attributes:
        command_id: the caller's id; given again, the first outcome is returned.
        actor: staff or post key of the one who acts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    command_id: str = Field("", max_length=200, title="提交编号")
    actor: str = Field(max_length=100, title="经办的人员或岗位编号")

    def content_digest(self) -> str:
        """SHA-256 over everything but the id, in any order of keys."""
        content = self.model_dump(mode="json", exclude={"command_id"})
        text = type(self).__name__ + json.dumps(content, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class CompleteTask(Command):
    """Complete an open task with one of its outcomes and its form's data."""

    task: str = Field(title="待办编号")
    outcome: str = Field("", title="办理结果")
    data: Data = Field({}, title="表单内容")


class DeliverMessage(Command):
    """A message that the process waits for has come."""

    name: str = Field(title="消息名")
    key: str | None = Field(None, title="对应的键")
    variables: Data = Field({}, title="消息内容")


class ResolveIncident(Command):
    """What held a job or an expression up was mended; it is tried again."""

    incident: str = Field(title="故障编号")
    variables: Data = Field({}, title="更正的变量")


class ReplanCalendar(Command):
    """A notice changed the calendar: running clocks are counted anew.

    Attributes:
        calendar: the whole calendar as it is now known.
        notice: the notice's title and number.
    """

    calendar: CalendarData = Field(title="日历")
    notice: str = Field(min_length=1, max_length=1000, title="通知的标题和文号")


class WithdrawCase(Command):
    """The requester withdraws, or the case was opened in error: it ends with a reason."""

    reason: str = Field(min_length=1, max_length=4000, title="理由")


class MigrateCase(Command):
    """The case goes on under another edition of its pack.

    Attributes:
        law: the edition's law as it governs the case.
        program: its compiled process.
        reason: why, such as the decision that brought the edition in.
    """

    law: Parcel = Field(title="新版制度")
    program: Parcel = Field(title="新版流程")
    reason: str = Field("", max_length=1000, title="理由")


class ReportAbsence(Command):
    """A person is away: somebody stands in. What is theirs stays theirs.

    Attributes:
        person: staff key.
        until: when they are back; open where it is missing.
    """

    person: str = Field(max_length=100, title="缺勤人员编号")
    until: AwareDatetime | None = Field(None, title="返岗时间")
    reason: str = Field("", max_length=4000, title="理由")


class ReportReturn(Command):
    """A person is back, and has again what others did for them."""

    person: str = Field(max_length=100, title="返岗人员编号")


class Receipt(BaseModel):
    """What a command brought about.

    Attributes:
        case: case number.
        stage: the case's stage now.
        opened: ids of the tasks now open.
        next_due: the earliest due date of a running clock that is judged, missed or not.
    """

    model_config = ConfigDict(frozen=True)

    case: str
    command_id: str
    stage: str
    opened: tuple[str, ...]
    next_due: datetime | None
    closed: bool
