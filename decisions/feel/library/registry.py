"""All built-in functions by name."""

from decisions.feel.library import (
    aggregates,
    contexts,
    conversion,
    intervals,
    lists,
    numeric,
    patterns,
    strings,
    temporal,
)
from decisions.feel.values import FeelFunction

_SUBJECTS = (
    aggregates,
    contexts,
    conversion,
    intervals,
    lists,
    numeric,
    patterns,
    strings,
    temporal,
)
FUNCTIONS: dict[str, FeelFunction] = {
    name: function
    for subject in _SUBJECTS
    for name, function in subject.library.functions().items()
}
