"""One page: its head, its parts in their order, its signature. The same pack gives the same page."""

from collections.abc import Callable, Mapping
from pathlib import Path

from regulations.publishing import PublishedPack
from regulations.rule_register import RuleRegister
from starter.pages import (
    articles,
    declared,
    limits,
    papers,
    people,
    pictures,
    policies,
    records,
    tables,
)
from starter.pages.markdown import bullets, plain, table
from starter.pages.subject import OWN, Subject
from starter.tracing import trace_pack

_PARTS: tuple[tuple[str, Callable[[Subject], list[str]]], ...] = (
    ("单位与岗位", people.people),
    ("登记", people.registration),
    ("逐条对照", articles.articles),
    ("时限", limits.limits),
    ("决策表", tables.tables),
    ("移交", policies.transfer),
    ("升级", policies.escalation),
    ("反馈与回访", policies.feedback),
    ("办事指南", policies.guides),
    ("次数", policies.counts),
    ("忌语", policies.phrases),
    ("轻重分档", policies.gravity),
    ("沉默的后果", policies.silence),
    ("表单", papers.forms),
    ("告知", papers.notices),
    ("知情范围", policies.audiences),
    ("追究情形、处理方式、统计", policies.listed),
    ("共用流程的设定", policies.settings),
    ("本单位声明", declared.declared),
    ("原文未定之处", declared.questions),
    ("流程图", pictures.pictures),
    ("案例", records.cases),
    ("变更记录", records.changes),
)
_DIGITS = "零一二三四五六七八九十"
_SAID = {
    "单位与岗位": "条文写到的部门和岗位照条文；其余的名称和人数是示例，由本单位换成自己的。",
    "逐条对照": "按原文条款次序。条款下是我们自己的概括，不是原文；R 号为规则编号。",
    "时限": "期限以条文为准；原文没有数目的，由本单位声明，并注明。条文之后仍有此标记的，条文要求限时，数目是本单位定的。",
    "本单位声明": "以下各项原文没有写明，由本单位自行声明，不冒充原文。",
    "流程图": "点击可看大图。",
    "案例": "每个案例都可以用 `shouwen pack rehearse` 在虚拟时间里演练，经过须与所写一致。",
}


def pages_of(
    name: str, published: PublishedPack, register: RuleRegister, folder: Path
) -> Mapping[str, str]:
    """Return the page and its drawings: text by path below the folder of pages.

    *folder* is the pack's own, for its changelog.
    """
    subject = Subject(
        name=name,
        published=published,
        organisation=_organisation(published, register),
        traces=trace_pack(register, published),
        pictures=pictures.pictures_of(name, published),
        changelog=(folder / "CHANGELOG.md").read_text("utf-8"),
    )
    drawn = {picture.file: picture.svg for picture in subject.pictures}
    return {f"{name}.md": page(subject), **drawn}


def _organisation(published: PublishedPack, register: RuleRegister) -> str:
    letter = published.pack.source.organisation
    known = register.organisations.get(letter)
    return known.name if known else letter


def page(subject: Subject) -> str:
    """Return the page as Markdown."""
    lines = _head(subject)
    parts = [(title, made) for title, make in _PARTS if (made := make(subject))]
    for number, (title, made) in enumerate(parts, start=1):
        said = [_SAID[title], ""] if title in _SAID else []
        lines += [f"## {_numeral(number)}、{title}", "", *said, *made]
    lines += _signature()
    return "\n".join(lines).rstrip() + "\n"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _DIGITS[number]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _head(subject: Subject) -> list[str]:
    pack = subject.pack
    return [
        f"# {plain(pack.title)}",
        "",
        f"> 本页由命令 `shouwen pack page {subject.name}` 从 `packs/{subject.name}` 生成，请勿手改；",
        "> 有不符之处，改规章数据后重新生成。",
        "",
        *table(
            ("项目", "内容"),
            [
                ("单位", plain(subject.organisation)),
                ("原文", f"`{pack.source.text}`，{plain(_rules(pack.source.rules))}"),
                ("版本", plain(f"第{pack.edition}版")),
                ("施行日期", f"{pack.in_force_from}起"),
                ("案号", f"{pack.number_prefix}-年月日-序号"),
            ],
        ),
        *bullets([f"{OWN}版本、施行日期和案号的编法由本单位定。"]),
    ]


def _rules(span: str) -> str:
    return f"规则 {span.replace('-', ' 至 ')}" if span else "规则未编号"


def _signature() -> list[str]:
    blank = "　" * 8
    rows = [("审定人", blank), ("职务", blank), ("日期", blank)]
    said = "以上内容与本单位制度相符；标明本单位声明的，予以认可。"
    return ["## 审定", "", said, "", *table(("审定", "签署"), rows)]
