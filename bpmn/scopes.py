"""Opening scopes: processes, subprocesses, event subprocesses, called processes."""

from bpmn.instance import Activation
from bpmn.kernel import finish_scope
from bpmn.linking import Place
from bpmn.run import Run
from bpmn.waits import arm


def open_scope(
    run: Run, scope: Activation, inside: Place, starts: tuple[Place, ...] | None = None
) -> None:
    """Begin to run the contents of *inside* in *scope*; *starts* are its own where not given.

    Raises:
        Stuck: an event subprocess cannot begin to wait.
    """
    scope.inside = inside
    for watcher in inside.watchers:
        arm(run, scope, watcher)
    scope.status = "scope"
    begins = inside.starts if starts is None else starts
    scope.tokens = len(begins)
    for place in begins:
        run.queue.append((scope, place, None))
    if starts is None and not begins:
        finish_scope(run, scope)
