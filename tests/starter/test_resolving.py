"""`shouwen resolve`: tried again, and told where the same is in the way again."""

import shutil
from pathlib import Path

import pytest

from starter.desk import Desk
from starter.pack_files import SHIPPED
from tests.starter.conftest import INQUIRY, Shouwen

EXPLAINED = {"reason": "须本部门查", "explained_to_guest": True, "guest_understands": True}


@pytest.mark.usefixtures("worker")
async def test_an_incident_that_comes_again_is_told(
    desk: Desk, shouwen: Shouwen, tmp_path: Path
) -> None:
    """Under its new name, with 1; once its cause is mended, the case goes on, with 0."""
    case = (await desk.open(_no_way_on(tmp_path), INQUIRY)).case
    await desk.complete(case, "receive_inquiry", "fo-01", "keep", EXPLAINED)
    again = await shouwen("resolve", case, "incident#1", "--as", "qc-01")
    mended = await shouwen(
        "resolve", case, "incident#2", "--as", "qc-01", "--data", '{"flag": "keep"}'
    )

    assert 1 == again.code
    assert "held up again by incident#2: expected a flow to take" in again.err
    assert (0, "") == (mended.code, mended.err)
    assert ["handle_inside"] == [task.element for task in await desk.tasks(case)]


def _no_way_on(folder: Path) -> str:
    """Return a pack whose gateway asks for a variable that nobody sets."""
    copied = shutil.copytree(SHIPPED / "hotel", folder / "hotel")
    diagram = next((copied / "processes").glob("*.bpmn"))
    text = diagram.read_text("utf-8")
    assert '=outcome = "keep"' in text
    diagram.write_text(text.replace('=outcome = "keep"', '=flag = "keep"'), "utf-8")
    return str(copied)
