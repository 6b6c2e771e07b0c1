"""The marks inside events, tasks and gateways, as paths around a centre (0, 0).

A mark is a list of (role, path). Roles: `body` is outlined where an event catches and filled
where it throws; `detail` is a line upon it; `outline`, `line`, `bold` and `ink` never change.
"""

from math import cos, pi, sin

from bpmn.drawing.tags import Tag, number, tag

Mark = tuple[tuple[str, str], ...]


def circle(radius: float, x: float = 0.0, y: float = 0.0) -> str:
    """Return the path of a circle."""
    r = number(radius)
    left, right, middle = number(x - radius), number(x + radius), number(y)
    return f"M{left},{middle}A{r},{r} 0 1 1 {right},{middle}A{r},{r} 0 1 1 {left},{middle}Z"


def _ring(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points) + "Z"


def _pentagon(radius: float) -> str:
    turns = [2 * pi * k / 5 - pi / 2 for k in range(5)]
    return _ring([(radius * cos(turn), radius * sin(turn)) for turn in turns])


def _gear(x: float, y: float, radius: float, teeth: int = 8) -> str:
    """Return a toothed wheel with its hole, from *radius* in to three quarters of it."""
    points = []
    for tooth in range(teeth):
        for part, reach in ((-0.32, 0.74), (-0.19, 1.0), (0.19, 1.0), (0.32, 0.74)):
            turn = 2 * pi * (tooth + part) / teeth
            points.append((x + radius * reach * cos(turn), y + radius * reach * sin(turn)))
    return _ring(points) + circle(radius * 0.34, x, y)


def _ticks(radius: float, length: float) -> str:
    marks = []
    for hour in range(12):
        c, s = cos(pi * hour / 6), sin(pi * hour / 6)
        inner = radius - length
        ends = [number(v) for v in (inner * c, inner * s, radius * c, radius * s)]
        marks.append("M{},{}L{},{}".format(*ends))
    return "".join(marks)


EVENTS: dict[str, Mark] = {
    "message": (("body", "M-10,-7H10V7H-10Z"), ("detail", "M-10,-7L0,1.5L10,-7")),
    "timer": (
        ("dial", circle(11.2)),
        ("line", _ticks(11.2, 2.6)),
        ("dial", "M1.2,-7.5L0,0L5.8,0.8"),
    ),
    "signal": (("body", "M0,-10.5L10,7H-10Z"),),
    "error": (("body", "M-9.5,9L-4.2,-8.5L3.2,2.2L9.5,-9L4.2,8.5L-3.2,-2.4Z"),),
    "escalation": (("body", "M0,-11L8,9.5L0,1.6L-8,9.5Z"),),
    "conditional": (
        ("body", "M-7.5,-10H7.5V10H-7.5Z"),
        ("detail", "M-4.8,-6H4.8M-4.8,-2H4.8M-4.8,2H4.8M-4.8,6H4.8"),
    ),
    "link": (("body", "M-10.5,-4H2V-9L11,0L2,9V4H-10.5Z"),),
    "compensate": (("body", "M-0.5,-7.5V7.5L-10.5,0Z"), ("body", "M9.5,-7.5V7.5L-0.5,0Z")),
    "terminate": (("ink", circle(11)),),
    "cancel": (
        ("body", "M-9.8,-7L-7,-9.8L0,-2.8L7,-9.8L9.8,-7L2.8,0L9.8,7L7,9.8L0,2.8L-7,9.8L-9.8,7L-2.8,0Z"),
    ),
    "multiple": (("body", _pentagon(11)),),
    "parallelMultiple": (
        ("body", "M-3,-10.5H3V-3H10.5V3H3V10.5H-3V3H-10.5V-3H-3Z"),
    ),
}  # fmt: skip
"""By kind of event definition, for a circle of radius 18."""

TASKS: dict[str, Mark] = {
    "userTask": (
        ("outline", "M-8,9V5.4C-8,2 -5.6,0 -2.6,-0.6L0,1.4L2.6,-0.6C5.6,0 8,2 8,5.4V9Z"),
        ("line", "M-4.6,9V5.8M4.6,9V5.8"),
        ("outline", circle(4.2, 0, -4.6)),
        ("ink", "M-4.3,-4.2C-4.9,-10.6 4.9,-10.6 4.3,-4.2C3,-5.8 1.6,-5.4 0.2,-6.4C-1.4,-5.2 -3.2,-5.6 -4.3,-4.2Z"),
    ),
    "serviceTask": (("wheel", _gear(-2.4, -2.4, 7.2)), ("wheel", _gear(4.6, 4.6, 5.6))),
    "sendTask": (("ink", "M-9.5,-6.5H9.5V6.5H-9.5Z"), ("inverse", "M-9.5,-6.5L0,1.5L9.5,-6.5")),
    "receiveTask": (("outline", "M-9.5,-6.5H9.5V6.5H-9.5Z"), ("line", "M-9.5,-6.5L0,1.5L9.5,-6.5")),
    "scriptTask": (
        ("outline", "M-3.6,-9H8.4C3.4,-5.4 4.2,-3 6,-0.2S7.6,5.8 3.6,9H-8.4C-4.2,5.6 -4.8,3 -6.2,0S-8,-6 -3.6,-9Z"),
        ("line", "M-3.6,-5.6H2M-3.6,-2H3M-2.4,1.6H5M-2.6,5.2H4.4"),
    ),
    "manualTask": (
        ("outline", ("M-9.5,-0.5L-3.2,-7.6C-1.8,-9 0.2,-7.6 -0.6,-6L-2,-3.6H7.4C9.4,-3.6 9.4,-0.8 7.4,-0.8H8.4"
                    "C10.4,-0.8 10.4,2 8.4,2H7.6C9.6,2 9.6,4.8 7.6,4.8H6C8,4.8 8,7.5 6,7.5H-4C-7,7.5 -9.5,6 -9.5,3.5Z")),
        ("line", "M1.6,-0.8H7.4M1.8,2H7.6M1.6,4.8H6"),
    ),
    "businessRuleTask": (
        ("outline", "M-9,-7.5H9V7.5H-9Z"),
        ("shade", "M-9,-7.5H9V-3.3H-9Z"),
        ("line", "M-9,2.1H9M-3.6,-3.3V7.5"),
    ),
}  # fmt: skip
"""By kind of task, about 20 wide and high."""

GATEWAYS: dict[str, Mark] = {
    "exclusiveGateway": (("bold", "M-6.5,-8.5L6.5,8.5M6.5,-8.5L-6.5,8.5"),),
    "parallelGateway": (("bold", "M0,-11.5V11.5M-11.5,0H11.5"),),
    "inclusiveGateway": (("hoop", circle(11.5)),),
    "complexGateway": (("bold", "M0,-11.5V11.5M-11.5,0H11.5M-8,-8L8,8M8,-8L-8,8"),),
    "eventBasedGateway": (
        ("line", circle(14.5)), ("line", circle(12)), ("line", _pentagon(8.5)),
    ),
    "instantiating": (("line", circle(14.5)), ("line", _pentagon(9))),
    "instantiatingAll": (
        ("line", circle(14.5)), ("line", "M-3,-9H3V-3H9V3H3V9H-3V3H-9V-3H-3Z"),
    ),
}  # fmt: skip
"""By kind of gateway, for a diamond of 50 by 50."""

MARKERS: dict[str, Mark] = {
    "compensation": (("outline", "M-0.3,-5V5L-7,0Z"), ("outline", "M6.7,-5V5L0,0Z")),
    "loop": (("line", "M-2.6,5.6A6,6 0 1 1 2.2,5.7"), ("line", "M-6.6,5.6H-2.6V1.6")),
    "parallel": (("bar", "M-4.5,-6V6M0,-6V6M4.5,-6V6"),),
    "sequential": (("bar", "M-6,-4.5H6M-6,0H6M-6,4.5H6"),),
    "adHoc": (("bar", "M-6.5,2C-4.5,-4 -2,-2.5 0,0S4.5,4 6.5,-2"),),
    "collapsed": (("outline", "M-7,-7H7V7H-7Z"), ("line", "M-4,0H4M0,-4V4")),
}
"""At the bottom of an activity or pool, 14 by 14."""


def placed(mark: Mark, x: float, y: float, scale: float = 1.0, *, filled: bool = False) -> Tag:
    """Return the mark with its centre at (*x*, *y*); *filled* is that of a throwing event."""
    roles = (
        {"body": "ink", "detail": "inverse"} if filled else {"body": "outline", "detail": "line"}
    )
    grown = "" if scale == 1 else f" scale({number(scale)})"
    move = f"translate({number(x)} {number(y)}){grown}"
    paths = [tag("path", class_=roles.get(role, role), d=path) for role, path in mark]
    return tag("g", *paths, class_="mark", transform=move)
