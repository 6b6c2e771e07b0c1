"""What is counted, what is pointed out, what shared diagrams ask: known words that rest on something."""

from collections.abc import Iterator, Mapping

from decisions.problems import Problem
from regulations.checking_limits import check_provision
from regulations.conduct import Setting
from regulations.pack import Pack
from regulations.source import PackSource
from regulations.vocabulary import DERIVED, EVENTS


def check_conduct(pack: Pack, source: PackSource) -> Iterator[Problem]:
    """Yield what is wrong with counts, banned phrases and settings."""
    yield from _counts(pack, source)
    for number, phrase in enumerate(pack.banned_phrases):
        path = ("banned_phrases", number)
        yield from check_provision(path, phrase, source)
        if phrase.phrase in [one.phrase for one in pack.banned_phrases[:number]]:
            what = f"the phrase {phrase.phrase} stands here a second time"
            yield source.problem(path, what, "keep one")
    for key, setting in pack.settings.items():
        yield from check_provision(("settings", key), setting, source)
        yield from _named(key, setting, pack, source)


def _named(key: str, setting: Setting, pack: Pack, source: PackSource) -> Iterator[Problem]:
    """A setting called `…_unit(s)`, `…_post(s)` or `…_staff` names such keys."""
    tables: Mapping[str, Mapping[str, object]] = {
        "unit": pack.units,
        "post": pack.posts,
        "staff": pack.staff,
    }
    what = key.rpartition("_")[2].removesuffix("s")
    if what not in tables or isinstance(setting.value, bool | int):
        return
    given = (setting.value,) if isinstance(setting.value, str) else setting.value
    for found in given:
        if found and found not in tables[what]:
            yield source.unknown(("settings", key, "value"), what, found, tables[what])


def _counts(pack: Pack, source: PackSource) -> Iterator[Problem]:
    events, channels = (*EVENTS, *DERIVED), pack.registration.channels
    for key, count in pack.counts.items():
        path = ("counts", key)
        yield from check_provision(path, count, source)
        if count.event not in events:
            names = ", ".join(events)
            what = f"expected a domain event ({names}), found {count.event!r}"
            yield source.problem((*path, "event"), what)
        for channel in count.first_by_channel:
            if channel not in channels:
                here = (*path, "first_by_channel")
                yield source.unknown(here, "channel", channel, channels)
        if key in pack.limits:
            what = f"{key} is the key of a limit too, so that a breach would not say which"
            yield source.problem(path, what, "give the count a key of its own")
