"""The table of limits, each with what it rests on."""

from collections.abc import Iterator, Mapping, Sequence

from regulations.carriers import DECLARED, DIFFICULTY_WORDS, amount_words, basis_words
from regulations.event_words import event_words
from regulations.limits import DatedAmount, Limit
from regulations.provision import Provision
from regulations.vocabulary import APPOINTMENT
from starter.pages.markdown import bullets, lines_of, plain, table
from starter.pages.subject import OWN, Subject, cited
from workdays.amount import Amount
from workdays.unit import Unit

_CLOCKS = {
    Unit.ELAPSED_HOUR: "连续计时，夜间和假日照计",
    Unit.WORKING_HOUR: "只计工作时间",
    Unit.WORKING_DAY: "只计工作日，当日不计",
    Unit.CALENDAR_DAY: "计自然日，当日不计",
}
_RESPONSIBLE = {"owner": "首问责任人", "handler": "承办人", "unit": "办理部门"}
_BASES = {"statutory": "法定时限", "committed": "承诺时限", "declared": "自定时限"}


def limits(subject: Subject) -> list[str]:
    """Return the table, and below it what is special about each limit."""
    rows = [_row(limit, subject) for limit in subject.pack.limits.values()]
    return [
        *table(("时限", "长短与依据", "怎样计", "何时起", "何时停", "谁负责"), rows),
        *bullets(
            f"**{plain(limit.title)}**：{'；'.join(said)}"
            for limit in subject.pack.limits.values()
            if (said := list(_special(limit, subject)))
        ),
    ]


def _row(limit: Limit, subject: Subject) -> tuple[str, ...]:
    units = dict.fromkeys(entry.unit for entry in _entries(limit) if entry.unit)
    clocks = [_CLOCKS[unit] for unit in units]
    return (
        plain(limit.title),
        lines_of(_amounts(limit, subject)),
        lines_of([*clocks, *_manner(limit)]),
        plain(event_words(limit.starts_on, subject.pack)),
        plain(event_words(limit.stops_on, subject.pack)),
        _RESPONSIBLE[limit.responsible],
    )


def _entries(limit: Limit) -> Iterator[DatedAmount]:
    yield from limit.values
    for values in (*limit.grades.values(), *limit.by_subject.values()):
        yield from values


def _amounts(limit: Limit, subject: Subject) -> Iterator[str]:
    yield from _dated("", limit.values, limit)
    for grade, values in limit.grades.items():
        yield from _dated(f"{DIFFICULTY_WORDS.get(grade, grade)}：", values, limit)
    subjects: Mapping[str, str] = subject.pack.registration.subjects
    for key, values in limit.by_subject.items():
        yield from _dated(f"{subjects.get(key, key)}：", values, limit)


def _dated(prefix: str, values: Sequence[DatedAmount], limit: Limit) -> Iterator[str]:
    for entry in values:
        since = f"自{entry.since}起，" if len(values) > 1 else ""
        said = f"{prefix}{since}{amount_words(entry)}{basis_words(entry, limit)}"
        yield plain(said).replace(DECLARED, OWN)


def _manner(limit: Limit) -> Iterator[str]:
    if limit.kind == "cap":
        yield "总时限"
    if limit.soft:
        yield "“原则上”：超过的须说明并经批准"
    if not limit.judged:
        yield "只量不判"
    if limit.basis:
        yield _BASES[limit.basis]


def _special(limit: Limit, subject: Subject) -> Iterator[str]:
    pack = subject.pack
    if limit.within:
        yield f"不得超过“{plain(pack.limits[limit.within].title)}”"
    if limit.until == APPOINTMENT:
        yield "登记时约了时间的才计，以所约的时间为准"
    elif limit.until:
        yield "办理时说定日期的，以说定的日期为准"
    if limit.remind_before:
        yield f"届满前{Amount.parse(limit.remind_before).label}提醒"
    if limit.extension:
        most = limit.extension.most
        longest = f"，最多{Amount.parse(most).label}" if most else ""
        by = plain(pack.organisation.label(limit.extension.by))
        yield f"可由{by}批准延长{longest}{_rests_on(limit.extension)}"
    if limit.pauses:
        grounds = "、".join(
            f"{plain(ground.title)}{_rests_on(ground)}" for ground in limit.pauses.values()
        )
        yield f"可以中止的情形：{grounds}"
    declared = [limit.declared, *(entry.declared for entry in _entries(limit))]
    for text in dict.fromkeys(text for text in declared if text):
        yield f"{OWN}{plain(text.rstrip('。'))}"


def _rests_on(provision: Provision) -> str:
    """Return the article in brackets, and the mark of what the organisation declared itself."""
    article = cited(provision)
    return (f"（{plain(article)}）" if article else "") + (OWN if provision.declared else "")
