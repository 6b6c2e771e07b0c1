"""Mistakes about what limits rest on: extensions, pauses, guides, silence that agrees, apologies."""

from pathlib import Path

import pytest

from tests.regulations.authoring import DIAGRAM, PACK, Mistake, check_told, line_of, problems_of

_PASS_ON = "    within: total\n    responsible: owner\n    remind_before: 1wh\n"
_NOTICES = "notices:\n"
_TRANSFER = "transfer_policy:\n"


def _limit(more: str) -> str:
    return _PASS_ON + more


def _deemed(limit: str = "answer", order: str = "pass_on", by: str = "librarian") -> str:
    return (
        "deemed_approval:\n  document: 试\n  since: 2026-01-01\n"
        f"  limit: {limit}\n  order_limit: {order}\n  borne_by: {by}\n"
        "  cites: 第四条\n  rule: R904\n" + _TRANSFER
    )


_APOLOGY = (
    "settings:\n  apology_after_lateness:\n    value: {value}\n    declared: 致歉。\n" + _NOTICES
)

MISTAKES = [
    Mistake("an extension without an article", PACK, _PASS_ON, _limit("    extension: {by: librarian}\n"),
            "extension: {by", "it has no article", "name the article", "limits.pass_on.extension"),
    Mistake("an extension by nobody known", PACK, _PASS_ON,
            _limit("    extension: {by: mayor, declared: 试}\n"), "extension: {by: mayor",
            "expected a post of this pack", "", "limits.pass_on.extension.by"),
    Mistake("an extension by no amount", PACK, _PASS_ON,
            _limit("    extension: {by: librarian, most: long, declared: 试}\n"), "most: long",
            "found 'long'", "", "limits.pass_on.extension.most"),
    Mistake("an extension backward", PACK, _PASS_ON,
            _limit("    extension: {by: librarian, most: -1wd, declared: 试}\n"), "most: -1wd",
            "expected an amount above 0, found -1wd", "", "limits.pass_on.extension.most"),
    Mistake("a pause without an article", PACK, _PASS_ON,
            _limit("    pauses:\n      repair: {title: 修缮}\n"), "repair: {title",
            "it has no article", "name the article", "limits.pass_on.pauses.repair"),
    Mistake("an amount for an unknown subject", PACK, _PASS_ON,
            _limit("    by_subject:\n      card: [{since: 2026-01-01, value: 1, unit: working_day, declared: 试}]\n"),
            "card: [", "expected a subject of this pack (none), found 'card'", "add it to `subjects`",
            "limits.pass_on.by_subject.card"),
    Mistake("an amount by subject without an article", PACK, _PASS_ON,
            _limit("    by_subject:\n      card: [{since: 2026-01-01, value: 1, unit: working_day}]\n"),
            "card: [", "the value has no article", "", "limits.pass_on.by_subject.card.0"),
    Mistake("a statute that is only declared", PACK,
            "value: 1, unit: working_day, declared: 逾期满一个工作日仍未答复的，报馆长。}\n",
            "value: 1, unit: working_day, declared: 试}\n    basis: statutory\n",
            "value: 1, unit: working_day, declared: 试",
            "a statutory limit without the article that sets it", "basis: declared",
            "limits.chase.values.0"),
    Mistake("a promise longer than the law", PACK, "    responsible: handler\n    remind_before: 2wh\n",
            "    responsible: handler\n    remind_before: 2wh\n    basis: committed\n  other:\n"
            "    title: 承诺\n    values: [{since: 2026-03-01, value: 9, unit: working_day, cites: 第四条, rule: R904}]\n"
            "    starts_on: [registered]\n    within: statute\n    basis: committed\n    judged: false\n"
            "  statute:\n    title: 法定\n    kind: cap\n    judged: false\n    basis: statutory\n"
            "    values: [{since: 2026-01-01, value: 8, unit: working_day, cites: 某法, rule: R904}]\n"
            "    starts_on: [registered]\n", "values: [{since: 2026-03-01",
            "the committed limit of 9 working_day is longer than the statutory one of 8 working_day "
            "(statute, since 2026-01-01)", "never longer", "limits.other.values.0"),
    Mistake("a promise that does not stand under the law", PACK,
            "    responsible: handler\n    remind_before: 2wh\n",
            "    responsible: handler\n    remind_before: 2wh\n  other:\n"
            "    title: 承诺\n    values: [{since: 2026-03-01, value: 7, unit: working_day, cites: 第四条, rule: R904}]\n"
            "    starts_on: [registered]\n    basis: committed\n    judged: false\n"
            "  statute:\n    title: 法定\n    kind: cap\n    judged: false\n    basis: statutory\n"
            "    values: [{since: 2026-01-01, value: 8, unit: working_day, cites: 某法, rule: R904}]\n"
            "    starts_on: [registered]\n", "  other:",
            "the committed limit does not stand under the statutory one (statute)",
            "`within: statute`", "limits.other"),
    Mistake("a promise that a later law shortens", PACK, "    responsible: handler\n    remind_before: 2wh\n",
            "    responsible: handler\n    remind_before: 2wh\n  other:\n"
            "    title: 承诺\n    values: [{since: 2026-03-01, value: 7, unit: working_day, cites: 第四条, rule: R904}]\n"
            "    starts_on: [registered]\n    within: statute\n    basis: committed\n    judged: false\n"
            "  statute:\n    title: 法定\n    kind: cap\n    judged: false\n    basis: statutory\n"
            "    values: [{since: 2026-01-01, value: 8, unit: working_day, cites: 某法, rule: R904},\n"
            "             {since: 2026-09-01, value: 5, unit: working_day, cites: 某法, rule: R904}]\n"
            "    starts_on: [registered]\n", "values: [{since: 2026-03-01",
            "(statute, since 2026-09-01)", "never longer", "limits.other.values.0"),
    Mistake("a guide without an article", PACK, _NOTICES,
            "guides:\n  card: {title: 办证, edition: '1', items: {photo: {title: 照片}}}\n" + _NOTICES,
            "card: {title: 办证", "it has no article", "name the article", "guides.card"),
    Mistake("silence about an unknown limit", PACK, _TRANSFER, _deemed(limit="reply"), "limit: reply",
            "expected a limit of this pack", "", "deemed_approval.limit"),
    Mistake("an order under an unknown limit", PACK, _TRANSFER, _deemed(order="issue"),
            "order_limit: issue", "expected a limit of this pack", "", "deemed_approval.order_limit"),
    Mistake("consequences that nobody bears", PACK, _TRANSFER, _deemed(by="mayor"), "borne_by: mayor",
            "expected a post of this pack", "", "deemed_approval.borne_by"),
    Mistake("silence about what is only measured", PACK, _TRANSFER, _deemed(limit="chase"),
            "limit: chase", "is only measured and never expires", "judged: false",
            "deemed_approval.limit"),
    Mistake("silence that nobody is warned of", PACK, _TRANSFER, _deemed(limit="total"),
            "limit: total", "nobody is warned before silence becomes an approval", "remind_before",
            "deemed_approval.limit"),
    Mistake("an order that starts no clock", PACK, _TRANSFER, _deemed(), "order_limit: pass_on",
            "does not name issue_ordered in `starts_on`", "add it there", "deemed_approval.order_limit"),
    Mistake("an order that nothing ends", PACK, _TRANSFER, _deemed(), "order_limit: pass_on",
            "does not name certificate_issued in `stops_on`", "add it there",
            "deemed_approval.order_limit"),
    Mistake("silence by a mere setting", PACK, _NOTICES,
            "settings:\n  deemed_approval: {value: true, declared: 试}\n" + _NOTICES,
            "deemed_approval: {value", "follows from its legal basis, and from no setting",
            "with the act that grants it", "settings.deemed_approval"),
    Mistake("an apology that is no truth value", PACK, _NOTICES, _APOLOGY.format(value="often"),
            "value: often", "expected true or false, found 'often'", "",
            "settings.apology_after_lateness.value"),
    Mistake("an apology that nobody can give", PACK, _NOTICES, _APOLOGY.format(value="true"),
            "value: true", "no element of the diagrams is the event apologised", "=late()",
            "settings.apology_after_lateness.value"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_the_author_is_told_what_is_wrong_and_where(copied: Path, mistake: Mistake) -> None:
    """Each mistake gives a problem with file, line, key, and what to do."""
    check_told(mistake, copied)


def test_a_task_that_a_late_case_could_never_get_past_is_a_problem(copied: Path) -> None:
    """Where a person finishes, the form needs room for the apology."""
    pack, diagram = copied / PACK, copied / DIAGRAM
    pack.write_text(
        pack.read_text("utf-8").replace(_NOTICES, _APOLOGY.format(value="true")), "utf-8"
    )
    text = diagram.read_text("utf-8")
    old = 'name="event:good" value="follow_up"'
    assert old in text
    diagram.write_text(text.replace(old, 'name="event:good" value="follow_up,archived"'), "utf-8")

    found = [each for each in problems_of(copied) if "could not be finished here" in each.what]

    assert ["call"] == [each.element for each in found]
    assert "the form call has no field apology and remedy" in found[0].what
    assert line_of(diagram.read_text("utf-8"), 'id="call"') == found[0].line
