"""The parts an expression is made of, as the parser leaves them for the compiler."""

from dataclasses import dataclass

Node = object


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written down."""

    value: object


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a function, or `?`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    """Arithmetic negation."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`first op operand op operand …` of one precedence, from left to right."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right` with = != < <= > >=."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction in three-valued logic."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction in three-valued logic."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In:
    """`value in test` or `value in (test, …)`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then consequence else if … else alternative`."""

    cases: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For:
    """`for … return body`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some|every … satisfies condition`."""

    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """`[a, b, …]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    """`{key: value, …}`; later entries see earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`source[condition]`."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call:
    """`function(argument, …)`; *names* where the arguments are given by name."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class FunctionLiteral:
    """`function(parameter: type, …) body`."""

    parameters: tuple[str, ...]
    types: tuple["TypeName | None", ...]
    body: Node


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type: `number`, `list<string>`, `context<a: number>`, `function<…> -> …`, `range<…>`."""

    name: str
    arguments: tuple["TypeName", ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of type`."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class RangeLiteral:
    """`[low..high]` with any brackets; None where a side is open to infinity."""

    low: Node | None
    high: Node | None
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class OperatorTest:
    """`< 5` as a unary test."""

    op: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """What stands in an input entry; no tests for `-`."""

    tests: tuple[Node, ...]
    negated: bool
