"""Boxed expressions turned into closures, kept with their model."""

from decisions.dmn.boxed.box import Box, Closure, Text
from decisions.dmn.item_types import Types
from decisions.dmn.model import DecisionModel
from decisions.feel.errors import FeelError
from decisions.feel.frames import Frame
from decisions.feel.kinds import kind
from decisions.feel.parsing import parse_expression, parse_unary_tests


class ModelCompiler:
    """Compiles the boxed expressions of one model."""

    def __init__(self, model: DecisionModel) -> None:
        self.model = model
        self.types = Types(model)

    def text(self, text: Text) -> Closure:
        """Return the closure of FEEL text; null and a warning where it cannot be read."""
        if text.empty:
            return lambda _frame: None
        parse = parse_unary_tests if text.tests else parse_expression
        try:
            return parse(text.text, self.model.names).in_frame
        except FeelError as error:
            place = f"{self.model.file}:{text.line}: {text.where}"
            return _unreadable(f"{place} cannot be read: {error}")

    def box(self, box: Box) -> Closure:
        """Return the closure of a boxed expression, its value fitted to its type."""
        return self.fitting(box.type_ref, box.closure(self), "the expression")

    def fitting(self, type_ref: str, closure: Closure, what: str) -> Closure:
        """Return a closure that fits the value to a type: null and a warning where it cannot."""
        if not type_ref:
            return closure
        fitted, simple = self.types.fitted, self.types.simple(type_ref)

        def evaluate(frame: Frame) -> object:
            value = closure(frame)
            if value is None or kind(value) == simple:
                return value
            return fitted(type_ref, value, what, frame)

        return evaluate


def _unreadable(sentence: str) -> Closure:
    def evaluate(frame: Frame) -> object:
        frame.run.warn(sentence)
        return None

    return evaluate


def compiler_of(model: DecisionModel) -> ModelCompiler:
    """Return the model's compiler, made once."""
    known = model.memo.get("compiler")
    if isinstance(known, ModelCompiler):
        return known
    made = ModelCompiler(model)
    model.memo["compiler"] = made
    return made
