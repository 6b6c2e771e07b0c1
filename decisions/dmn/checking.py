"""Everything that is wrong with a model, found at once."""

from collections import Counter
from collections.abc import Iterator

from decisions.dmn.boxed.box import Box, Text
from decisions.dmn.boxed.missing import Missing
from decisions.dmn.item_types import Types
from decisions.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionModel,
    DecisionService,
    InputData,
    ItemDefinition,
    Node,
    Reference,
)
from decisions.feel.errors import FeelError, FeelSyntaxError
from decisions.feel.parsing import parse_expression, parse_unary_tests
from decisions.problems import Problem

_WANTED: dict[str, tuple[type, ...]] = {
    "requiredDecision": (Decision,),
    "requiredInput": (InputData,),
    "requiredKnowledge": (BusinessKnowledge, DecisionService),
    "requiredAuthority": (object,),
    "outputDecision": (Decision,),
    "encapsulatedDecision": (Decision,),
    "inputDecision": (Decision,),
    "inputData": (InputData,),
}


def check(model: DecisionModel) -> tuple[Problem, ...]:
    """Return all problems, in the order of their lines."""
    found = [
        *_doubled_ids(model),
        *_doubled_names(model),
        *_references(model, model.nodes),
        *_cycles(model, model.nodes),
        *_types(model),
        *_imports(model),
    ]
    for node in model.nodes:
        if isinstance(node, Decision | BusinessKnowledge):
            found.extend(_box(model, node.id or node.name, node.logic))
    if not any(isinstance(node, Decision | BusinessKnowledge) for node in model.nodes):
        what = "expected a decision at least, found none"
        found.append(Problem(model.file, 0, "", what, "add a decision"))
    return tuple(sorted(set(found), key=lambda problem: (problem.line, problem.what)))


def obstacles(model: DecisionModel, wanted: Node) -> tuple[Problem, ...]:
    """Return the problems that keep *wanted* from being decided at all.

    FEEL text that cannot be read is none of them: its value is null, as DMN has it.
    """
    reachable = _reachable(model, wanted)
    found = [*_references(model, reachable), *_cycles(model, reachable)]
    for node in reachable:
        if isinstance(node, Decision | BusinessKnowledge):
            found.extend(_faults(model, node.id or node.name, node.logic))
    return tuple(sorted(set(found)))


def _reachable(model: DecisionModel, wanted: Node) -> tuple[Node, ...]:
    found: list[Node] = []
    waiting: list[Node] = [wanted]
    while waiting:
        node = waiting.pop()
        if node in found:
            continue
        found.append(node)
        places = (model.resolve(reference) for reference in all_references(node))
        waiting.extend(place.node for place in places if place and place.model is model)
    return tuple(found)


def _faults(model: DecisionModel, element: str, box: Box) -> Iterator[Problem]:
    if not isinstance(box, Missing):
        for line, what, hint in box.faults():
            yield Problem(model.file, line, element, what, hint)
    for child in box.children():
        yield from _faults(model, element, child)


def _doubled_ids(model: DecisionModel) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for key, line in model.ids:
        if key in first:
            what = f"the id {key!r} stands at line {first[key]} already"
            yield Problem(model.file, line, key, what, "give each element an id of its own")
        first.setdefault(key, line)


def _doubled_names(model: DecisionModel) -> Iterator[Problem]:
    counts = Counter(node.name for node in model.nodes if node.name)
    for node in model.nodes:
        if not node.name:
            yield Problem(model.file, node.line, node.id, "it has no name", "name it")
        elif counts[node.name] > 1:
            what = f"the name {node.name!r} is given {counts[node.name]} times"
            yield Problem(model.file, node.line, node.id, what, "give each a name of its own")


def _imports(model: DecisionModel) -> Iterator[Problem]:
    for one in model.imports:
        if one.namespace not in model.linked and "DMN" not in one.namespace:
            what = f"the model of namespace {one.namespace!r} was not found"
            hint = "put it where locationURI says, or beside this file"
            yield Problem(model.file, one.line, one.name, what, hint)


def all_references(node: Node) -> tuple[Reference, ...]:
    """Return all that a node requires or, for a service, offers."""
    if isinstance(node, Decision | BusinessKnowledge):
        return node.requires
    if isinstance(node, DecisionService):
        return (*node.outputs, *node.encapsulated, *node.input_decisions, *node.input_data)
    return ()


def _references(model: DecisionModel, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    for node in nodes:
        for reference in all_references(node):
            place = model.resolve(reference)
            if place is None:
                what = f"{reference.kind} {reference.target!r} is not in the model"
                hint = "correct the href, or remove the requirement"
                yield Problem(model.file, reference.line, node.id, what, hint)
            elif not isinstance(place.node, _WANTED.get(reference.kind, (object,))):
                what = f"{reference.kind} {reference.target!r} is of another kind"
                hint = "require it by the element for its kind"
                yield Problem(model.file, reference.line, node.id, what, hint)


def _cycles(model: DecisionModel, nodes: tuple[Node, ...]) -> Iterator[Problem]:
    """Decisions that come to require themselves; knowledge may call itself."""
    for node in nodes:
        path = _way_back(model, node) if isinstance(node, Decision) else []
        if path:
            what = f"the decision requires itself: {' -> '.join(path)}"
            yield Problem(model.file, node.line, node.id, what, "remove one of the requirements")


def _way_back(model: DecisionModel, start: Decision) -> list[str]:
    stack: list[tuple[Decision, list[str]]] = [(start, [start.id])]
    seen: list[str] = []
    own = ("", model.namespace)
    while stack:
        node, path = stack.pop()
        for reference in node.requires:
            if reference.kind != "requiredDecision" or reference.namespace not in own:
                continue
            if reference.target == start.id:
                return [*path, start.id]
            target = model.by_id(reference.target)
            if isinstance(target, Decision) and target.id not in seen:
                seen.append(target.id)
                stack.append((target, [*path, target.id]))
    return []


def _types(model: DecisionModel) -> Iterator[Problem]:
    types = Types(model)
    for item in model.types.values():
        yield from _item(model, types, item)
    for node in model.nodes:
        yield from _type_ref(model, types, node.type_ref, node.line, node.id)


def _item(model: DecisionModel, types: Types, item: ItemDefinition) -> Iterator[Problem]:
    yield from _type_ref(model, types, item.type_ref, item.line, item.name)
    for text in (item.allowed, item.constraint):
        yield from _text(model, item.name, text)
    for component in item.components:
        yield from _item(model, types, component)


def _type_ref(
    model: DecisionModel, types: Types, type_ref: str, line: int, element: str
) -> Iterator[Problem]:
    if not types.knows(type_ref):
        what = f"the type {type_ref!r} is not defined"
        yield Problem(model.file, line, element, what, "define it, or use a type of FEEL")


def _box(model: DecisionModel, element: str, box: Box) -> Iterator[Problem]:
    for line, what, hint in box.faults():
        yield Problem(model.file, line, element, what, hint)
    for text in box.texts():
        yield from _text(model, element, text)
    yield from _type_ref(model, Types(model), box.type_ref, box.line, element)
    for child in box.children():
        yield from _box(model, element, child)


def _text(model: DecisionModel, element: str, text: Text) -> Iterator[Problem]:
    if text.empty:
        return
    parse = parse_unary_tests if text.tests else parse_expression
    try:
        parse(text.text, model.names)
    except FeelSyntaxError as error:
        line = text.line + error.line - 1
        what = (
            f"{text.where} cannot be read: column {error.column}: "
            f"expected {error.expected}, found {error.found}"
        )
        yield Problem(model.file, line, element, what, "correct the FEEL text")
    except FeelError as error:
        yield Problem(model.file, text.line, element, str(error), "shorten the FEEL text")
