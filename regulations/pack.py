"""A pack: one organisation's regulation, as its owner wrote it."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from regulations.conduct import BannedPhrase, Count, Setting
from regulations.limits import Limit
from regulations.materials import Guide
from regulations.organisation import Entry, Organisation, Post, Staff, Unit
from regulations.provision import Provision
from regulations.standing_in import DeemedApproval, DutyTurn, GravityTier, LegalBasis

Audience = Literal["requester", "unit", "oversight", "public"]


class Source(Entry):
    """Where the regulation's text is found."""

    text: str
    organisation: str
    rules: str = Field("", pattern=r"^(R[1-9][0-9]{0,2}(-R[1-9][0-9]{0,2})?)?$")


class CalendarDay(Entry):
    """A day the organisation decided about."""

    date: date
    kind: Literal["rest", "work", "half"]
    name: str
    hours: tuple[str, ...] = ()
    cites: str = ""


class PackCalendar(Provision):
    """Whose working days and hours count."""

    base: str = "cn"
    hours: tuple[str, ...] = ()
    days: tuple[CalendarDay, ...] = ()


class RegistrationRules(Provision):
    """How an inquiry is taken in."""

    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    form: str
    owner: Literal["person", "unit", "person_and_unit"] = "person_and_unit"
    asked_together: Literal["first", "senior"] = "first"
    """Who owns an inquiry when several were asked together: the one registered first, or the senior one."""
    subjects: Mapping[str, str] = {}
    tiers: Mapping[str, str] = {}
    owners_by_tier: Mapping[str, str] = {}
    """Tier of the requester to the post whose holder owns the inquiry."""


class TransferPolicy(Provision):
    """What may be done with a slip that was handed over."""

    may_refuse: Literal[False] = False
    """Nobody may refuse a slip under any of the regulations: there is no such event."""
    may_return: bool = True
    may_forward: bool = True
    opinion_required: bool = True
    counterparts: int = Field(1, ge=1, le=9)
    copies_to: tuple[str, ...] = ()
    slip_type: str
    acceptance_moves_ownership: bool = False
    """The named person who accepts becomes the first-contact owner."""
    circulates_within: tuple[str, ...] = ()
    """Units between which a case may move; anywhere where it is empty."""
    coordinator: str = ""
    """Post that settles what several units cannot."""
    coordination_slip: str = ""
    """Form that is the slip by which several units are brought together; none where it is empty."""


class Level(Entry):
    """One step of escalation."""

    key: str
    title: str
    post: str


class EscalationRules(Provision):
    """To whom a case may be raised, and whether that counts as conflict escalation."""

    levels: tuple[Level, ...] = ()
    counts_as_conflict: bool = False


class FeedbackRules(Provision):
    """Who is told the result and acknowledges it."""

    parties: tuple[Literal["issuing_unit", "owner", "oversight"], ...] = ()


class FollowUpRules(Provision):
    """Who calls back, and how often: the `owner`, the `handler`, the `oversight` unit, or a post by its key."""

    by: str = "owner"
    attempts: int = Field(1, ge=1)


class Form(Provision):
    """A form; `schema_file` is the path of its JSON Schema in the pack."""

    title: str
    schema_file: str = Field(alias="schema")


class NoticeText(Provision):
    """A text with `{case}`, `{title}`, `{due}`, `{unit}`, `{cites}`, `{limit}`, `{stage}` to fill in."""

    text: str


class Declaration(Entry):
    """What the organisation declares where the text leaves a question open."""

    question: str
    declared: str
    since: date


class Listed(Provision):
    """A ground, a sanction or a statistic of the regulation: recorded now, judged later."""

    key: str
    title: str


class RuleCarrier(Entry):
    """What carries a rule of the source text."""

    carried_by: tuple[str, ...] = Field(min_length=1)
    note: str = ""
    unbreakable: str = ""
    """Why no case can show it broken: it permits, and obliges to nothing."""


class Pack(Entry):
    """The regulation of one organisation. See docs/packs.md for every key."""

    pack: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    source: Source
    edition: str
    in_force_from: date
    number_prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    process: str
    calendar: PackCalendar = PackCalendar()
    registration: RegistrationRules
    units: Mapping[str, Unit]
    posts: Mapping[str, Post]
    staff: Mapping[str, Staff]
    limits: Mapping[str, Limit]
    transfer_policy: TransferPolicy
    escalation: EscalationRules = EscalationRules()
    feedback: FeedbackRules = FeedbackRules()
    follow_up: FollowUpRules = FollowUpRules()
    forms: Mapping[str, Form]
    notices: Mapping[str, NoticeText] = {}
    audiences: Mapping[str, tuple[Audience, ...]] = {}
    shares: tuple[str, ...] = ()
    """Files of `packs/shared` that this pack uses, such as `processes/desk.bpmn`."""
    settings: Mapping[str, Setting] = {}
    guides: Mapping[str, Guide] = {}
    counts: Mapping[str, Count] = {}
    banned_phrases: tuple[BannedPhrase, ...] = ()
    gravity: Mapping[str, GravityTier] = {}
    duty_roster: tuple[DutyTurn, ...] = ()
    consent_by_absence: LegalBasis | None = None
    deemed_approval: DeemedApproval | None = None
    words: Mapping[str, Mapping[str, str]] = {}
    """Codes that people are shown and that neither a form nor a list of the pack names: part of a fact,
    such as a decision's output, to code to what it is called."""
    declarations: tuple[Declaration, ...] = ()
    grounds: tuple[Listed, ...] = ()
    sanctions: tuple[Listed, ...] = ()
    statistics: tuple[Listed, ...] = ()
    rules: Mapping[str, RuleCarrier] = {}

    @property
    def organisation(self) -> Organisation:
        """Units, posts and staff."""
        return Organisation(units=self.units, posts=self.posts, staff=self.staff)

    def schema_files(self) -> Mapping[str, str]:
        """Return form key to schema path."""
        return {key: form.schema_file for key, form in self.forms.items()}
