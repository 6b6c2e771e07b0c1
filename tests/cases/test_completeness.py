"""Closed vocabularies: what a pack may name is what the house can do, no more and no less."""

import ast
import inspect
from pathlib import Path
from typing import get_args

import pytest

import cases
from activities.contracts import ATTEMPTS, JOB_DATA, RECORD_FACTS
from cases import admission, forms, orders, proceeding
from cases.clocks import Clocks
from cases.commands import Command
from cases.folding.registry import FOLDS
from cases.functions import _PARTY_TITLES, case_functions
from cases.job_data import _BUILDERS
from regulations import checking_pack
from regulations.pack import FeedbackRules
from regulations.vocabulary import (
    CLOCK_FUNCTIONS,
    EVENTS,
    FUNCTIONS,
    JOB_TYPES,
)
from tests.cases.driving import a_course


def test_every_event_is_folded() -> None:
    """Each domain event has one function that folds it, and no other has."""
    assert set(EVENTS) == set(FOLDS)


def test_only_known_events_are_restrained() -> None:
    """A rule of admission belongs to an event that exists."""
    assert set(admission._RULES) <= set(EVENTS)


def test_every_job_type_has_data_contract_and_activity() -> None:
    """What a diagram may ask for is built, described, retried and carried out."""
    assert list(JOB_TYPES) == list(_BUILDERS) == list(JOB_DATA)
    assert {*JOB_TYPES, RECORD_FACTS} == set(ATTEMPTS)


def test_every_function_a_diagram_may_call_exists_with_its_arity() -> None:
    """The vocabulary promises least and most arguments; the functions take them."""
    course = a_course()
    functions = case_functions(
        course.case, course.proceeding.law, Clocks(course.case, course.proceeding.law, None), None
    )  # type: ignore[arg-type]  # nothing is recorded or asked

    arities = {name: _arity(function) for name, function in functions.items()}

    assert dict(FUNCTIONS) == arities
    assert set(CLOCK_FUNCTIONS) <= set(FUNCTIONS)


def test_every_command_can_be_carried_out() -> None:
    """No command that the host may hand in is unknown to the proceeding."""
    assert set(Command.__subclasses__()) == set(proceeding._CARRY_OUT)


def test_every_party_of_the_feedback_has_a_title() -> None:
    """The parties a pack may name are those whose task the case can give a name."""
    named = get_args(FeedbackRules.model_fields["parties"].annotation)[0]

    assert set(_PARTY_TITLES) == set(get_args(named))


def test_a_pack_may_say_who_sees_any_fact_that_is_recorded() -> None:
    """Every kind that the room records is an event, or one of the other kinds that packs may name."""
    calls = (
        node
        for path in Path(cases.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "record" and node.args
    )
    kinds = {
        str(each.value)
        for call in calls
        for each in ast.walk(call.args[0])
        if isinstance(each, ast.Constant)
    }

    assert {"edition_changed", "task_covered", "closed"} <= kinds
    assert kinds <= {*EVENTS, *checking_pack._OTHER_FACTS}


def test_every_order_is_data() -> None:
    """The four orders are all a host must understand."""
    names = {kind.__name__ for kind in get_args(orders.Order)}

    assert {"StartTimer", "StopTimer", "StartJob", "StopJob"} == names


@pytest.mark.parametrize("word", sorted(forms._SENTENCES))
def test_every_sentence_about_a_form_is_about_a_word_of_json_schema(word: str) -> None:
    """A sentence for a word that JSON Schema does not know would never be said."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    assert word in {*Draft202012Validator.VALIDATORS, "unevaluatedProperties"}


def _arity(function: object) -> tuple[int, int]:
    count = len(inspect.signature(function).parameters)  # type: ignore[arg-type]
    return count, count
