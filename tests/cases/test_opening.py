"""Opening a case: what is let in, what it carries, and whose it is."""

from typing import Any

import pytest

from cases.opening import CaseOpening, Registration, prepare_opening
from cases.parcel import Parcel, SpoiledParcel, open_law, open_program, unwrap, wrap
from cases.refusal import Refused
from tests.cases.driving import INQUIRY, Course, a_course, an_opening, at, law_on, pack

NOW = at("2026-10-13 10:00")


def refusal(**changed: Any) -> Refused:
    """Return why a registration is refused."""
    registration = Registration.model_validate(INQUIRY | changed)
    with pytest.raises(Refused) as refused:
        prepare_opening("TS-1", registration, law_on("2026-10-13"), pack().program, NOW)
    return refused.value


@pytest.mark.parametrize(
    ("changed", "reason", "said"),
    [
        pytest.param({"channel": "pigeon"}, "unknown_channel",
                     "channel 应为 desk、phone 之一，收到“pigeon”", id="unknown channel"),
        pytest.param({"kind": "praise"}, "unknown_kind",
                     "kind 应为 inquiry、complaint 之一，收到“praise”", id="unknown kind"),
        pytest.param({"first_contact": "xx-1"}, "unknown_first_contact",
                     "first_contact 应为人员或岗位", id="unknown first contact"),
        pytest.param({"first_contact": "service"}, "unknown_first_contact", "收到“service”",
                     id="a unit as first contact"),
        pytest.param({"received_at": at("2026-10-13 10:01")}, "future",
                     "接收时间（received_at）10月13日（周二）10:01晚于现在10月13日（周二）10:00；",
                     id="received in the future"),
        pytest.param({"requester": {"phone": "abc"}}, "form", "电话（requester.phone）格式不对",
                     id="a form that does not fit"),
        pytest.param({"requester": {"age": 9}}, "form", "没有 age 这一项", id="an unknown field"),
        pytest.param({"colour": "red"}, "form", "没有 colour 这一项", id="an extra field"),
    ],
)  # fmt: skip
def test_what_is_not_let_in(changed: dict[str, Any], reason: str, said: str) -> None:
    """The sentence names what was expected and what was found."""
    refused = refusal(**changed)

    assert reason == refused.reason
    assert said in refused.sentence


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        pytest.param({"matter": ""}, "matter", id="no matter"),
        pytest.param({"matter": "问" * 4001}, "matter", id="too long a matter"),
        pytest.param({"received_at": "2026-10-13T10:00:00"}, "received_at", id="no zone"),
        pytest.param({"channel": None}, "channel", id="no channel"),
        pytest.param({"requester": []}, "requester", id="a list for the requester"),
    ],
)
def test_what_is_no_registration(changed: dict[str, Any], where: str) -> None:
    """Pydantic says where."""
    with pytest.raises(ValueError, match=where):
        Registration.model_validate(INQUIRY | changed)


def test_null_for_the_requester_is_nobody() -> None:
    """Anonymous is allowed where the form allows it."""
    assert {} == Registration.model_validate(INQUIRY | {"requester": None}).requester


@pytest.mark.parametrize(
    ("owner", "first_contact", "person", "unit"),
    [
        pytest.param("person_and_unit", "sv-01", "sv-01", "service", id="a person and the unit"),
        pytest.param("person", "sv-01", "sv-01", "service", id="a person"),
        pytest.param("unit", "sv-01", "service", "service", id="the unit alone"),
        pytest.param("person_and_unit", "clerk", "clerk", "service", id="a post"),
    ],
)
def test_who_was_asked_first_owns_the_case(
    owner: str, first_contact: str, person: str, unit: str
) -> None:
    """A person, a unit, or both, as the pack says."""
    law = law_on("2026-10-13")
    rules = law.registration.model_copy(update={"owner": owner})
    law = law.model_copy(update={"registration": rules})

    case = a_course(law=law, first_contact=first_contact).case

    assert (person, unit, unit) == (case.owner, case.owner_unit, case.unit)


def test_an_inquiry_received_long_ago_is_late_from_the_start() -> None:
    """The clock starts with the first contact, not with the typing in."""
    registration = Registration.model_validate(INQUIRY | {"received_at": at("2026-10-09 10:00")})
    opening = prepare_opening("TS-1", registration, law_on("2026-10-09"), pack().program, NOW)
    opening = CaseOpening.model_validate_json(opening.model_dump_json())

    course = Course(opening)
    course.wait_until(NOW)

    assert at("2026-10-09 10:00") == course.leg("pass_on").started_at
    (breach,) = course.case.breaches
    assert ("pass_on", at("2026-10-09 15:00")) == (breach.clock, breach.due)


def test_a_case_carries_its_law_and_program() -> None:
    """Both come out of the parcels as they went in, by their digests."""
    opening = an_opening("2026-10-13 10:00")

    assert law_on("2026-10-13") == open_law(opening.law)
    assert pack().program == open_program(opening.program)
    assert (opening.law.digest, opening.program.digest) == tuple(
        a_course().of("registered")[0].data[key] for key in ("law", "program")
    )


def test_equal_contents_make_equal_parcels() -> None:
    """Cases under the same law share it, and its author's order of keys stays."""
    written = {"b": [2], "a": 1}

    assert wrap(written) == wrap({"b": [2], "a": 1})
    assert ["b", "a"] == list(unwrap(wrap(written)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(wrap({"a": 2}).content, id="another content"),
        pytest.param("AAAA", id="no zlib stream"),
        pytest.param("!", id="no base64"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_spoiled_parcel_is_refused(content: str) -> None:
    """The content must have the digest that is named."""
    with pytest.raises(SpoiledParcel, match="expected"):
        unwrap(Parcel(digest=wrap({"a": 1}).digest, content=content))


def test_an_opening_is_self_contained_and_small() -> None:
    """Law, calendar, forms and program together stay far below a payload's limit."""
    assert 60_000 > len(an_opening("2026-10-13 10:00").model_dump_json())
