"""Plain sentences for notices whose job brings no text of the pack's own: Chinese, no personal data."""

from activities.contracts import BreachJob, Job, SlipJob

REVIEW_PROPOSED = "提请核查：请监督部门查实并作出认定。系统只提出，不作处分决定。"
REVIEW_WITHHELD = (
    "暂不提请核查：到期日落在放假安排尚未公布的日期上，属暂定日期，不得据以认定逾期；"
    "安排公布后重新计算。"
)


def slip_sent(job: Job, slip: SlipJob) -> str:
    """Say that a slip has arrived."""
    return f"案件 {job.case}：《{slip.title}》{slip.slip} 已转达，请查收。"


def slip_copied(job: Job, slip: SlipJob) -> str:
    """Say that a slip went elsewhere, and is copied for supervision."""
    where = slip.to_title or slip.to_unit
    return f"案件 {job.case}：《{slip.title}》{slip.slip} 已转{where}，抄送备查，不需办理。"


def slip_returned(job: Job, slip: SlipJob) -> str:
    """Say that a slip has come back."""
    return f"案件 {job.case}：《{slip.title}》{slip.slip} 已附意见退还，请查收。"


def limit_missed(job: Job, breach: BreachJob) -> str:
    """Say that a limit was missed, and what rests on it."""
    named = "、".join(part for part in (breach.cites, breach.rule) if part)
    basis = f"（{named}）" if named else ""
    review = REVIEW_WITHHELD if breach.provisional else REVIEW_PROPOSED
    return f"案件 {job.case}：“{breach.title}”{basis}已超时。{review}"
