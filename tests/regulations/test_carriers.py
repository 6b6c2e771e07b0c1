"""What carries a rule is said in words that an owner reads, whatever kind it is of."""

from dataclasses import replace
from datetime import date

import pytest

from regulations.carriers import PLAIN_WORDS, POLICY_WORDS, carriers_of
from regulations.checking_rules import CARRIERS, PLAIN, check_carriers
from regulations.conduct import Count, Setting
from regulations.event_words import EVENT_WORDS
from regulations.materials import Guide, GuideItem
from regulations.pack import Listed, RuleCarrier
from regulations.publishing import PublishedPack
from regulations.standing_in import DeemedApproval, GravityTier
from regulations.vocabulary import DERIVED, EVENTS
from tests.cases.driving import pack

WORDS = {
    "limit:answer": "时限“",
    "count:second_notice": "次数“重复告知”不得发生",
    "element:fill_slip": "环节“",
    "form:slip": "表单《",
    "notice:reminder": "告知“",
    "guide:card": "办事指南《办证》第2版",
    "gravity:heavy": "轻重“重大”，由",
    "setting:desk": "设定“desk”：是",
    "ground:idle": "追究情形“拖延”",
    "sanction:talk": "处理方式“谈话”",
    "statistic:late": "统计“逾期件数”",
    "audience:default": "知情范围“其余各项”：",
    "policy:deemed_approval": "超时默认",
    "recorded": "记录在案",
}


def carrying(carrier: str) -> PublishedPack:
    """Return the library with something of every kind, and a rule that *carrier* carries."""
    library = pack()
    changed = library.pack.model_copy(
        update={
            "counts": {
                "second_notice": Count(title="重复告知", event="supplement_noticed", at_most=0)
            },
            "guides": {
                "card": Guide(title="办证", edition="2", items={"id": GuideItem(title="身份证")})
            },
            "gravity": {"heavy": GravityTier(title="重大", to="librarian")},
            "settings": {"desk": Setting(value=True)},
            "grounds": (Listed(key="idle", title="拖延"),),
            "sanctions": (Listed(key="talk", title="谈话"),),
            "statistics": (Listed(key="late", title="逾期件数"),),
            "deemed_approval": DeemedApproval(
                document="某法", since=date(2020, 1, 1), limit="answer", order_limit="answer",
                borne_by="librarian",
            ),
            "rules": {"R901": RuleCarrier(carried_by=(carrier,))},
        }
    )  # fmt: skip
    return replace(library, pack=changed)


@pytest.mark.parametrize("carrier", WORDS)
def test_a_carrier_is_said_in_words(carrier: str) -> None:
    """Each kind says what it is, by the title that people know."""
    published = carrying(carrier)

    assert [] == list(check_carriers(published.pack, published.program, published.source))
    assert carriers_of("R901", published)[0].words.startswith(WORDS[carrier])


def test_every_kind_of_carrier_has_words() -> None:
    """What the check lets through can be shown; the decision is seen in the shipped packs."""
    kinds = {carrier.partition(":")[0] for carrier in CARRIERS}
    shown = {carrier.partition(":")[0] for carrier in WORDS} | set(PLAIN)

    assert kinds - shown == {"decision"}
    assert set(PLAIN) == set(PLAIN_WORDS)
    assert all(f"`{name}`" in CARRIERS["policy:<name>"] for name in POLICY_WORDS)
    hotel = pack("hotel")
    decisions = [each for each in carriers_of("R71", hotel) if each.kind == "decision"]
    assert ["决策表“建议难易等级”（difficulty.dmn）"] == [each.words for each in decisions]


def test_every_event_has_chinese_words() -> None:
    """A limit's start and stop are read by owners; no two events read the same."""
    assert {*EVENTS, *DERIVED} == set(EVENT_WORDS)
    assert len(EVENT_WORDS) == len(set(EVENT_WORDS.values()))


def test_a_policy_that_the_pack_does_not_have_carries_nothing() -> None:
    """No deemed approval without its legal basis, no roster without turns."""
    published = carrying("policy:duty_roster")

    problems = list(check_carriers(published.pack, published.program, published.source))

    assert ["expected a policy of this pack, found 'duty_roster'"] == [
        one.what for one in problems
    ]
