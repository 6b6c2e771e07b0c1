"""Signals and messages: who in the instance waits for them."""

from collections.abc import Mapping

from bpmn.effects import SendSignal
from bpmn.firing import fire
from bpmn.instance import Instance, Wait
from bpmn.run import Run


def broadcast(run: Run, name: str, element: str, variables: Mapping[str, object]) -> None:
    """Send a signal out, and give it to all in the instance who wait for it."""
    run.effects.append(SendSignal(name, element, variables))
    give(run, name, {})


def give(run: Run, name: str, payload: Mapping[str, object]) -> None:
    """Give a signal to all who wait for it, in the order they began to wait."""
    for wait in waiting(run.instance, "signal", name):
        if wait.key in run.instance.waits:
            fire(run, wait, payload)


def waiting(instance: Instance, kind: str, name: str) -> list[Wait]:
    """Return the open waits for a message or signal of this name, oldest first."""
    return [each for each in instance.waits.values() if each.kind == kind and each.name == name]
