"""Is the pack itself whole? Every reference, every citation, every form, with its line."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from decisions.problems import Problem
from regulations.checking_conduct import check_conduct
from regulations.checking_limits import check_limits, check_provision
from regulations.checking_people import check_people
from regulations.checking_rules import check_rules
from regulations.checking_texts import check_texts
from regulations.checking_transfers import check_transfers
from regulations.law import organisation_days, pack_hours
from regulations.limits import DatedAmount, Limit
from regulations.pack import Pack
from regulations.source import PackSource, PathKey
from regulations.vocabulary import AUDIENCES, BREACHED, DERIVED, DIFFICULTIES, EVENTS
from workdays.amount import Amount
from workdays.errors import WorkdaysError
from workdays.national import builtin_calendar

_CITE = "name the article in `cites` and the rule in `rule`, or say why in `declared`"


def check_pack(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield every problem of *pack*, in the order of its keys."""
    yield from _folder(pack, source)
    yield from _calendar(pack, source)
    yield from _organisation(pack, source)
    for key, limit in pack.limits.items():
        yield from _limit(key, limit, pack, source)
    yield from check_limits(pack, source)
    yield from check_people(pack, source)
    yield from check_conduct(pack, source)
    for key, guide in pack.guides.items():
        yield from check_provision(("guides", key), guide, source)
    yield from _transfer(pack, source)
    yield from check_transfers(pack, source)
    yield from _forms(pack, source)
    yield from _texts(pack, source)
    yield from check_texts(pack, source)
    yield from check_rules(pack, source)


def _folder(pack: Pack, source: PackSource) -> Iterator[Problem]:
    parts = source.folder.rstrip("/").split("/")
    folder = parts[-3] if parts[-2:-1] == ["editions"] and len(parts) > 2 else parts[-1]
    if pack.pack != folder:
        yield source.problem(("pack",), f"expected the folder's name {folder}, found {pack.pack}")


def _calendar(pack: Pack, source: PackSource) -> Iterator[Problem]:
    try:
        builtin_calendar(pack.calendar.base)
    except WorkdaysError as error:
        yield source.problem(("calendar", "base"), str(error))
    try:
        pack_hours(pack)
    except ValidationError as error:
        yield source.problem(("calendar", "hours"), _said(error))
    for number, day in enumerate(pack.calendar.days):
        try:
            organisation_days(pack, day)
        except ValidationError as error:
            yield source.problem(("calendar", "days", number), _said(error))


def _said(error: ValidationError) -> str:
    return str(error.errors()[0]["msg"]).removeprefix("Value error, ")


def _organisation(pack: Pack, source: PackSource) -> Iterator[Problem]:
    for key, unit in pack.units.items():
        for name in ("head", "superior"):
            post = getattr(unit, name)
            if post and post not in pack.posts:
                yield source.unknown(("units", key, name), "post", post, pack.posts)
    for key, post in pack.posts.items():
        if post.unit and post.unit not in pack.units:
            yield source.unknown(("posts", key, "unit"), "unit", post.unit, pack.units)
    for key, person in pack.staff.items():
        if person.unit not in pack.units:
            yield source.unknown(("staff", key, "unit"), "unit", person.unit, pack.units)
        for post in person.posts:
            if post not in pack.posts:
                yield source.unknown(("staff", key, "posts"), "post", post, pack.posts)
    keys = [*pack.units, *pack.posts, *pack.staff]
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        what = f"the key {key} names more than one of unit, post and person"
        yield source.problem(("staff", key), what, "give each its own key")


def _limit(key: str, limit: Limit, pack: Pack, source: PackSource) -> Iterator[Problem]:
    path = ("limits", key)
    yield from _amounts((*path, "values"), limit.values, limit, source)
    for grade, amounts in limit.grades.items():
        if grade not in DIFFICULTIES:
            yield source.unknown((*path, "grades", grade), "difficulty", grade, DIFFICULTIES)
        yield from _amounts((*path, "grades", grade), amounts, limit, source)
    for subject, amounts in limit.by_subject.items():
        yield from _amounts((*path, "by_subject", subject), amounts, limit, source)
    for name in ("starts_on", "stops_on"):
        for event in getattr(limit, name):
            known = (
                event.removeprefix(BREACHED) in {**pack.limits, **pack.counts}
                if event.startswith(BREACHED)
                else event in EVENTS
            )
            if not known:
                yield source.unknown((*path, name), "domain event", event, EVENTS)
    if limit.within:
        cap = pack.limits.get(limit.within)
        if cap is None or cap.kind != "cap":
            caps = [name for name, one in pack.limits.items() if one.kind == "cap"]
            yield source.unknown((*path, "within"), "cap", limit.within, caps)
    if limit.remind_before:
        yield from _reminder(path, limit.remind_before, source)


def _amounts(
    path: PathKey, amounts: Sequence[DatedAmount], limit: Limit, source: PackSource
) -> Iterator[Problem]:
    for number, entry in enumerate(amounts):
        here = (*path, number)
        if any(entry.since == earlier.since for earlier in amounts[:number]):
            what = f"a second value since {entry.since}"
            yield source.problem(here, what, "keep one value for each day")
        if not ((entry.cites and entry.rule) or entry.declared or limit.declared):
            yield source.problem(here, "the value has no article", _CITE)
        if entry.value is not None and entry.unit is None:
            yield source.problem(here, f"the value {entry.value} has no unit", "add `unit`")
        elif entry.value is not None and entry.unit is not None:
            yield from _amount(here, entry, source)


def _amount(path: PathKey, entry: DatedAmount, source: PackSource) -> Iterator[Problem]:
    try:
        amount = Amount(entry.value, entry.unit)  # type: ignore[arg-type]  # the caller has both
    except WorkdaysError as error:
        yield source.problem(path, str(error))
        return
    if amount.value <= 0:
        yield source.problem(path, f"expected an amount above 0, found {amount}")


def _reminder(path: tuple[str, ...], written: str, source: PackSource) -> Iterator[Problem]:
    try:
        Amount.parse(written)
    except WorkdaysError as error:
        yield source.problem((*path, "remind_before"), str(error))


def _transfer(pack: Pack, source: PackSource) -> Iterator[Problem]:
    policy = pack.transfer_policy
    path: PathKey
    for unit in policy.copies_to:
        if unit not in pack.units:
            path = ("transfer_policy", "copies_to")
            yield source.unknown(path, "unit", unit, pack.units)
    if policy.slip_type not in pack.forms:
        path = ("transfer_policy", "slip_type")
        yield source.unknown(path, "form", policy.slip_type, pack.forms)
    for number, level in enumerate(pack.escalation.levels):
        if level.post not in pack.posts:
            path = ("escalation", "levels", number, "post")
            yield source.unknown(path, "post", level.post, pack.posts)


def _forms(pack: Pack, source: PackSource) -> Iterator[Problem]:
    if pack.registration.form not in pack.forms:
        path = ("registration", "form")
        yield source.unknown(path, "form", pack.registration.form, pack.forms)
    for key, form in pack.forms.items():
        if form.schema_file not in source.schemas:
            yield source.unknown(
                ("forms", key, "schema"), "schema file", form.schema_file, source.schemas
            )


def _texts(pack: Pack, source: PackSource) -> Iterator[Problem]:
    for kind in pack.audiences:
        if kind != "default" and kind not in EVENTS and kind not in _OTHER_FACTS:
            yield source.unknown(("audiences", kind), "kind of fact", kind, EVENTS)
    for kind, audience in pack.audiences.items():
        for name in audience:
            if name not in AUDIENCES:
                yield source.unknown(("audiences", kind), "audience", name, AUDIENCES)


_OTHER_FACTS = (
    "stage_entered",
    "task_opened",
    "task_changed",
    "task_closed",
    "supervisory_copy",
    "clock_started",
    "clock_stopped",
    "clock_replanned",
    "reminded",
    "limit_breached",
    "limit_exceeded",
    "trace",
    "decision_made",
    "incident_raised",
    "incident_resolved",
    "message_delivered",
    "calendar_changed",
    "edition_changed",
    "effect_unserved",
    "signal_refused",
    "event_refused",
    *DERIVED,
    "phrase_flagged",
    "absence_reported",
    "absence_extended",
    "absence_ended",
    "stand_in_changed",
    "task_covered",
    "task_handed_back",
)
