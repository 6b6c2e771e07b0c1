"""Labels fit their boxes: estimated widths, line breaks, sizes."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bpmn.drawing.fitting import LINE_HEIGHT, SMALLEST, fit, wrap
from bpmn.drawing.widths import width_of

LETTERS = st.text(
    st.one_of(
        st.sampled_from("首问责任人登记并答复（）“”，。；《记录单》"),
        st.sampled_from("abcXYZ -/_.?09"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)
WIDTHS = st.floats(30, 300)
HEIGHTS = st.floats(15, 200)


def _letters(text: str) -> str:
    return "".join(text.split())


@given(LETTERS, WIDTHS, HEIGHTS)
def test_a_text_stands_inside_its_box(text: str, width: float, height: float) -> None:
    """No line is wider than the box and all lines together are not higher."""
    fitted = fit(text, width, height)

    assert all(width_of(line, fitted.size) <= width + 1e-6 for line in fitted.lines)
    assert fitted.height <= height


@given(LETTERS, WIDTHS, HEIGHTS)
def test_nothing_is_lost_in_silence(text: str, width: float, height: float) -> None:
    """All letters are there in their order, or an ellipsis ends what there was room for."""
    fitted = fit(text, width, height)

    shown = _letters("".join(fitted.lines))
    if fitted.whole:
        assert _letters(text) == shown
    else:
        assert SMALLEST == fitted.size
        assert shown.endswith("…")
        assert _letters(text).startswith(shown[:-1])


@given(LETTERS, WIDTHS, HEIGHTS)
def test_the_size_goes_down_only_where_it_must(text: str, width: float, height: float) -> None:
    """What fits at the usual size without breaking a word is drawn at it."""
    whole = wrap(text, width, 12)
    assume(whole.height <= height)
    assume(_letters("".join(whole.lines)) == _letters(text))
    words = re.split("[ \t]", " ".join(text.splitlines()))
    assume(all(width_of(word, 12) <= width for word in words))

    assert 12 == fit(text, width, height).size


@given(
    st.text(st.sampled_from("首问责任人首问责任人，。（）《》、"), min_size=2, max_size=40), WIDTHS
)
def test_marks_stay_with_what_they_belong_to(text: str, width: float) -> None:
    """No line begins with a closing mark, save where a row of marks is wider than the line."""
    fitted = wrap(text, width, 12)

    longest = max(len(run) for run in _runs_of_marks(text))
    assume(width_of("首" * (2 * longest + 1), 12) <= width)
    assert not [line for line in fitted.lines[1:] if line[0] in "，。）》、"]
    assert not [line for line in fitted.lines[:-1] if line[-1] in "（《"]


def _runs_of_marks(text: str) -> list[str]:
    return "".join(" " if each in "首问责任人" else each for each in text).split() or [""]


@pytest.mark.parametrize(
    ("text", "width", "height", "lines", "size"),
    [
        pytest.param("办结", 90, 74, ("办结",), 12, id="one line"),
        pytest.param("首问责任人登记并答复", 90, 74, ("首问责任人", "登记并答复"), 12, id="even lines"),
        pytest.param("系统外事项，已说明指引", 90, 30, ("系统外事项，", "已说明指引"), 12, id="comma stays"),
        pytest.param("转交\n再转交", 90, 74, ("转交", "再转交"), 12, id="its own lines"),
        pytest.param("send the slip", 60, 74, ("send", "the slip"), 12, id="words"),
        pytest.param("businessRuleTask", 90, 74, ("businessRuleTask",), 10, id="smaller, not broken"),
        pytest.param("承办部门负责人", 44, 30, ("承办部门", "负责人"), 11, id="smaller"),
        pytest.param("一二三四五六七八", 14, 9, ("一…",), 7, id="ellipsis"),
        pytest.param("", 90, 74, (), 12, id="nothing"),
        pytest.param(" \n ", 90, 74, (), 12, id="spaces"),
        pytest.param("👩‍👩‍👧家", 13, 40, ("👩‍👩‍👧", "家"), 12, id="a family stays together"),
    ],
)  # fmt: skip
def test_lines_break_as_readers_expect(
    text: str, width: float, height: float, lines: tuple[str, ...], size: float
) -> None:
    """Even lines, whole words, own line ends; smaller only where it must be."""
    fitted = fit(text, width, height)

    assert (lines, size) == (fitted.lines, fitted.size)


def test_an_ideograph_is_as_wide_as_its_size() -> None:
    """Chinese is set solid; Latin by the widths of Arial, a little more for other fonts."""
    assert 48 == width_of("首问责任", 12)
    assert 0 < width_of("iiii", 12) < width_of("mmmm", 12) < 48
    assert 0 == width_of("\u0301", 12)


def test_lines_stand_close() -> None:
    """The height of a text is that of its lines."""
    assert 2 * 12 * LINE_HEIGHT == pytest.approx(wrap("一\n二", 100, 12).height)
