"""Transfer, escalation, feedback and follow-up; guides, counts, words, gravity, silence; who may see what."""

from collections.abc import Iterator

from regulations.carriers import audience_words
from regulations.event_words import EVENT_WORDS
from regulations.pack import Pack
from regulations.provision import Provision
from regulations.setting_words import setting_title, setting_words
from starter.pages.markdown import bullets, plain, table
from starter.pages.subject import OWN, Subject, basis, cited

_PARTIES = {"issuing_unit": "发单部门", "owner": "首问责任者", "oversight": "监督部门"}
_CALLERS = {"owner": "首问责任者", "handler": "承办人", "oversight": "监督部门"}


def transfer(subject: Subject) -> list[str]:
    """Return what may be done with a slip."""
    policy, pack = subject.pack.transfer_policy, subject.pack
    label = pack.organisation.label
    said = [
        "没有“拒收”这一选项",
        f"可以退回转出部门：{_yes(policy.may_return)}；可以再转其他部门：{_yes(policy.may_forward)}",
        "退回、再转都要签署明确意见" if policy.opinion_required else "",
        f"一式{policy.counterparts}份" if policy.counterparts > 1 else "",
        f"抄送{'、'.join(map(label, policy.copies_to))}备查，不是升级" if policy.copies_to else "",
        f"移交凭据：《{pack.forms[policy.slip_type].title}》",
        f"几个部门协同办理的凭据：《{pack.forms[policy.coordination_slip].title}》"
        if policy.coordination_slip
        else "",
        "接受的人成为首问责任人"
        if policy.acceptance_moves_ownership
        else "首问责任不因移交而转移",
        f"只在这些部门之间流转：{'、'.join(map(label, policy.circulates_within))}"
        if policy.circulates_within
        else "",
        f"部门之间定不下来的，由{label(policy.coordinator)}裁定" if policy.coordinator else "",
    ]
    return bullets([*(plain(one) for one in said), *_ground(policy)])


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _ground(provision: Provision) -> Iterator[str]:
    if cited(provision):
        yield f"依据：{plain(cited(provision))}"
    if provision.declared:
        yield f"{OWN}{plain(provision.declared)}"


def escalation(subject: Subject) -> list[str]:
    """Return the levels a case may be raised to."""
    rules, label = subject.pack.escalation, subject.pack.organisation.label
    if not rules.levels:
        return bullets(_ground(rules))
    levels = " → ".join(f"{level.title}（{label(level.post)}）" for level in rules.levels)
    counts = "计作矛盾升级" if rules.counts_as_conflict else "不计作矛盾升级"
    return bullets([plain(f"层级：{levels}"), counts, *_ground(rules)])


def feedback(subject: Subject) -> list[str]:
    """Return who is told the result, and who calls back."""
    pack = subject.pack
    told, calls = pack.feedback, pack.follow_up
    parties = "、".join(_PARTIES[party] for party in told.parties)
    said = [f"结果反馈给：{parties}" if parties else "", *_ground(told)]
    if "follow_up" in pack.model_fields_set:
        by = _CALLERS.get(calls.by) or pack.organisation.label(calls.by)
        said += [f"由{plain(by)}回访，联系不上的{_how_often(pack)}", *_ground(calls)]
    return bullets(said)


def _how_often(pack: Pack) -> str:
    """Return how often it is tried; until there is a result where a case is followed so far."""
    tracked = pack.settings.get("tracks_until_result")
    if tracked and tracked.value is True:
        return "再联系，直到有明确结果"
    return f"至多{pack.follow_up.attempts}次"


def guides(subject: Subject) -> list[str]:
    """Return every service guide with its papers."""
    found = []
    for guide in subject.pack.guides.values():
        items = [
            f"{plain(item.title)}{'（视情况）' if item.optional else ''}"
            for item in guide.items.values()
        ]
        found += [f"**《{plain(guide.title)}》**（第{plain(guide.edition)}版）", ""]
        found += bullets(
            [
                f"材料：{'、'.join(items)}",
                f"发给的表格：{plain('、'.join(guide.handed_out))}" if guide.handed_out else "",
                f"程序：{plain(guide.procedure)}" if guide.procedure else "",
                *_ground(guide),
            ]
        )
    return found


def counts(subject: Subject) -> list[str]:
    """Return what may happen only so often."""
    rows = [
        (
            plain(count.title),
            EVENT_WORDS.get(count.event, count.event),
            f"至多{count.at_most}次" if count.at_most else "不得发生",
            plain(basis(count)),
        )
        for count in subject.pack.counts.values()
    ]
    return table(("次数", "数什么", "限度", "依据"), rows)


def phrases(subject: Subject) -> list[str]:
    """Return the banned phrases."""
    rows = [(plain(f"“{one.phrase}”"), plain(basis(one))) for one in subject.pack.banned_phrases]
    said = "答复中出现以下用语的，提示给人看，系统不作评判。"
    return [said, "", *table(("用语", "依据"), rows)] if rows else []


def gravity(subject: Subject) -> list[str]:
    """Return where matters of each gravity go."""
    label = subject.pack.organisation.label
    rows = [
        (plain(tier.title), plain(label(tier.to)), plain(basis(tier)))
        for tier in subject.pack.gravity.values()
    ]
    return table(("轻重", "由谁办理", "依据"), rows)


def silence(subject: Subject) -> list[str]:
    """Return what follows from silence: nothing without a legal basis."""
    pack, said = subject.pack, []
    if pack.consent_by_absence:
        act = pack.consent_by_absence
        said += [
            plain(f"缺席会商视为同意，依据《{act.document}》，自{act.since}起"),
            *_ground(act),
        ]
    if pack.deemed_approval:
        law = pack.deemed_approval
        limit, order = (pack.limits[key].title for key in (law.limit, law.order_limit))
        borne = pack.organisation.label(law.borne_by)
        said += [
            plain(
                f"“{limit}”届满未办的视为同意，依据《{law.document}》，自{law.since}起；"
                f"核发限“{order}”；后果由{borne}承担"
            ),
            *_ground(law),
        ]
    return bullets(said)


def settings(subject: Subject) -> list[str]:
    """Return what this organisation tells the diagrams it shares with others."""
    rows = [
        (
            plain(setting_title(key, subject.pack)),
            plain(setting_words(setting.value, subject.pack)),
            plain(basis(setting)),
        )
        for key, setting in subject.pack.settings.items()
    ]
    return table(("设定", "取值", "依据"), rows)


def audiences(subject: Subject) -> list[str]:
    """Return who may see what."""
    rows = [
        (
            plain(EVENT_WORDS.get(kind, "其余各项" if kind == "default" else kind)),
            audience_words(names),
        )
        for kind, names in sorted(
            subject.pack.audiences.items(), key=lambda one: one[0] == "default"
        )
    ]
    return table(("何事", "谁可以知道"), rows)


def listed(subject: Subject) -> list[str]:
    """Return grounds, sanctions and statistics."""
    pack = subject.pack
    rows = [
        (word, plain(each.title), plain(basis(each)))
        for word, entries in (
            ("追究情形", pack.grounds),
            ("处理方式", pack.sanctions),
            ("统计", pack.statistics),
        )
        for each in entries
    ]
    return table(("项目", "内容", "依据"), rows)
