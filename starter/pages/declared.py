"""What the organisation declared itself, gathered from everywhere in the pack, and the open questions."""

import re
from collections.abc import Iterable, Iterator, Mapping

from regulations.pack import Pack
from regulations.provision import Provision
from regulations.setting_words import setting_title
from starter.pages.markdown import plain, table
from starter.pages.papers import notice_words
from starter.pages.subject import OWN, Subject

_NUMBERED = re.compile(r"^1\.22 第[0-9]+条（(.*)）$")


def declared(subject: Subject) -> list[str]:
    """Return every declaration once, with all its places; the text says none of this."""
    places: dict[str, list[str]] = {}
    for place, text in _declared(subject.pack):
        places.setdefault(text, []).append(place)
    rows = [(plain(_together(found)), f"{OWN}{plain(text)}") for text, found in places.items()]
    return table(("何处", "声明"), rows)


def _together(places: Iterable[str]) -> str:
    """Return places in one line, without saying the same kind again: `表单“甲”、“乙”`."""
    words: list[str] = []
    kind = ""
    for place in dict.fromkeys(places):
        word = place.partition("“")[0]
        words.append(
            place.removeprefix(word) if words and word == kind and "“" in place else place
        )
        kind = word
    return "、".join(words)


def questions(subject: Subject) -> list[str]:
    """Return what the text leaves open, and how the organisation answers it."""
    rows = [
        (plain(_question(one.question)), f"{OWN}{plain(one.declared)}", one.since.isoformat())
        for one in subject.pack.declarations
    ]
    return table(("原文未定之处", "本单位怎样定", "自何时起"), rows)


def _question(written: str) -> str:
    """Return the question itself, without its number in the list of open questions."""
    return _NUMBERED.sub(r"\1", written)


def _declared(pack: Pack) -> Iterator[tuple[str, str]]:
    for place, provision in _provisions(pack):
        if provision.declared:
            yield place, provision.declared
    for unit in pack.units.values():
        if unit.declared:
            yield f"部门“{unit.title}”", unit.declared
    for limit in pack.limits.values():
        values = [*limit.values, *(v for each in limit.grades.values() for v in each)]
        values += [v for each in limit.by_subject.values() for v in each]
        for text in dict.fromkeys((limit.declared, *(value.declared for value in values))):
            if text:
                yield f"时限“{limit.title}”", text


def _provisions(pack: Pack) -> Iterator[tuple[str, Provision]]:
    yield "日历", pack.calendar
    yield "登记", pack.registration
    yield "移交", pack.transfer_policy
    yield "升级", pack.escalation
    yield "反馈", pack.feedback
    yield "回访", pack.follow_up
    for limit in pack.limits.values():
        if limit.extension:
            yield f"时限“{limit.title}”的延长", limit.extension
        for ground in limit.pauses.values():
            yield f"时限“{limit.title}”的中止", ground
    titled: tuple[tuple[str, Mapping[str, Provision]], ...] = (
        ("表单", {form.title: form for form in pack.forms.values()}),
        ("告知", {notice_words(notice.text): notice for notice in pack.notices.values()}),
        ("设定", {setting_title(key, pack): one for key, one in pack.settings.items()}),
        ("办事指南", {guide.title: guide for guide in pack.guides.values()}),
        ("次数", {count.title: count for count in pack.counts.values()}),
        ("轻重", {tier.title: tier for tier in pack.gravity.values()}),
        ("忌语", {one.phrase: one for one in pack.banned_phrases}),
        ("追究情形", {one.title: one for one in pack.grounds}),
        ("处理方式", {one.title: one for one in pack.sanctions}),
        ("统计", {one.title: one for one in pack.statistics}),
    )
    for word, provisions in titled:
        for title, provision in provisions.items():
            yield f"{word}“{title}”", provision
    for turn in pack.duty_roster:
        yield "值班表", turn
    for word, law in (
        ("缺席视为同意", pack.consent_by_absence),
        ("超时默认", pack.deemed_approval),
    ):
        if law:
            yield word, law
