"""Words that put people off are pointed out to those who supervise; nothing is refused."""

import pytest

from tests.cases.driving import a_course
from tests.cases.telling import tell, with_phrases


def test_a_banned_phrase_is_pointed_out_with_its_place() -> None:
    """Who wrote it, where, and by which article; for the eyes of oversight alone."""
    course = a_course(law=with_phrases("不知道", "不归我管"))

    facts = tell(course, "answered", "sv-01", answer="这个我不知道，也不归我管。")

    flagged = [fact for fact in facts if fact.kind == "phrase_flagged"]
    assert ["不知道", "不归我管"] == [fact.data["phrase"] for fact in flagged]
    assert ("answered", "answer", "sv-01", "R41") == tuple(
        flagged[0].data[name] for name in ("event", "field", "by", "rule")
    )
    assert ("oversight",) == flagged[0].audience


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("progress_reported", {"progress": "还没有办法，等着吧"}),
        ("apologised", {"apology": "没有办法，见谅", "remedy": "今日送达"}),
        ("apologised", {"apology": "谨致歉意", "remedy": "没有办法"}),
        ("explained", {"reason": "没有办法"}),
    ],
)
def test_whatever_is_said_to_the_requester_is_looked_at(kind: str, data: dict[str, str]) -> None:
    """Progress and apologies as well as answers (R8, R41)."""
    course = a_course(law=with_phrases("没有办法"))

    tell(course, kind, "sv-01", **data)

    assert [kind] == [fact.data["event"] for fact in course.of("phrase_flagged")]


def test_the_answer_stands_as_it_was_given() -> None:
    """Software points out; people judge."""
    course = a_course(law=with_phrases("不知道"))

    tell(course, "answered", "sv-01", answer="不知道")

    assert "不知道" == course.case.answer


def test_a_decent_answer_is_not_pointed_out() -> None:
    """Nothing where nothing is."""
    course = a_course(law=with_phrases("不知道"))

    tell(course, "answered", "sv-01", answer="书已补齐，请来领取。")

    assert not course.of("phrase_flagged")


def test_one_act_is_pointed_out_once() -> None:
    """A completion that is several events brings the same words to each of them."""
    course = a_course(law=with_phrases("不归我管"))

    course.do("receive", "sv-01", "pass")
    course.do("fill_slip", "sv-01", "send", to_unit="stacks", reason="不归我管")

    assert ["handover_sent"] == [fact.data["event"] for fact in course.of("phrase_flagged")]
