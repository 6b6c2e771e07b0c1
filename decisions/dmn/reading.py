"""The way in: DMN XML to a model, a check of it, and its decisions' values.

model = read(xml, "transfer.dmn")
problems = check(model)
result = evaluate(model, "who answers", {"hour": 9})
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from decisions.dmn.boxed.box import Box, text_in, type_ref_of
from decisions.dmn.boxed.registry import read_box
from decisions.dmn.checking import check
from decisions.dmn.evaluating import DecisionResult, NoSuchDecision, evaluate, invoke
from decisions.dmn.model import (
    BusinessKnowledge,
    Decision,
    DecisionModel,
    DecisionService,
    FunctionItem,
    Import,
    InputData,
    ItemDefinition,
    Node,
    Reference,
    variable_of,
)
from decisions.problems import InvalidDefinition, Problem
from decisions.xml_tree import Element, parse_xml

__all__ = ["DecisionResult", "NoSuchDecision", "check", "evaluate", "imports_of", "invoke", "read"]

_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")


@lru_cache(maxsize=256)
def read(xml: bytes | str, file: str, imported: tuple[DecisionModel, ...] = ()) -> DecisionModel:
    """Read a model; the same text in the same file is read once per process.

    Args:
        xml: the model.
        file: its path, for problems.
        imported: the models it may import, found by their namespaces.

    Raises:
        InvalidDefinition: the text is not XML, or not DMN.
    """
    root = _root(xml, file)
    nodes = tuple(_nodes(root))
    types = {one.name: one for one in map(_item_definition, root.all("itemDefinition"))}
    imports = tuple(_imports(root))
    wanted = [one.namespace for one in imports]
    linked = {one.namespace: one for one in imported if one.namespace in wanted}
    names = [*_names(nodes, types), *(one.name for one in imports)]
    names.extend(name for one in linked.values() for name in sorted(one.names))
    return DecisionModel(
        file,
        root.get("name"),
        root.get("namespace"),
        nodes,
        types,
        tuple(_ids(root)),
        frozenset(names),
        imports,
        linked,
    )


def imports_of(xml: bytes | str, file: str) -> tuple[Import, ...]:
    """Return the models that a model imports, before it is read.

    Raises:
        InvalidDefinition: the text is not XML, or not DMN.
    """
    return tuple(_imports(_root(xml, file)))


def _imports(root: Element) -> Iterator[Import]:
    for element in root.all("import"):
        yield Import(
            element.get("name"),
            element.get("namespace"),
            element.get("locationURI"),
            element.line,
        )


def _root(xml: bytes | str, file: str) -> Element:
    root = parse_xml(xml, file)
    if root.name != "definitions" or "DMN" not in root.namespace:
        found = f"{root.name} of {root.namespace or 'no namespace'}"
        what = f"expected the element definitions of DMN, found {found}"
        hint = "export the file as DMN 1.1 to 1.5"
        raise InvalidDefinition((Problem(file, root.line, root.get("id"), what, hint),))
    return root


def _nodes(root: Element) -> Iterator[Node]:
    for element in root.children:
        reader = _READERS.get(element.name)
        if reader is not None:
            yield reader(element)


def _input_data(element: Element) -> InputData:
    variable = element.first("variable")
    name = element.get("name") if variable is None else variable.get("name")
    return InputData(
        element.get("id"), name or element.get("name"), element.line, type_ref_of(variable)
    )


def _decision(element: Element) -> Decision:
    variable = element.first("variable")
    return Decision(
        element.get("id"),
        element.get("name"),
        element.line,
        "" if variable is None else variable.get("name"),
        type_ref_of(variable),
        read_box(element),
        tuple(_requirements(element)),
    )


def _knowledge(element: Element) -> BusinessKnowledge:
    variable = element.first("variable")
    logic = element.first("encapsulatedLogic")
    return BusinessKnowledge(
        element.get("id"),
        element.get("name"),
        element.line,
        "" if variable is None else variable.get("name"),
        type_ref_of(variable),
        _function(element if logic is None else logic),
        tuple(_requirements(element)),
    )


def _function(logic: Element) -> Box:
    holder = Element(logic.namespace, "functionDefinition", logic.line, logic.attributes)
    holder.children = logic.children
    return read_box(Element(logic.namespace, "logic", logic.line, {}, [holder]))


def _service(element: Element) -> DecisionService:
    variable = element.first("variable")
    return DecisionService(
        element.get("id"),
        element.get("name"),
        element.line,
        "" if variable is None else variable.get("name"),
        type_ref_of(variable),
        *(
            tuple(_reference(child, kind) for child in element.all(kind))
            for kind in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        ),
    )


_READERS: dict[str, Callable[[Element], Node]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}


def _requirements(element: Element) -> Iterator[Reference]:
    for requirement in element.children:
        if requirement.name in _REQUIREMENTS:
            for child in requirement.children:
                if child.name.startswith("required"):
                    yield _reference(child, child.name)


def _reference(element: Element, kind: str) -> Reference:
    namespace, _, target = element.get("href").rpartition("#")
    return Reference(target, element.line, kind, namespace)


def _item_definition(element: Element) -> ItemDefinition:
    return ItemDefinition(
        element.get("name"),
        element.line,
        type_ref_of(element),
        tuple(_item_definition(child) for child in element.all("itemComponent")),
        element.get("isCollection") in {"true", "1"},
        text_in(element.first("allowedValues"), "the allowed values", tests=True),
        text_in(element.first("typeConstraint"), "the type constraint", tests=True),
        _function_item(element.first("functionItem")),
    )


def _function_item(element: Element | None) -> FunctionItem | None:
    if element is None:
        return None
    takes = tuple(type_ref_of(parameter) for parameter in element.all("parameters"))
    return FunctionItem(takes, element.get("outputTypeRef"))


def _ids(root: Element) -> Iterator[tuple[str, int]]:
    """Yield the ids of the model's own elements; diagram interchange has ids of its own kind."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.name == "DMNDI":
            continue
        if element.get("id"):
            yield element.get("id"), element.line
        stack.extend(reversed(element.children))


def _names(nodes: tuple[Node, ...], types: dict[str, ItemDefinition]) -> Iterator[str]:
    for node in nodes:
        yield node.name
        yield variable_of(node)
        if isinstance(node, Decision | BusinessKnowledge):
            yield from _box_names(node.logic)
    for one in types.values():
        yield one.name
        yield from one.names()


def _box_names(box: Box) -> Iterator[str]:
    yield from box.names()
    for child in box.children():
        yield from _box_names(child)
