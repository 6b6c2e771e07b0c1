"""All families of elements; importing this fills the registry."""

from bpmn.elements import (
    calls,
    catching,
    events,
    gateways,
    jobs,
    multi_instance,
    scripts,
    subprocesses,
    tasks,
    throwing,
)
from bpmn.elements.registry import BEHAVIOURS

FAMILIES = (
    events,
    catching,
    throwing,
    tasks,
    jobs,
    scripts,
    gateways,
    subprocesses,
    calls,
    multi_instance,
)
ACCEPTED = frozenset(BEHAVIOURS)
