"""Events that wait: intermediate catch events, boundary events, receive tasks."""

from bpmn.elements.registry import Behaviour, register
from bpmn.instance import Activation
from bpmn.lifecycle import enter
from bpmn.run import Run
from bpmn.waits import arm


def wait_here(run: Run, activation: Activation) -> None:
    """Wait for the element's own event.

    Raises:
        Stuck: the timer, name or key cannot be evaluated.
    """
    activation.status = "wait"
    arm(run, activation, activation.place, activation.n)


for _trigger, _waits in (
    ("timer", "the instant"),
    ("message", "the message"),
    ("signal", "the signal"),
):
    register(Behaviour("intermediateCatchEvent", _trigger, _waits, "", enter,
                       activate=wait_here))  # fmt: skip
    register(Behaviour("boundaryEvent", _trigger, _waits, "interrupting or not", enter))
register(Behaviour("receiveTask", "message", "the message",
                   "without a correlation key it matches by name", enter, activate=wait_here))  # fmt: skip
register(Behaviour("boundaryEvent", "error", "the error", "always interrupting", enter))
register(Behaviour("boundaryEvent", "escalation", "the escalation", "interrupting or not", enter))
