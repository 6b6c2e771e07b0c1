"""The articles one after another: what each rule asks, how it is carried, which cases prove it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from regulations.carriers import DECLARED, Carrier, element_words
from starter.pages.markdown import bullets, plain
from starter.pages.papers import field_titles, notice_words
from starter.pages.subject import OWN, Subject
from starter.tracing import LATER, Proof, Trace

_STATUSES = {
    "runs": "由系统执行",
    "recorded": "由系统记录，由人评判",
    LATER: "事实已由系统记录，随后评判",
    "configuration": "由单位资料体现",
    "published": "对外公布",
    "out": "不在范围内",
    "note": "只作说明",
}
_SECTIONS = {
    "transfer": "移交",
    "escalation": "升级",
    "feedback": "反馈与回访",
    "follow_up": "反馈与回访",
    "registration": "登记",
    "calendar": "登记",
    "duty_roster": "单位与岗位",
    "cover": "单位与岗位",
    "banned_phrases": "忌语",
    "consent_by_absence": "沉默的后果",
    "deemed_approval": "沉默的后果",
}
"""Which part of the page tells more of a policy."""


def articles(subject: Subject) -> list[str]:
    """Return every rule under its clause, in the order of the source text."""
    found: list[str] = []
    shown: list[str] = []
    for clause, traces in groupby(subject.traces, key=lambda trace: trace.rule.clause):
        found += [f"### {plain(clause)}", ""]
        for trace in traces:
            found += [f"**{trace.key}　{plain(trace.rule.title)}**（{_status(trace)}）", ""]
            found += bullets(dict.fromkeys(_lines(trace, subject, shown)))
    return found


def _status(trace: Trace) -> str:
    return _STATUSES[trace.status] + (f"：{plain(trace.rule.out)}" if trace.rule.out else "")


def _lines(trace: Trace, subject: Subject, shown: list[str]) -> Iterator[str]:
    """Yield what is to be said of a rule; *shown* are the forms whose fields were listed above."""
    silent = _silent_kinds(trace)
    for carrier in trace.carriers:
        if carrier.key or carrier.kind not in silent:
            yield plain(_carried(carrier, subject, shown)).replace(DECLARED, OWN)
    if trace.note:
        yield f"说明：{plain(trace.note)}"
    for word, proofs in (("守规的案例", trace.kept), ("违规的案例", trace.broken)):
        if proofs:
            yield f"{word}：{_proofs(proofs, subject)}"
    if trace.unbreakable:
        yield f"无从违反：{plain(trace.unbreakable)}"


def _silent_kinds(trace: Trace) -> Sequence[str]:
    """Carriers without a name that only repeat what the status says."""
    return ("later", "out", "note") if trace.note or len(trace.carriers) > 1 else ("out", "note")


def _carried(carrier: Carrier, subject: Subject, shown: list[str]) -> str:
    if carrier.kind == "element":
        node = subject.published.program.node(carrier.key)
        where = (element_words(node), node.lane, subject.picture_number(carrier.diagram))
        return " · ".join(part for part in where if part)
    if carrier.kind == "form" and carrier.key not in shown:
        shown.append(carrier.key)
        return f"{carrier.words}：{field_titles(subject, carrier.key)}"
    if carrier.kind == "notice":
        return f"告知：{notice_words(subject.pack.notices[carrier.key].text)}"
    if carrier.kind == "decision":
        return f"{carrier.words}，见“决策表”"
    if carrier.kind == "policy":
        return f"{carrier.words}，见“{_SECTIONS[carrier.key]}”"
    return carrier.words


def _proofs(proofs: Sequence[Proof], subject: Subject) -> str:
    numbers = subject.cases()
    first, *others = proofs
    more = f"；另见案例{'、'.join(str(numbers[each]) for each in others)}" if others else ""
    return f"案例{numbers[first]}“{plain(first.name)}”{more}"
