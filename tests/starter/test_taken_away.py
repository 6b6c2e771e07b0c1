"""A case that shows a rule broken no longer does so where what carries the rule is taken away."""

import pytest

from cases.rehearsal import ReadableCase, Rehearsal
from regulations.carriers import carriers_of
from starter.pack_files import load_pack
from starter.tracing import STATUSES, read_register, trace_rules
from tests.starter.taking_away import without

REGISTER = read_register()


@pytest.mark.parametrize("pack", REGISTER.packs())
def test_what_is_shown_broken_hangs_on_what_carries_the_rule(pack: str) -> None:
    """With the carriers gone, nothing is missed or refused any more: the case comes out otherwise."""
    published = load_pack(pack)
    cases = {
        (file, entry["name"]): entry
        for file, entries in published.source.cases.items()
        for entry in entries
    }
    idle = []
    for trace in trace_rules(REGISTER, REGISTER.of_pack(pack)):
        if trace.status != STATUSES["run"] or not trace.broken:
            continue
        taken = without(carriers_of(trace.key, published), published)
        for proof in trace.broken:
            case = ReadableCase.model_validate(cases[proof.file, proof.name])
            if not Rehearsal(taken, case, proof.file).play().differences:
                idle.append(f"{trace.key}: {proof.name}")

    assert [] == idle
