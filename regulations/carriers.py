"""What carries a rule, in words that its owner reads: the limit with its number, the element by its label."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bpmn.program import Node
from regulations.diagram_files import path_of
from regulations.event_words import EVENT_WORDS
from regulations.limits import DatedAmount, Limit
from regulations.pack import Listed
from regulations.publishing import PublishedPack
from regulations.setting_words import setting_title, setting_words
from workdays.amount import Amount

DECLARED = "（本单位声明）"
"""Marks a number that is not the text's, but the organisation's own."""

PLAIN_WORDS = {
    "configuration": "单位资料",
    "recorded": "记录在案，由人评判",
    "published": "对外公布",
    "later": "事实先行记录，随后评判",
    "out": "不在范围内",
    "note": "只作说明",
}
POLICY_WORDS = {
    "transfer": "移交办法",
    "escalation": "升级办法",
    "feedback": "反馈办法",
    "follow_up": "回访办法",
    "registration": "登记办法",
    "calendar": "日历",
    "duty_roster": "值班表",
    "banned_phrases": "忌语提示",
    "cover": "A、B岗",
    "consent_by_absence": "缺席视为同意",
    "deemed_approval": "超时默认",
}
_ELEMENTS = {
    "userTask": "环节",
    "manualTask": "环节",
    "startEvent": "起点",
    "endEvent": "终点",
    "intermediateThrowEvent": "事件",
    "intermediateCatchEvent": "事件",
    "boundaryEvent": "事件",
    "exclusiveGateway": "判断",
    "inclusiveGateway": "判断",
    "parallelGateway": "分合",
    "eventBasedGateway": "等候",
    "eventSubProcess": "事件子流程",
    "subProcess": "子流程",
    "callActivity": "子流程",
    "process": "流程",
}
DIFFICULTY_WORDS = {"normal": "一般", "complex": "复杂", "hard": "疑难"}
_TEXT_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier of a rule.

    Attributes:
        kind: word before the colon, such as `limit`; the whole word where there is none.
        key: key or element id; empty where the kind names nothing further.
        words: in Chinese.
        diagram: path within the pack of the diagram an element stands in, or empty.
    """

    kind: str
    key: str
    words: str
    diagram: str = ""


def carriers_of(rule: str, published: PublishedPack) -> tuple[Carrier, ...]:
    """Return what carries *rule* in a pack, in the pack's order; none where it has no entry."""
    entry = published.pack.rules.get(rule)
    return tuple(_resolve(each, published) for each in entry.carried_by) if entry else ()


def _resolve(carrier: str, published: PublishedPack) -> Carrier:
    kind, _, key = carrier.partition(":")
    if not key:
        return Carrier(kind, "", PLAIN_WORDS[kind])
    if kind == "element":
        node = published.program.node(key)
        diagram = path_of(node, published.program, published.source)
        return Carrier(
            kind, key, f"{element_words(node)}（{diagram.rpartition('/')[2]}）", diagram
        )
    return Carrier(kind, key, _WORDS[kind](key, published))


def element_words(node: Node) -> str:
    """Return kind and label of an element: `环节“回访客人”`."""
    kind = _ELEMENTS.get(node.kind, "系统办理")
    return f"{kind}“{node.name or node.id}”"


def amount_words(entry: DatedAmount) -> str:
    """Return number and unit: `1个工作日`; `已废止` where the value was repealed."""
    if entry.value is None or entry.unit is None:
        return "已废止"
    return Amount(entry.value, entry.unit).label


def basis_words(entry: DatedAmount, limit: Limit) -> str:
    """Return in brackets what an amount rests on: its article, the organisation's declaration, or both.

    Both stand where the article asks for a limit and names no number.
    """
    article = "，".join(part for part in (entry.cites, entry.rule) if part)
    own = entry.declared or (limit.declared and not article)
    return (f"（{article}）" if article else "") + (DECLARED if own else "")


def values_words(values: Sequence[DatedAmount], limit: Limit) -> str:
    """Return all values of a limit, each with what it rests on."""
    dated = len(values) > 1
    return "；".join(
        f"{amount_words(entry)}"
        f"{f'，自{entry.since}起' if dated else ''}{basis_words(entry, limit)}"
        for entry in values
    )


def _limit(key: str, published: PublishedPack) -> str:
    limit = published.pack.limits[key]
    kind = "总时限" if limit.kind == "cap" else "时限"
    measured = "" if limit.judged else "，只量不判"
    titles = {**published.pack.registration.subjects, **DIFFICULTY_WORDS}
    others = "".join(
        f"；{titles.get(name, name)}{values_words(values, limit)}"
        for name, values in (*limit.by_subject.items(), *limit.grades.items())
    )
    return f"{kind}“{limit.title}”{values_words(limit.values, limit)}{others}{measured}"


def _count(key: str, published: PublishedPack) -> str:
    count = published.pack.counts[key]
    return f"次数“{count.title}”" + (f"至多{count.at_most}次" if count.at_most else "不得发生")


def _form(key: str, published: PublishedPack) -> str:
    return f"表单《{published.pack.forms[key].title}》"


def _decision(key: str, published: PublishedPack) -> str:
    called = next(
        node for node in published.program.nodes if node.called and node.called.key == key
    )
    return f"决策表“{called.name or key}”（{called.called.file.rpartition('/')[2] if called.called else ''}）"


def _notice(key: str, published: PublishedPack) -> str:
    text = published.pack.notices[key].text
    return f"告知“{text[:_TEXT_SHOWN]}{'…' if len(text) > _TEXT_SHOWN else ''}”"


def _guide(key: str, published: PublishedPack) -> str:
    guide = published.pack.guides[key]
    return f"办事指南《{guide.title}》第{guide.edition}版"


def _gravity(key: str, published: PublishedPack) -> str:
    tier = published.pack.gravity[key]
    return f"轻重“{tier.title}”，由{published.pack.organisation.label(tier.to)}办理"


def _setting(key: str, published: PublishedPack) -> str:
    value = published.pack.settings[key].value
    return f"设定“{setting_title(key, published.pack)}”：{setting_words(value, published.pack)}"


def _listed(word: str, entries: Callable[[PublishedPack], Sequence[Listed]]) -> "_Say":
    def say(key: str, published: PublishedPack) -> str:
        title = next(each.title for each in entries(published) if each.key == key)
        return f"{word}“{title}”"

    return say


def _audience(key: str, published: PublishedPack) -> str:
    return f"知情范围“{EVENT_WORDS.get(key, '其余各项')}”：{audience_words(published.pack.audiences[key])}"


_AUDIENCES = {
    "requester": "服务对象",
    "unit": "办理部门",
    "oversight": "监督部门",
    "public": "社会公众",
}


def audience_words(names: Sequence[str]) -> str:
    """Return who may see something: `服务对象、办理部门`."""
    return "、".join(_AUDIENCES[name] for name in names) or "无"


_Say = Callable[[str, PublishedPack], str]
_WORDS: Mapping[str, _Say] = {
    "limit": _limit,
    "count": _count,
    "form": _form,
    "decision": _decision,
    "notice": _notice,
    "guide": _guide,
    "gravity": _gravity,
    "setting": _setting,
    "ground": _listed("追究情形", lambda published: published.pack.grounds),
    "sanction": _listed("处理方式", lambda published: published.pack.sanctions),
    "statistic": _listed("统计", lambda published: published.pack.statistics),
    "audience": _audience,
    "policy": lambda key, _: POLICY_WORDS[key],
}
