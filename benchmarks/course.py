"""The course both sides take, step by step: the same acts of the same people, in the same order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REGISTRATION = {
    "channel": "phone",
    "kind": "complaint",
    "requester": {"name": "王先生", "phone": "13800000000", "address": "1208房"},
    "matter": "1208房空调不制冷，昨晚报修后无人上门，要求尽快处理并说明原因。",
    "first_contact": "fo-01",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One human step.

    Attributes:
        task: id of the task of the shipped pack that it completes.
        peer_task: the same in the hand-written workflow.
        update: name of the hand-written workflow's update.
        awaited: the task opens only after an activity has been done.
    """

    task: str
    peer_task: str
    update: str
    actor: str
    outcome: str
    data: Mapping[str, Any] = field(default_factory=dict)
    awaited: bool = False


COURSE = (
    Act(
        "receive_inquiry#1",
        "receive_inquiry#1",
        "receive",
        "fo-01",
        "transfer",
        {
            "reason": "客房空调故障，非本部门职责",
            "explained_to_guest": True,
            "guest_understands": True,
        },
        awaited=True,
    ),
    Act(
        "fill_slip#1",
        "fill_slip#1",
        "hand_over",
        "fo-01",
        "send",
        {
            "problem": "1208房空调不制冷，昨晚报修后无人上门。",
            "name": "王先生",
            "address": "1208房",
            "phone": "13800000000",
            "to_unit": "engineering",
            "reason": "须由工程部检修",
            "category": "facilities",
            "units_involved": 1,
            "signature": "林夏",
        },
    ),
    Act(
        "sign_slip#1",
        "sign_slip#1",
        "sign",
        "en-09",
        "accept",
        {"handler": "en-01", "difficulty": "normal", "signature": "高远山"},
        awaited=True,
    ),
    Act(
        "handle#1",
        "handle#1",
        "give_answer",
        "en-01",
        "answer",
        {
            "answer": "压缩机电容已更换，空调恢复制冷，并就延误致歉。",
            "basis": "客房设备维修规程第三条",
            "signature": "石磊明",
        },
    ),
    *(
        Act(
            f"acknowledge_feedback#{number}",
            f"acknowledge#{number}",
            "acknowledge",
            actor,
            "signed",
            awaited=True,
        )
        for number, actor in enumerate(("fo-09", "fo-01", "qc-01"), start=1)
    ),
    Act(
        "follow_up#1",
        "follow_up#1",
        "follow_up",
        "fo-01",
        "verified",
        {"reached": True, "verified": True, "satisfied": True, "note": "客人确认空调已修好"},
    ),
)
