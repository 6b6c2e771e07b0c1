"""Is there somebody? Who owns, who is on duty, who stands in; and no deadline without a person."""

from collections.abc import Iterator, Mapping

from decisions.problems import Problem
from regulations.pack import Pack
from regulations.source import PackSource


def check_people(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield what is wrong with owners by tier, the duty roster, backups, and vacant posts."""
    yield from _tiers(pack, source)
    yield from _superiors(pack, source)
    yield from _backups(pack, source)
    yield from _roster(pack, source)
    yield from _vacancies(pack, source)


def _tiers(pack: Pack, source: PackSource) -> Iterator[Problem]:
    rules, path = pack.registration, ("registration", "owners_by_tier")
    for tier, post in rules.owners_by_tier.items():
        if tier not in rules.tiers:
            yield source.unknown((*path, tier), "tier", tier, rules.tiers)
        if post not in pack.posts:
            yield source.unknown((*path, tier), "post", post, pack.posts)


def _superiors(pack: Pack, source: PackSource) -> Iterator[Problem]:
    for key, post in pack.posts.items():
        if post.superior and post.superior not in pack.posts:
            path = ("posts", key, "superior")
            yield source.unknown(path, "post", post.superior, pack.posts)


def _backups(pack: Pack, source: PackSource) -> Iterator[Problem]:
    known = (*pack.posts, *pack.staff)
    entries: Mapping[str, Mapping[str, str]] = {
        "posts": {key: post.backup for key, post in pack.posts.items()},
        "staff": {key: person.backup for key, person in pack.staff.items()},
    }
    for table, backups in entries.items():
        for key, backup in backups.items():
            path = (table, key, "backup")
            if backup and backup not in known:
                yield source.unknown(path, "person or post", backup, known)
            elif backup == key:
                what = f"{key} stands in for itself"
                yield source.problem(path, what, "name another person or post")


def _roster(pack: Pack, source: PackSource) -> Iterator[Problem]:
    for number, turn in enumerate(pack.duty_roster):
        path = ("duty_roster", number)
        if turn.staff not in pack.staff:
            yield source.unknown((*path, "staff"), "person", turn.staff, pack.staff)
        if turn.day and turn.weekday:
            what = f"a turn on the date {turn.day} and on every {turn.weekday}"
            yield source.problem(
                path, what, "give `day` or `weekday`, and a second turn for the other"
            )


def _vacancies(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """A deadline is never without a person: whoever may answer for one leads to somebody."""
    for key, unit in pack.units.items():
        if not _leads_to_somebody(pack, unit.head or key, key):
            said = (
                f"nobody holds the post {unit.head}"
                if unit.head
                else "it has neither head nor people"
            )
            yield source.problem(
                ("units", key, "head"),
                f"no person answers for the limits of the unit {key}: {said}",
                "give the post a holder or a backup, the unit a superior with a holder, "
                "or the pack a duty roster",
            )
    for tier, post in pack.registration.owners_by_tier.items():
        if post in pack.posts and not _leads_to_somebody(pack, post, pack.posts[post].unit):
            yield source.problem(
                ("registration", "owners_by_tier", tier),
                f"no person answers for the inquiries of the tier {tier}: nobody holds the post {post}",
                "give it a holder or a backup",
            )


def _leads_to_somebody(pack: Pack, key: str, unit: str) -> bool:
    """Whether *key*, its backup, those above it, or whoever is on duty is a person."""
    if any(turn.staff in pack.staff for turn in pack.duty_roster):
        return True
    organisation = pack.organisation
    post = pack.posts.get(key)
    ways = (key, post.backup if post else "", *organisation.superiors(unit))
    return any(True for way in ways if way for _ in organisation.holders(way))
