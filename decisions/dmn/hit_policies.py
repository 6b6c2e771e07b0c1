"""What a decision table gives where several rules match, or none (DMN 1.5, 8.2.10 and 8.2.11)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from decisions.feel.arithmetic import NoValue
from decisions.feel.comparing import same
from decisions.feel.frames import Frame
from decisions.feel.library import aggregates

AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches, and its output."""

    rule: str | int
    output: object


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class TableShape(Protocol):
    """What of a table decides."""

    @property
    def element(self) -> str:
        """Its id."""

    @property
    def hit_policy(self) -> str:
        """Its hit policy."""

    @property
    def aggregation(self) -> str:
        """Its aggregation, or nothing."""

    @property
    def outputs(self) -> Sequence[_Named]:
        """Its outputs."""


Orders = tuple[Callable[[Frame], object] | None, ...]
Outcome = tuple[object, list[Hit]]
Policy = Callable[[TableShape, list[Hit], Orders, Frame], Outcome]


def decide(
    table: TableShape, hits: list[Hit], default: object, orders: Orders, frame: Frame
) -> Outcome:
    """Return the table's value and the rules that count."""
    policy = HIT_POLICIES.get(table.hit_policy)
    if policy is None:
        frame.run.warn(f"table {table.element}: the hit policy {table.hit_policy!r} is unknown")
        return None, []
    if hits:
        return policy(table, hits, orders, frame)
    if default is not None:
        return default, []
    if table.hit_policy == "COLLECT" and table.aggregation in {"", "COUNT"}:
        return (0 if table.aggregation else []), []
    frame.run.warn(f"table {table.element}: no rule matches")
    return None, []


def _listed(hits: list[Hit]) -> str:
    return ", ".join(str(hit.rule) for hit in hits)


def _unique(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    del orders
    if len(hits) == 1:
        return hits[0].output, hits
    frame.run.warn(
        f"table {table.element}: hit policy UNIQUE allows one rule, these match: {_listed(hits)}"
    )
    return None, hits


def _any(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    del orders
    if all(same(hit.output, hits[0].output) for hit in hits):
        return hits[0].output, hits
    frame.run.warn(
        f"table {table.element}: hit policy ANY wants one output, these differ: {_listed(hits)}"
    )
    return None, hits


def _first(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    del table, orders, frame
    return hits[0].output, hits[:1]


def _priority(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    best = _in_order(table, hits, orders, frame)[0]
    return best.output, [best]


def _output_order(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    ordered = _in_order(table, hits, orders, frame)
    return [hit.output for hit in ordered], ordered


def _in_order(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> list[Hit]:
    """Return the hits by the order of the output values, the first output first."""
    ranks = [None if order is None else order(frame) for order in orders]

    def key(hit: Hit) -> list[int]:
        if len(table.outputs) == 1:
            return [_rank(hit.output, ranks[0])]
        assert isinstance(hit.output, dict)  # noqa: S101 - several outputs make a context
        return [
            _rank(hit.output.get(output.name), rank)
            for output, rank in zip(table.outputs, ranks, strict=True)
        ]

    return sorted(hits, key=key)


def _rank(value: object, order: object) -> int:
    if not isinstance(order, list):
        return 0
    return next((place for place, item in enumerate(order) if same(item, value)), len(order))


def _collect(table: TableShape, hits: list[Hit], orders: Orders, frame: Frame) -> Outcome:
    del orders
    outputs = [hit.output for hit in hits]
    aggregate = _AGGREGATES.get(table.aggregation)
    if aggregate is None:
        return outputs, hits
    try:
        return aggregate(outputs), hits
    except NoValue as reason:
        frame.run.warn(f"table {table.element}: cannot aggregate: {reason}")
        return None, hits


_AGGREGATES: dict[str, Callable[[list[object]], object]] = {
    "SUM": aggregates.total,
    "MIN": aggregates.least,
    "MAX": aggregates.greatest,
    "COUNT": len,
}
HIT_POLICIES: dict[str, Policy] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "PRIORITY": _priority,
    "ANY": _any,
    "COLLECT": _collect,
    "RULE ORDER": _collect,
    "OUTPUT ORDER": _output_order,
}
