"""docs/packs.md says what is so; `python -m tests.regulations.test_document` fills its tables in."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from activities.contracts import JOB_DATA
from cases.rehearsal import Expectation
from regulations.checking_rules import CARRIERS
from regulations.conduct import BannedPhrase, Count, Setting
from regulations.limits import DatedAmount, Extension, Limit, PauseGround
from regulations.materials import Guide, GuideItem
from regulations.organisation import Post, Staff, Unit
from regulations.pack import (
    CalendarDay,
    Declaration,
    EscalationRules,
    FeedbackRules,
    FollowUpRules,
    Form,
    Level,
    NoticeText,
    Pack,
    PackCalendar,
    RegistrationRules,
    RuleCarrier,
    Source,
    TransferPolicy,
)
from regulations.standing_in import DeemedApproval, DutyTurn, GravityTier, LegalBasis
from regulations.vocabulary import DERIVED, EVENTS, FUNCTIONS, JOB_TYPES

DOCUMENT = Path(__file__).parents[2] / "docs" / "packs.md"
MODELS = (
    Pack, Source, PackCalendar, CalendarDay, RegistrationRules, Unit, Post, Staff, Limit,
    DatedAmount, TransferPolicy, EscalationRules, Level, FeedbackRules, FollowUpRules, Form,
    NoticeText, Declaration, RuleCarrier, Expectation, Extension, PauseGround, Guide, GuideItem,
    Count, BannedPhrase, Setting, GravityTier, DutyTurn, LegalBasis, DeemedApproval,
)  # fmt: skip
GIVES = {
    "due": "when the running leg of a limit is up",
    "reminder": "when its reminder goes out",
    "breached": "whether the limit was ever missed in this case",
    "owner": "the first-contact owner",
    "owner_unit": "the owner's unit",
    "handler": "the person who handles",
    "handling_unit": "the unit that handles",
    "receiving_unit": "the unit the latest slip went to",
    "issuing_unit": "the unit that sent the latest slip",
    "head": "the post that leads a unit",
    "superior": "the post a unit answers to",
    "oversight": "the unit that supervises",
    "level_post": "the post of a level of escalation",
    "feedback_parties": "who is told the result: contexts of `party`, `title`, `assignee`",
    "attempts": "follow-up calls in this round",
    "graded": "the difficulty",
    "now": "the step's instant",
    "today": "its day",
    "due_next": "when the next running limit that is not soft is up",
    "overdue": "keys of the limits that are up now and not taken up yet",
    "reminder_next": "when the next reminder goes out",
    "reminding": "keys of the limits to remind of now",
    "setting": "what the pack says in `settings`",
    "acting_owner": "who receives the requester in the owner's stead, else the owner",
    "line_manager": "the post above a person or post",
    "extension_by": "who may give a limit more time: the post that the pack names, or the one "
    "above where that post asked",
    "duty_officer": "who is on duty today",
    "coordinator": "the post that settles what several units cannot",
    "lead_unit": "the unit named to lead",
    "supporting_units": "the units named to support it",
    "gravity": "the gravity that was set",
    "gravity_to": "the unit or post that a matter of that gravity goes to",
    "counted": "how often the event of a count happened",
    "missing_items": "papers that are missing or not valid",
    "promised_at": "the instant promised to the requester",
    "follow_up_by": "who calls back",
    "accused": "the person, post or unit a complaint is about",
    "investigator": "who investigates",
    "deemed": "whether an approval was deemed given",
    "late": "whether a limit was missed in this case",
    "superiors_of": "the posts above the unit that answers for the latest breach of a limit or count",
    "attempts_allowed": "how many follow-up calls the pack asks for",
    "silent_units": "units called that have given no opinion and are not taken to agree",
}
FINDS = {
    "known_item_noticed_late": "a later supplement notice lists a paper of the guide that an earlier one could have listed, and nothing has changed",
    "transfer_looped": "the case was handed to a unit that had it already",
}


def tables() -> dict[str, str]:
    """Return the tables that are made from the vocabulary."""
    events = [f"| `{kind}` | {_names(data)} |" for kind, data in EVENTS.items()]
    calls = [
        f"| `{name}({'key' if most else ''})` | {GIVES[name]} |"
        for name, (_, most) in FUNCTIONS.items()
    ]
    jobs = [
        f"| `{job}` | {_names(needs)} | {_names(JOB_DATA[job].model_fields)} |"
        for job, needs in JOB_TYPES.items()
    ]
    finds = [f"| `{kind}` | {FINDS[kind]} |" for kind in DERIVED]
    carriers = [f"| `{carrier}` | {meaning} |" for carrier, meaning in CARRIERS.items()]
    return {
        "derived": _table("| event | happens when |", finds),
        "carriers": _table("| carrier | means |", carriers),
        "events": _table("| event | needs |", events),
        "functions": _table("| function | gives |", calls),
        "jobs": _table("| job | properties it needs | data it brings |", jobs),
    }


def _names(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: str, rows: list[str]) -> str:
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *rows, ""])


def filled(text: str) -> str:
    """Return the document with its tables filled in."""
    for name, table in tables().items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text = re.sub(
            pattern, lambda found, t=table: found[1] + t + found[2], text, flags=re.DOTALL
        )
    return text


def test_the_tables_are_those_of_the_vocabulary() -> None:
    """Run `python -m tests.regulations.test_document` after the vocabulary has changed."""
    text = DOCUMENT.read_text("utf-8")

    assert filled(text) == text
    assert set(GIVES) == set(FUNCTIONS)
    assert set(FINDS) == set(DERIVED)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    """No key of a pack is known to the code alone."""
    text = DOCUMENT.read_text("utf-8")

    missing = [
        field.alias or name
        for name, field in model.model_fields.items()
        if not re.search(
            rf"`{field.alias or name}[`:]|^### .*\b{field.alias or name}\b", text, re.MULTILINE
        )
    ]

    assert [] == missing


if __name__ == "__main__":
    DOCUMENT.write_text(filled(DOCUMENT.read_text("utf-8")), "utf-8")
