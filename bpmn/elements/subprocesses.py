"""Scopes: processes, embedded subprocesses, event subprocesses."""

from collections.abc import Mapping

from bpmn.elements.registry import Behaviour, register
from bpmn.facts import NOTHING, Fact
from bpmn.instance import Activation
from bpmn.kernel import announce, attempt, detach, finish, finish_scope, stage
from bpmn.lifecycle import enter
from bpmn.linking import Link, Place
from bpmn.run import Run
from bpmn.scopes import open_scope
from bpmn.waits import close_waits


def open_subprocess(run: Run, activation: Activation) -> None:
    """Begin the contents.

    Raises:
        Stuck: an event subprocess cannot begin to wait.
    """
    open_scope(run, activation, activation.place)


def complete_subprocess(run: Run, activation: Activation) -> None:
    """The contents have ended: end the waits of its event subprocesses, then complete."""
    close_waits(run, activation, "startEvent")
    attempt(run, "complete", activation)


def finish_process(run: Run, activation: Activation) -> None:
    """The contents have ended, and so has the instance."""
    del activation
    finish(run, "completed")


def finish_event_subprocess(run: Run, activation: Activation) -> None:
    """The contents of an event subprocess have ended."""
    attempt(run, "end_event_subprocess", activation)


@stage("end_event_subprocess")
def end_event_subprocess(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """An event subprocess is left without flows; its scope may be at its end."""
    scope, place = activation.scope, activation.place
    close_waits(run, activation)
    if place.announces:
        announce(run, place, activation.n, activation, None)
    detach(run, activation)
    run.facts.append(Fact("left", place.id, activation.n, NOTHING))
    if scope is not None and not scope.tokens and not scope.children:
        finish_scope(run, scope)


def never_entered(run: Run, scope: Activation, place: Place, link: Link | None) -> None:
    """Do nothing: no flow leads to a process or an event subprocess."""
    del run, scope, place, link


register(Behaviour("process", "none", "", "", never_entered, finish=finish_process))
register(Behaviour("subProcess", "none", "its contents", "embedded; a scope of its own",
                   enter, activate=open_subprocess, finish=complete_subprocess))  # fmt: skip
register(Behaviour("eventSubProcess", "none", "its contents",
                   "started by timer, message, signal, error or escalation; interrupting or not",
                   never_entered, finish=finish_event_subprocess))  # fmt: skip
