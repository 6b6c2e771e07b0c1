"""Courses of cases of the shipped hotel pack."""

from starter.desk import Desk
from tests.starter.conftest import eventually, recorded

ANSWER = {"answer": "已修复，现已制冷", "basis": "设施维修规程"}
KEEP = {
    "reason": "须查维修记录",
    "explained_to_guest": True,
    "guest_understands": True,
}
SLIP = {
    "problem": "空调不制冷",
    "name": "金一平",
    "address": "1208",
    "phone": "13800000000",
    "to_unit": "engineering",
    "reason": "维修属工程部",
    "transport": "system",
    "category": "facilities",
    "units_involved": 1,
    "harm": False,
    "signature": "fo-01",
}
ACCEPT = {"handler": "en-01", "difficulty": "normal", "signature": "en-09"}
HANDLE = {**ANSWER, "manner": "phone", "signature": "en-01", "achieved": True}
FOLLOW_UP = {"reached": True, "verified": True, "satisfied": True, "note": "客人满意"}


async def hand_over(desk: Desk, case: str) -> None:
    """Take a case to the signature of the engineering department, in the register too."""
    await desk.complete(case, "receive_inquiry", "fo-01", "transfer", KEEP)
    await desk.complete(case, "fill_slip", "fo-01", "send", SLIP)
    await opened(desk, case, "sign_slip")
    await recorded(desk, case)


async def answer(desk: Desk, case: str) -> None:
    """Take a case that was handed over to its answer, in the register too."""
    await desk.complete(case, "sign_slip", "en-09", "accept", ACCEPT)
    await desk.complete(case, "handle", "en-01", "answer", HANDLE)
    await recorded(desk, case)


async def close(desk: Desk, case: str) -> None:
    """Take a case from its registration to its verified end, in the register too."""
    await hand_over(desk, case)
    await answer(desk, case)
    while True:
        tasks = await desk.tasks(case)
        calling = [task for task in tasks if task.element == "follow_up"]
        if calling:
            break
        for task in tasks:
            actor = str(task.complete_with["actor"]) if task.complete_with else ""
            await desk.complete(case, task.task, actor, "signed", {})
    await desk.complete(case, "follow_up", "fo-01", "verified", FOLLOW_UP)
    await recorded(desk, case)


async def opened(desk: Desk, case: str, element: str) -> str:
    """Wait until a task of *element* is open, and return its id."""

    async def found() -> list[str]:
        return [task.task for task in await desk.tasks(case) if task.element == element]

    return str((await eventually(found))[0])
