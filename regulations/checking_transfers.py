"""Where a case may go and who settles it: units, posts and forms that are there, and settings that mean them."""

from collections.abc import Iterator

from decisions.problems import Problem
from regulations.checking_limits import check_provision
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.vocabulary import FOLLOW_UP_BY

PEOPLE_SETTINGS = (
    "tell_superiors",
    "instruction_levels",
    "complaint_investigation",
    "complaint_approver",
    "complaint_reception",
    "complaint_remedy",
)
"""Settings of shared processes that name posts, units or people."""
LEVEL_SETTING = "escalate_to"
"""The setting of a shared process that names a level of escalation."""


def check_transfers(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield what is wrong with transfers, follow-up, gravity, and settings of shared processes."""
    yield from _policy(pack, source)
    by, posts = pack.follow_up.by, tuple(pack.posts)
    if by not in FOLLOW_UP_BY and by not in posts:
        yield source.unknown(("follow_up", "by"), "caller", by, (*FOLLOW_UP_BY, *posts))
    for key, tier in pack.gravity.items():
        yield from check_provision(("gravity", key), tier, source)
        if tier.to not in pack.units and tier.to not in posts:
            known = (*pack.units, *posts)
            yield source.unknown(("gravity", key, "to"), "unit or post", tier.to, known)
    if pack.consent_by_absence is not None:
        yield from check_provision(("consent_by_absence",), pack.consent_by_absence, source)
    yield from _settings(pack, source)


def _policy(pack: Pack, source: PackSource) -> Iterator[Problem]:
    policy, path = pack.transfer_policy, "transfer_policy"
    for unit in policy.circulates_within:
        if unit not in pack.units:
            yield source.unknown((path, "circulates_within"), "unit", unit, pack.units)
    if policy.coordinator and policy.coordinator not in pack.posts:
        yield source.unknown((path, "coordinator"), "post", policy.coordinator, pack.posts)
    slip = policy.coordination_slip
    if slip and slip not in pack.forms:
        yield source.unknown((path, "coordination_slip"), "form", slip, pack.forms)


def _settings(pack: Pack, source: PackSource) -> Iterator[Problem]:
    levels = tuple(level.key for level in pack.escalation.levels)
    level = pack.settings.get(LEVEL_SETTING)
    if level is not None and level.value not in levels:
        path = ("settings", LEVEL_SETTING, "value")
        yield source.unknown(path, "level of escalation", str(level.value), levels)
    people = (*pack.posts, *pack.units, *pack.staff)
    for key in PEOPLE_SETTINGS:
        setting = pack.settings.get(key)
        if setting is None or isinstance(setting.value, bool | int):
            continue
        named = (setting.value,) if isinstance(setting.value, str) else setting.value
        for found in named:
            if found not in people:
                path = ("settings", key, "value")
                yield source.unknown(path, "post, unit or person", found, people)
