"""Domain events in Chinese, as owners of a regulation read them."""

from collections.abc import Mapping, Sequence

from regulations.law import Law
from regulations.pack import Pack
from regulations.vocabulary import BREACHED

EVENT_WORDS: Mapping[str, str] = {
    "registered": "登记",
    "explained": "说明原因",
    "answered": "答复",
    "unable_to_solve": "认定无法解决",
    "handover_sent": "移交送出",
    "handover_received": "签收移交",
    "handover_returned": "签署意见退回",
    "handover_forwarded": "签署意见再转",
    "handler_named": "指定承办人",
    "graded": "判定难度",
    "coordination_requested": "提请协调",
    "consultation_called": "提请会商",
    "opinion_settled": "意见明确",
    "instruction_requested": "请示",
    "instruction_given": "批示",
    "feedback_acknowledged": "签收反馈",
    "follow_up": "回访",
    "reopened": "重新办理",
    "escalated": "升级上报",
    "referred_outside": "指引到外单位",
    "escorted": "陪同前往",
    "excess_explained": "说明超期理由",
    "excess_approved": "批准超期",
    "excess_refused": "不批准超期",
    "noted": "记录",
    "delegated": "委托他人接待",
    "introduced": "引见",
    "ownership_accepted": "接受首问责任",
    "passed_to_superior": "转交上司",
    "contact_given": "告知联系方式",
    "contact_attempted": "尝试联系",
    "consent_requested": "征求领导同意",
    "consent_given": "领导同意",
    "consent_refused": "领导不同意",
    "contact_disclosed": "告知领导联系方式",
    "promised": "承诺日期",
    "progress_reported": "通报进展",
    "visited": "来访",
    "units_told": "告知部门及次序",
    "duty_logged": "记值班日志",
    "guide_given": "发给办事指南",
    "materials_reviewed": "审核材料",
    "supplement_noticed": "通知补件",
    "materials_supplemented": "补齐材料",
    "file_completed": "材料齐全",
    "accepted": "受理",
    "accepted_provisionally": "先行受理",
    "file_returned": "退件",
    "extension_requested": "申请延期",
    "extension_approved": "批准延期",
    "extension_refused": "不批准延期",
    "clock_paused": "中止计时",
    "clock_resumed": "恢复计时",
    "deemed_approved": "视为同意",
    "issue_ordered": "责令核发",
    "certificate_issued": "核发证照",
    "lead_named": "指定主办部门",
    "unit_opined": "部门出具意见",
    "consent_deemed": "缺席视为同意",
    "misroute_disputed": "提出转错",
    "misroute_settled": "裁定转错",
    "gravity_set": "判定轻重",
    "complaint_accepted": "受理投诉",
    "investigator_named": "指定调查人",
    "evidence_requested": "要求补充证据",
    "evidence_supplied": "补来证据",
    "investigated": "查明",
    "disposition_proposed": "提出处理意见",
    "disposition_approved": "批准处理意见",
    "disposition_rejected": "退回处理意见",
    "rectification_planned": "制定整改计划",
    "rectified": "整改完毕",
    "complaint_fed_back": "反馈投诉人",
    "complaint_reopened": "重新调查投诉",
    "archived": "归档",
    "apologised": "道歉补救",
    "led_on": "协助继续反映",
    "closed": "办结",
    "known_item_noticed_late": "早该告知的材料后来才告知",
    "transfer_looped": "转回已经转过的部门",
}
"""Every domain event, and those a case finds by itself."""


def event_words(events: Sequence[str], pack: Pack | Law) -> str:
    """Return events as people read them: `登记、签署意见退回`; a missed limit by its title."""
    return "、".join(_word(event, pack) for event in events) or "—"


def _word(event: str, pack: Pack | Law) -> str:
    if event.startswith(BREACHED):
        limit = pack.limits.get(event.removeprefix(BREACHED))
        return f"“{limit.title}”逾期" if limit else event
    return EVENT_WORDS.get(event, event)
