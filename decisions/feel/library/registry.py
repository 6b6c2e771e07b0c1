"""All built-in functions by name."""

from decisions.feel.values import FeelFunction

FUNCTIONS: dict[str, FeelFunction] = {}
