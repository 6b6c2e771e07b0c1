"""Fitted lines as a text tag."""

from bpmn.definition import Bounds
from bpmn.drawing.fitting import LINE_HEIGHT, Fitted, fit
from bpmn.drawing.tags import Tag, number, tag

_BASELINE = 0.92
"""Where a line's baseline is, in font sizes from the top of its line: the same for all fonts."""


def lettered(fitted: Fitted, x: float, top: float, *, css: str = "", turn: str = "") -> list[Tag]:
    """Return the lines centred on *x* from *top* on, as one text or none.

    *css* names a class, *turn* an SVG transform.
    """
    if not fitted.lines:
        return []
    step = fitted.size * LINE_HEIGHT
    spans = [
        tag("tspan", line, x=x, y=top + fitted.size * _BASELINE + step * index)
        for index, line in enumerate(fitted.lines)
    ]
    size = None if fitted.size == 12 else number(fitted.size)
    return [tag("text", *spans, class_=css or None, font_size=size, transform=turn or None)]


def centred(text: str, box: Bounds, above: float = 0.0, below: float = 0.0) -> list[Tag]:
    """Return *text* in the middle of *box*, clear of *above* and *below* at its ends."""
    free = box.height - above - below
    fitted = fit(text, box.width, free)
    middle = box.y + (box.height - fitted.height) / 2
    top = max(box.y + above, min(middle, box.y + box.height - below - fitted.height))
    return lettered(fitted, box.x + box.width / 2, top)


def upwards(text: str, band: Bounds) -> list[Tag]:
    """Return *text* read from below, in the middle of a tall *band*."""
    fitted = fit(text, band.height - 8, band.width - 2)
    x, y = band.x + band.width / 2, band.y + band.height / 2
    turn = f"translate({number(x)} {number(y)}) rotate(-90)"
    return lettered(fitted, 0, -fitted.height / 2, turn=turn)
