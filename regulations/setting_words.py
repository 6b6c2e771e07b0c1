"""What the settings of shared diagrams are called, and what their values say, in Chinese."""

from collections.abc import Mapping

from regulations.pack import Pack

SETTING_WORDS: Mapping[str, str] = {
    "apology_after_lateness": "逾期的先道歉再办结",
    "complaint_approver": "审批投诉处理意见的领导",
    "complaint_investigation": "指定投诉调查人的部门或者岗位",
    "complaint_kinds": "按投诉程序办理的类别",
    "complaint_phone": "投诉电话",
    "complaint_reception": "受理投诉的部门或者岗位",
    "escalate_to": "逾期上报的层级",
    "contact": "首问责任人的联系方式",
    "follow_up_limit": "回访适用的时限",
    "handling_limit": "办理适用的时限",
    "instruction_contact": "请示须先联系到人",
    "instruction_levels": "逐级请示的层级",
    "operative_units": "一线操作人员所在部门",
    "promise_limit": "承诺日期适用的时限",
    "receiving_units": "首问负责部门",
    "reception_limit": "接待适用的时限",
    "signing_limit": "签收适用的时限",
    "tell_superiors": "逾期另行告知上级",
    "tracks_until_result": "跟踪到服务对象确认有明确结果",
}
"""Setting key to what it is called; one that is not here stands under its key."""


def setting_title(key: str, pack: Pack) -> str:
    """Return what a setting is called: by the pack's own words, where it has some."""
    return pack.words.get("settings", {}).get(key) or SETTING_WORDS.get(key, key)


def setting_words(value: bool | int | str | tuple[str, ...], pack: Pack) -> str:
    """Return the value of a setting as people read it: keys by what they are called."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_called(each, pack) for each in value)
    return _called(str(value), pack)


def _called(key: str, pack: Pack) -> str:
    if key in pack.limits:
        return pack.limits[key].title
    if key in pack.registration.kinds:
        return pack.registration.kinds[key]
    levels = {level.key: level.title for level in pack.escalation.levels}
    return levels.get(key) or pack.organisation.label(key)
