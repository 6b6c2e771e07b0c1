"""Decision tables built in a line or two, for tests."""

from collections.abc import Sequence
from html import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(
    rules: Sequence[tuple[str, ...]],
    policy: str = "UNIQUE",
    aggregation: str = "",
    outputs: Sequence[str] = ("o",),
    order: str = "",
    default: str = "",
    namespace: str = NAMESPACE,
) -> str:
    """Return a model with one decision: a table over `x`.

    Each rule is its test of `x` and a conclusion for each output; *order* are output values.
    """
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    inner = f"<outputValues>{_text(order)}</outputValues>" if order else ""
    inner += f"<defaultOutputEntry>{_text(default)}</defaultOutputEntry>" if default else ""
    columns = "".join(f'<output name="{name}">{inner}</output>' for name in outputs)
    rows = "".join(_rule(rule) for rule in rules)
    return (
        f'<definitions xmlns="{namespace}" id="m" name="m" namespace="n">'
        '<decision id="d" name="d">'
        f'<decisionTable id="t" hitPolicy="{policy}"{aggregated}>'
        f'<input label="x"><inputExpression>{_text("x")}</inputExpression></input>'
        f"{columns}{rows}</decisionTable></decision></definitions>"
    )


def model_of(logic: str, types: str = "", type_ref: str = "", others: str = "") -> str:
    """Return a model with one decision `d`: its *logic*, item definitions, and other nodes."""
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<definitions xmlns="{NAMESPACE}" id="m" name="m" namespace="n">{types}'
        f'<decision id="d" name="d"><variable name="d"{typed}/>{logic}</decision>'
        f"{others}</definitions>"
    )


def _rule(cells: tuple[str, ...]) -> str:
    test, *conclusions = cells
    entries = "".join(f"<outputEntry>{_text(cell)}</outputEntry>" for cell in conclusions)
    return f"<rule><inputEntry>{_text(test)}</inputEntry>{entries}</rule>"


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"
