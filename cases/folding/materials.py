"""Materials: the guide, the review, the one-time notice, the complete file, acceptance and return."""

from typing import Any

from cases.admitting.rule import texts
from cases.events import CaseEvent
from cases.folding.context import Folding
from cases.folding.counting import derived
from cases.folding.plain import told
from cases.papers import guide_of, needed
from cases.recorder import iso


def guide_given(fold: Folding, event: CaseEvent) -> None:
    """The requester is told procedure and papers at once, and is handed the forms."""
    fold.case.guide = event.text("guide")
    guide = fold.law.guides[fold.case.guide]
    data = told(event) | {
        "title": guide.title,
        "edition": guide.edition,
        "items": {key: item.title for key, item in guide.items.items()},
        "forms": texts(event.data.get("forms")) or list(guide.handed_out),
    }
    fold.recorder.record("guide_given", event.at, **data, by=event.by)


def materials_reviewed(fold: Folding, event: CaseEvent) -> None:
    """The papers were held against the guide."""
    case = fold.case
    found = {key: texts(event.data.get(key)) for key in ("missing", "invalid")}
    if not any(key in event.data for key in found):  # then the notice says what was found
        found["missing"] = texts(event.data.get("items"))
    case.missing = tuple(dict.fromkeys((*found["missing"], *found["invalid"])))
    case.reviewed_at = event.at
    data = told(event) | found | _edition(fold)
    fold.recorder.record("materials_reviewed", event.at, **data, by=event.by)


def supplement_noticed(fold: Folding, event: CaseEvent) -> None:
    """The requester is told what is missing, all at once.

    A paper that no earlier notice listed could have been known then, unless something changed: the
    case finds `known_item_noticed_late` by itself.
    """
    case, items = fold.case, texts(event.data.get("items"))
    new = [key for key in items if key not in case.noticed]
    late = bool(case.noticed_at and new and not event.text("changed").strip())
    if case.reviewed_at is None:
        case.missing = tuple(dict.fromkeys((*case.missing, *items)))
    case.noticed = tuple(dict.fromkeys((*case.noticed, *items)))
    first = case.noticed_at is None
    case.noticed_at = event.at
    data = told(event) | {"items": items, "new": new, "first": first} | _edition(fold)
    fold.recorder.record("supplement_noticed", event.at, **data, by=event.by)
    if late:
        derived(fold, "known_item_noticed_late", event, items=new)


def materials_supplemented(fold: Folding, event: CaseEvent) -> None:
    """The requester handed papers in."""
    items = texts(event.data.get("items"))
    fold.case.missing = tuple(key for key in fold.case.missing if key not in items)
    data = told(event) | {"items": items, "missing": list(fold.case.missing)}
    fold.recorder.record("materials_supplemented", event.at, **data, by=event.by)


def file_completed(fold: Folding, event: CaseEvent) -> None:
    """Every needed paper is there: limits that run from a complete file start."""
    fold.case.complete_at = event.at
    data = told(event) | _edition(fold)
    fold.recorder.record("file_completed", event.at, **data, by=event.by)


def accepted(fold: Folding, event: CaseEvent) -> None:
    """The file is accepted: the acceptance notice says what, by whom, and until when."""
    fold.case.provisional = False
    fold.recorder.record("accepted", event.at, **_notice(fold, event), by=event.by)


def accepted_provisionally(fold: Folding, event: CaseEvent) -> None:
    """The file is accepted for now; it may be returned once the leaders decided."""
    fold.case.provisional, fold.case.instructed_at = True, None
    fold.recorder.record("accepted_provisionally", event.at, **_notice(fold, event), by=event.by)


def file_returned(fold: Folding, event: CaseEvent) -> None:
    """The file goes back with a return notice."""
    data = told(event) | _edition(fold) | {"provisional": fold.case.provisional}
    fold.case.provisional = False
    fold.recorder.record("file_returned", event.at, **data, by=event.by)


def _edition(fold: Folding) -> dict[str, Any]:
    guide = guide_of(fold.case, fold.law)
    if guide is None:
        return {}
    return {"guide": fold.case.guide or fold.case.subject, "edition": guide.edition}


def _notice(fold: Folding, event: CaseEvent) -> dict[str, Any]:
    """Return what an acceptance notice says."""
    case = fold.case
    limits = fold.clocks.foreseen(event.kind, event.at, event.data).items()
    return (
        told(event)
        | _edition(fold)
        | {
            "matter": case.matter,
            "owner": {"person": case.owner, "unit": case.owner_unit},
            "missing": list(needed(case, fold.law)),
            "limits": [
                {
                    "clock": key,
                    "title": fold.law.limits[key].title,
                    "amount": leg.amount,
                    "due": iso(leg.due),
                }
                for key, leg in limits
            ],
            "due": iso(min(leg.due for _, leg in limits)) if limits else None,
        }
    )
