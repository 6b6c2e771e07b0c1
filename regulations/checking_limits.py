"""What limits rest on, who may extend them, on what they stand still, and when silence agrees."""

from collections.abc import Iterator, Mapping, Sequence

from decisions.problems import Problem
from regulations.limits import DatedAmount, Limit
from regulations.pack import Pack
from regulations.provision import Provision
from regulations.source import PackSource, PathKey
from regulations.timeline import in_force
from regulations.vocabulary import DEEMED_APPROVAL
from workdays.amount import Amount
from workdays.errors import WorkdaysError

BASIS = "name the article in `cites` and the rule in `rule`, or say why in `declared`"


def check_limits(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield what is wrong with limits, beyond their amounts."""
    for key, limit in pack.limits.items():
        path = ("limits", key)
        yield from _subjects(path, limit, pack, source)
        yield from _statutory(path, limit, source)
        yield from _within_statute(path, limit, pack, source)
        yield from _beside_statute(path, limit, pack, source)
        yield from _extension(path, limit, pack, source)
        yield from _pauses(path, limit, source)
    yield from _deemed(pack, source)


def check_provision(path: PathKey, one: Provision, source: PackSource) -> Iterator[Problem]:
    """Yield that a provision rests on nothing."""
    if not ((one.cites and one.rule) or one.declared):
        yield source.problem(path, "it has no article", BASIS)


def amounts_of(limit: Limit) -> Iterator[tuple[PathKey, Sequence[DatedAmount]]]:
    """Yield every list of amounts of a limit, with its path below the limit."""
    yield ("values",), limit.values
    for grade, amounts in limit.grades.items():
        yield ("grades", grade), amounts
    for subject, amounts in limit.by_subject.items():
        yield ("by_subject", subject), amounts


def _subjects(path: PathKey, limit: Limit, pack: Pack, source: PackSource) -> Iterator[Problem]:
    known = pack.registration.subjects
    for subject in limit.by_subject:
        if subject not in known:
            hint = "add it to `subjects` of `registration`"
            here = (*path, "by_subject", subject)
            yield source.unknown(here, "subject", subject, known, hint)


def _statutory(path: PathKey, limit: Limit, source: PackSource) -> Iterator[Problem]:
    """A statute is cited; what an organisation declares is none."""
    if limit.basis != "statutory":
        return
    for below, amounts in amounts_of(limit):
        for number, entry in enumerate(amounts):
            if not entry.cites:
                what = "a statutory limit without the article that sets it"
                hint = "name the article in `cites`, or say `basis: declared`"
                yield source.problem((*path, *below, number), what, hint)


def _within_statute(
    path: PathKey, limit: Limit, pack: Pack, source: PackSource
) -> Iterator[Problem]:
    """A promise may be shorter than the law, never longer."""
    cap = pack.limits.get(limit.within)
    if limit.basis != "committed" or cap is None or cap.basis != "statutory":
        return
    for below, amounts in amounts_of(limit):
        bounds = _bounding(cap, below)
        days = sorted({entry.since for entry in (*amounts, *bounds)})
        for number, entry in enumerate(amounts):
            over = (
                bound
                for day in days
                if in_force(amounts, day) is entry and (bound := in_force(bounds, day))
                if _longer(entry, bound)
            )
            if bound := next(over, None):
                yield _too_long((*path, *below, number), entry, bound, limit.within, source)


def _beside_statute(
    path: PathKey, limit: Limit, pack: Pack, source: PackSource
) -> Iterator[Problem]:
    """A promise that begins with the law's own time and does not stand under it may outlast it."""
    if limit.basis != "committed" or limit.within:
        return
    for key, other in pack.limits.items():
        if other.basis == "statutory" and set(other.starts_on) & set(limit.starts_on):
            what = f"the committed limit does not stand under the statutory one ({key})"
            hint = f"say `within: {key}`, and `kind: cap` of {key}: the law comes first"
            yield source.problem(path, what, hint)


def _too_long(
    path: PathKey, entry: DatedAmount, bound: DatedAmount, cap: str, source: PackSource
) -> Problem:
    what = (
        f"the committed limit of {_said(entry)} is longer than the statutory one of "
        f"{_said(bound)} ({cap}, since {bound.since})"
    )
    return source.problem(path, what, "a promise may be shorter than the law, never longer")


def _bounding(cap: Limit, below: PathKey) -> Sequence[DatedAmount]:
    """Return the cap's amounts for the same grade or subject, or else its own."""
    same: Mapping[str, Sequence[DatedAmount]] = {
        "grades": cap.grades,
        "by_subject": cap.by_subject,
    }.get(str(below[0]), {})
    return same.get(str(below[-1]), cap.values)


def _longer(entry: DatedAmount, bound: DatedAmount) -> bool:
    """Whether an amount is longer; amounts of different units are not compared."""
    if entry.value is None or bound.value is None or entry.unit != bound.unit:
        return False
    return entry.value > bound.value


def _said(entry: DatedAmount) -> str:
    unit = entry.unit.value if entry.unit else ""
    return f"{entry.value} {unit}".strip()


def _extension(path: PathKey, limit: Limit, pack: Pack, source: PackSource) -> Iterator[Problem]:
    extension = limit.extension
    if extension is None:
        return
    path = (*path, "extension")
    yield from check_provision(path, extension, source)
    if extension.by not in pack.posts:
        yield source.unknown((*path, "by"), "post", extension.by, pack.posts)
    if not extension.most:
        return
    try:
        most = Amount.parse(extension.most)
    except WorkdaysError as error:
        yield source.problem((*path, "most"), str(error))
        return
    if most.value <= 0:
        yield source.problem((*path, "most"), f"expected an amount above 0, found {most}")


def _pauses(path: PathKey, limit: Limit, source: PackSource) -> Iterator[Problem]:
    for ground, one in limit.pauses.items():
        yield from check_provision((*path, "pauses", ground), one, source)


def _deemed(pack: Pack, source: PackSource) -> Iterator[Problem]:
    if DEEMED_APPROVAL in pack.settings:
        what = (
            "whether anything is deemed approved follows from its legal basis, and from no setting"
        )
        hint = "say it under `deemed_approval` of the pack, with the act that grants it"
        yield source.problem(("settings", DEEMED_APPROVAL), what, hint)
    basis = pack.deemed_approval
    if basis is None:
        return
    for name in ("limit", "order_limit"):
        found = getattr(basis, name)
        if found not in pack.limits:
            yield source.unknown(("deemed_approval", name), "limit", found, pack.limits)
    if basis.borne_by not in pack.posts:
        path = ("deemed_approval", "borne_by")
        yield source.unknown(path, "post", basis.borne_by, pack.posts)
    yield from _deemed_clocks(pack, source)


def _deemed_clocks(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """What is deemed needs a limit that is judged and warned of, and an order with its own clock."""
    basis = pack.deemed_approval
    limit = pack.limits.get(basis.limit) if basis else None
    order = pack.limits.get(basis.order_limit) if basis else None
    if limit and not limit.judged:
        what = f"the limit {basis.limit if basis else ''} is only measured and never expires"
        yield source.problem(("deemed_approval", "limit"), what, "drop its `judged: false`")
    if limit and not limit.remind_before:
        what = "nobody is warned before silence becomes an approval"
        hint = "give the limit `remind_before`"
        yield source.problem(("deemed_approval", "limit"), what, hint)
    for name, event in (("starts_on", "issue_ordered"), ("stops_on", "certificate_issued")):
        if order and event not in getattr(order, name):
            what = f"the order to issue has a limit that does not name {event} in `{name}`"
            yield source.problem(("deemed_approval", "order_limit"), what, "add it there")
