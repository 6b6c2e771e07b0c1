"""A made-up pack in two editions: the library's, and a stricter one that follows it."""

import shutil
from pathlib import Path

import yaml

LIBRARY = Path(__file__).parent.parent / "regulations" / "packs" / "library"
STRICTER = {
    "since": "2026-11-02",
    "value": 1,
    "unit": "working_day",
    "cites": "第四条（再修订）",
    "rule": "R903",
}


def two_editions(folder: Path) -> Path:
    """Write edition 4, in force from 2 November 2026, with edition 3 beside it; return its folder."""
    newest = folder / "library"
    shutil.copytree(LIBRARY, newest)
    shutil.copytree(LIBRARY, newest / "editions" / "3")
    data = yaml.safe_load((newest / "pack.yaml").read_text("utf-8"))
    data["edition"] = "4"
    data["in_force_from"] = "2026-11-02"
    data["limits"]["answer"]["values"].append(STRICTER)
    data["limits"]["answer"]["title"] = "答复时限"
    del data["limits"]["greet"]
    data["units"]["archive"] = {"title": "档案部", "superior": "librarian"}
    data["transfer_policy"]["may_forward"] = False
    written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (newest / "pack.yaml").write_text(written, "utf-8")
    return newest
