"""A DMN model as it was read: what it decides, from what, and with which types."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from decisions.dmn.boxed.box import Box, Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A requirement: the id of what is required, and its model's namespace where it is another."""

    target: str
    line: int
    kind: str
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """Another model that this one uses: under which name, which one, and where it says it lies."""

    name: str
    namespace: str
    location: str
    line: int


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that comes from outside."""

    id: str
    name: str
    line: int
    type_ref: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, its logic, and what it requires."""

    id: str
    name: str
    line: int
    variable: str
    type_ref: str
    logic: Box
    requires: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class BusinessKnowledge:
    """A business knowledge model: a function that decisions may call."""

    id: str
    name: str
    line: int
    variable: str
    type_ref: str
    logic: Box
    requires: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions offered as a function."""

    id: str
    name: str
    line: int
    variable: str
    type_ref: str
    outputs: tuple[Reference, ...]
    encapsulated: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class FunctionItem:
    """What a function of a type takes, in order, and what it gives; empty where nothing is said."""

    takes: tuple[str, ...]
    gives: str


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: of another type, of components, or of functions; may have allowed values."""

    name: str
    line: int
    type_ref: str
    components: tuple["ItemDefinition", ...]
    is_list: bool
    allowed: Text
    constraint: Text
    function: FunctionItem | None = None

    def names(self) -> Iterator[str]:
        """Yield the component names, all the way down."""
        for component in self.components:
            yield component.name
            yield from component.names()


Node = InputData | Decision | BusinessKnowledge | DecisionService


@dataclass(slots=True, eq=False)
class DecisionModel:
    """A whole model.

    Attributes:
        file: the path as its author knows it.
        name: the model's name.
        namespace: the model's namespace.
        nodes: inputs, decisions, knowledge and services, in document order.
        types: item definitions by name.
        ids: all ids of the file with their lines, doubled ones too.
        names: all names that expressions may use.
        imports: the other models it uses.
        linked: those of them that were given, by namespace.
        memo: what was compiled, kept with the model.
    """

    file: str
    name: str
    namespace: str
    nodes: tuple[Node, ...]
    types: dict[str, ItemDefinition]
    ids: tuple[tuple[str, int], ...]
    names: frozenset[str]
    imports: tuple[Import, ...] = ()
    linked: dict[str, "DecisionModel"] = field(default_factory=dict)
    memo: dict[str, object] = field(default_factory=dict)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions, in document order."""
        return tuple(node for node in self.nodes if isinstance(node, Decision))

    def by_id(self, key: str) -> Node | None:
        """Return the node with this id."""
        return next((node for node in self.nodes if node.id == key), None)

    def resolve(self, reference: Reference) -> "Place | None":
        """Return what is required and the model it stands in, which may be an imported one."""
        home: DecisionModel | None = self
        if reference.namespace not in {"", self.namespace}:
            home = self.linked.get(reference.namespace)
        node = None if home is None else home.by_id(reference.target)
        if home is None or node is None:
            return None
        return Place(home, node, "" if home is self else self.alias(reference.namespace))

    def alias(self, namespace: str) -> str:
        """Return the name under which the model of *namespace* is imported."""
        return next((one.name for one in self.imports if one.namespace == namespace), "")

    def imported(self, name: str) -> "DecisionModel | None":
        """Return the model that is imported under *name*."""
        found = (one.namespace for one in self.imports if one.name == name)
        return self.linked.get(next(found, ""))

    def home_of(self, type_ref: str) -> "tuple[DecisionModel, str] | None":
        """Return the imported model that defines a type, and the type's name there.

        What is imported without a name is known by its own (DMN 1.5, 6.3.3).
        """
        alias, dot, rest = type_ref.partition(".")
        home = self.imported(alias) if dot else None
        if home is not None:
            return home, rest
        unnamed = (self.linked.get(one.namespace) for one in self.imports if not one.name)
        for one in unnamed:
            if one is not None and (type_ref in one.types or one.home_of(type_ref)):
                return one, type_ref
        return None

    def find(self, key: str, kinds: tuple[type, ...]) -> Node | None:
        """Return the node of these kinds with this id or, failing that, this name."""
        nodes = [node for node in self.nodes if isinstance(node, kinds)]
        by_id = (node for node in nodes if node.id == key)
        by_name = (node for node in nodes if key in (node.name, variable_of(node)))
        return next(by_id, None) or next(by_name, None)


@dataclass(frozen=True, slots=True)
class Place:
    """A node, its model, and the name that model is imported under; empty for its own."""

    model: DecisionModel
    node: Node
    alias: str

    @property
    def name(self) -> str:
        """The name under which expressions know the node here."""
        variable = variable_of(self.node)
        return f"{self.alias}.{variable}" if self.alias else variable


def variable_of(node: Node) -> str:
    """Return the name under which expressions know the node."""
    return node.name if isinstance(node, InputData) else node.variable or node.name
