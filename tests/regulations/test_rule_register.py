"""The register of rules is whole: every provision of the source texts, counted and told apart."""

from collections import Counter
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from regulations.rule_register import RuleRegister
from starter.tracing import REGISTER, read_register

SPAN = {
    "A": (1, 33), "B": (34, 44), "C": (45, 60), "D": (61, 83), "E": (84, 90), "G": (91, 108),
    "H": (109, 130), "I": (131, 141), "J": (142, 156), "K": (157, 176), "L": (177, 190),
    "N": (191, 199), "P": (200, 214), "R": (215, 225), "S": (226, 231), "T": (232, 232),
    "U": (233, 263), "V": (264, 298),
}  # fmt: skip
LATER = (
    "25-33 44 76 79 81 84-89 140 141 173-176 197 204 211 213 230 237-242 251 259 268 291 294-297"
)


def small(**changed: Any) -> dict[str, Any]:
    """Return a register of two rules, with what is changed in the second."""
    rule = {"organisation": "X", "clause": "一", "class": "run", "title": "一事"}
    return {"organisations": {"X": {"name": "某处"}}, "rules": {"R1": rule, "R2": rule | changed}}


def test_the_rules_are_those_of_the_texts_counted_by_class() -> None:
    """298 rules: 217 that run, 33 recorded, 10 configuration, 6 published, 29 left out, 3 notes."""
    register = read_register()

    counts = Counter(rule.rule_class for rule in register.rules.values())

    assert {
        "run": 217,
        "recorded": 33,
        "configuration": 10,
        "published": 6,
        "out": 29,
        "note": 3,
    } == dict(counts)


def test_every_organisation_has_its_span_of_rules() -> None:
    """The rules of one organisation stand together, in the order of the texts."""
    register = read_register()

    found: dict[str, list[int]] = {}
    for key, rule in register.rules.items():
        found.setdefault(rule.organisation, []).append(int(key[1:]))

    assert {name: list(range(first, last + 1)) for name, (first, last) in SPAN.items()} == found
    assert list(register.organisations) == list(SPAN)


def test_what_is_judged_later_is_what_needs_reviews_checks_statistics_and_bulletins() -> None:
    """Their facts are recorded; what is left out of the product is not promised for later."""
    register = read_register()
    spans = [part.partition("-") for part in LATER.split()]
    numbers = {n for first, _, last in spans for n in range(int(first), int(last or first) + 1)}
    named = {f"R{number}" for number in numbers}

    later = {key for key, rule in register.rules.items() if rule.later}

    assert later == {key for key in named if register.rules[key].rule_class != "out"}


def test_every_rule_is_said_in_one_short_line_and_every_omission_has_its_reason() -> None:
    """A title is a line of a table; no two rules of one organisation read the same."""
    register = read_register()

    for key, rule in register.rules.items():
        assert 3 <= len(rule.title) <= 40, key
        assert rule.clause, key
        assert not rule.title.endswith("。"), key
    titles = [(rule.organisation, rule.title) for rule in register.rules.values()]
    assert len(titles) == len(set(titles))


def test_one_pack_carries_the_rules_of_one_organisation() -> None:
    """Seventeen packs; the essay has none."""
    register = read_register()

    assert 17 == len(set(register.packs()))
    assert "hotel" == register.pack_of("R61")
    assert "" == register.pack_of("R232")
    assert [f"R{number}" for number in range(91, 109)] == list(register.of_pack("tax-bureau"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"organisation": "Y"}, "R2: expected one of X, found 'Y'"),
        ({"class": "out"}, "R2: `out` says why"),
        ({"out": "不在范围内"}, "R2: `out` says why"),
        ({"class": "out", "out": "不在范围内", "later": True}, "not judged later either"),
        ({"class": "maybe"}, "Input should be 'run'"),
        ({"title": ""}, "at least 1 character"),
    ],
    ids=[
        "unknown organisation", "left out without a reason", "a reason without being left out",
        "left out and judged later", "unknown class", "no title",
    ],
)  # fmt: skip
def test_a_register_with_a_mistake_is_refused(changed: dict[str, Any], says: str) -> None:
    """The sentence names the rule and what was expected."""
    with pytest.raises(ValidationError, match=says):
        RuleRegister.model_validate(small(**changed))


def test_a_register_with_a_gap_is_refused() -> None:
    """Rules are numbered without gaps, so that none can be dropped unnoticed."""
    data = yaml.safe_load(REGISTER.read_text("utf-8"))
    del data["rules"]["R99"]

    with pytest.raises(ValidationError, match="each once and in order"):
        RuleRegister.model_validate(data)
