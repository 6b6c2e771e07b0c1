"""The receipt of a case says what is due, the same from the case as from its facts."""

import pytest

from cases.rehearsal import ReadableCase, Rehearsal
from starter.answers import receipt_of, receipt_of_facts
from starter.pack_files import SHIPPED, load_pack

PACKS = sorted(path.parent.name for path in SHIPPED.glob("*/pack.yaml"))


@pytest.mark.parametrize("name", PACKS)
def test_a_receipt_names_what_is_judged_and_not_what_is_only_measured(name: str) -> None:
    """Of every case of the pack, as it is opened."""
    pack = load_pack(name)
    for entry in (entry for entries in pack.source.cases.values() for entry in entries):
        opened = ReadableCase.model_validate(entry).model_copy(update={"steps": ()})
        played = Rehearsal(pack, opened, "")
        facts = played.play().facts
        case = played.proceeding.case.number
        started = next(at for at, fact in enumerate(facts) if fact.kind == "trace")
        if any(fact.kind == "clock_started" for fact in facts[started:]):
            continue  # the first step came later

        receipt = receipt_of(played.proceeding)

        assert all(pack.pack.limits[item.clock].judged for item in receipt.due)
        assert receipt == receipt_of_facts(case, facts)
