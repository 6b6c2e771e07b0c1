"""Opening a case: the registration, and everything the case carries with it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from bpmn.program import Program
from cases.admitting.rule import not_too_far
from cases.case import Case
from cases.forms import check_form
from cases.parcel import Parcel, wrap
from cases.refusal import Refused
from cases.sizes import check_size
from cases.texts import told_apart
from regulations.law import Law


class Attachment(BaseModel):
    """A piece of evidence, kept elsewhere.

    Attributes:
        reference: where it is kept.
        sha256: of its bytes, in hex.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    reference: str = Field(min_length=1, max_length=500)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Registration(BaseModel):
    """An inquiry as it was taken in.

    Attributes:
        channel: a channel key of the pack, such as `phone`.
        kind: a kind key of the pack, such as `complaint`.
        requester: name, phone, address, unit …; personal data.
        matter: what it is about, in the requester's words.
        first_contact: staff or post key of whoever was asked first.
        received_at: when; the opening of the case where it is missing.
        subject: a subject key of the pack.
        tier: the requester's tier, a key of the pack.
        preferred_contact: how the requester wants to be answered.
        on_behalf_of: whom an agent acts for: name and so on; personal data.
        appointment: when the requester was told to come, or will be visited.
        evidence: attachments by reference: `name`, `reference`, `sha256`.
        also_asked: others who were asked at the same time, staff or post keys.
        against: staff, post or unit key that a complaint is about.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    channel: str
    kind: str
    requester: Annotated[
        dict[str, Any], BeforeValidator(lambda value: {} if value is None else value)
    ] = {}
    matter: str = Field(min_length=1, max_length=4000)
    first_contact: str
    urgency: str = "normal"
    received_at: AwareDatetime | None = None
    subject: str = ""
    tier: str = ""
    preferred_contact: str = ""
    on_behalf_of: dict[str, Any] = {}
    appointment: AwareDatetime | None = None
    evidence: tuple[Attachment, ...] = ()
    also_asked: tuple[str, ...] = ()
    against: str = ""


class CaseOpening(BaseModel):
    """The start argument of a case: self-contained, so that its history replays years later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    registration: Registration
    received_at: AwareDatetime
    law: Parcel
    program: Parcel


def prepare_opening(
    number: str, registration: Registration, law: Law, program: Program, now: datetime
) -> CaseOpening:
    """Return the start argument for a registration that the law admits.

    Raises:
        Refused: an unknown channel, kind, subject, tier or person, a form that does not fit, a
            receipt in the future, an appointment before it or too far ahead, or more than a case
            can carry.
    """
    received_at = (registration.received_at or now).astimezone(UTC).replace(microsecond=0)
    if received_at > now:
        received, current = told_apart(received_at, now, law)
        raise Refused(
            "future",
            f"接收时间（received_at）{received}晚于现在{current}；请核对日期和时区",
        )
    check_registration(registration, law)
    _check_appointment(registration, received_at, law)
    return CaseOpening(
        number=number,
        registration=registration,
        received_at=received_at,
        law=wrap(law.dump()),
        program=wrap(program.dump()),
    )


def check_registration(registration: Registration, law: Law) -> None:
    """Let *registration* in.

    Raises:
        Refused: as for `prepare_opening`.
    """
    rules = law.registration
    _one_of("channel", registration.channel, rules.channels)
    _one_of("kind", registration.kind, rules.kinds)
    if registration.subject:
        _one_of("subject", registration.subject, rules.subjects)
    if registration.tier:
        _one_of("tier", registration.tier, rules.tiers)
    _person("first_contact", registration.first_contact, law)
    for person in registration.also_asked:
        _person("also_asked", person, law)
    if registration.against and not law.organisation.knows(registration.against):
        units = "、".join(law.organisation.units)
        raise Refused(
            "unknown_against",
            f"against 应为被投诉的人员、岗位或部门（部门有 {units}），收到“{registration.against}”",
        )
    form = law.forms[rules.form]
    given = registration.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    check_size("registration", given)
    check_form(form.title, form.fields, given)


def new_case(opening: CaseOpening, law: Law) -> Case:
    """Return the case as it stands before anything happened."""
    registration = opening.registration
    owner = first_owner(registration, law)
    unit = law.organisation.unit_of(owner)
    return Case(
        number=opening.number,
        pack=law.pack,
        edition=law.edition,
        channel=registration.channel,
        kind=registration.kind,
        urgency=registration.urgency,
        matter=registration.matter,
        requester=dict(registration.requester),
        received_at=opening.received_at,
        first_contact=registration.first_contact,
        also_asked=registration.also_asked,
        owner=unit if law.registration.owner == "unit" else owner,
        owner_unit=unit,
        unit=unit,
        subject=registration.subject,
        tier=registration.tier,
        preferred_contact=registration.preferred_contact,
        on_behalf_of=dict(registration.on_behalf_of),
        appointment=registration.appointment,
        evidence=[each.model_dump() for each in registration.evidence],
        against=registration.against,
    )


def first_owner(registration: Registration, law: Law) -> str:
    """Return the staff or post key of whoever is bound by a registration.

    A tier of the requester that has its own post comes first (R219): whoever holds that post, the
    post itself while it is vacant. Of several asked together it is the one registered first, or the
    senior one where the pack says so; of equals the one registered first.
    """
    rules, organisation = law.registration, law.organisation
    post = rules.owners_by_tier.get(registration.tier)
    if post:
        return next(organisation.holders(post), post)
    asked = (registration.first_contact, *registration.also_asked)
    if rules.asked_together == "senior":
        return max(asked, key=organisation.rank)
    return asked[0]


def _check_appointment(registration: Registration, received_at: datetime, law: Law) -> None:
    appointment = registration.appointment
    if appointment is None:
        return
    if appointment <= received_at:
        given, received = told_apart(appointment, received_at, law)
        raise Refused(
            "past_appointment",
            f"预约时间（appointment）应晚于接收时间{received}，收到{given}；请改约以后的时间",
        )
    not_too_far("预约时间（appointment）", appointment, received_at, law)


def _person(field: str, found: str, law: Law) -> None:
    organisation = law.organisation
    if found not in organisation.staff and found not in organisation.posts:
        known = "、".join((*organisation.staff, *organisation.posts))
        raise Refused(f"unknown_{field}", f"{field} 应为人员或岗位（{known}），收到“{found}”")


def _one_of(field: str, value: str, known: Any) -> None:
    if value not in known:
        names = "、".join(known) or "空（本单位没有设置）"
        raise Refused(f"unknown_{field}", f"{field} 应为 {names} 之一，收到“{value}”")
