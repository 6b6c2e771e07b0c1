"""Multi-instance: a body that starts instances, all at once or one after the other.

The body holds the boundaries and the collected results; each instance has its own variables and
its own mappings, as in Zeebe. It is not a kind of element: any activity may be one.
"""

from collections.abc import Mapping
from decimal import Decimal

from bpmn.cancelling import cancel
from bpmn.facts import NOTHING
from bpmn.instance import Activation, Body
from bpmn.kernel import attach, attempt, holds, raise_incident, stage
from bpmn.lifecycle import activate, arm_boundaries
from bpmn.program import Multi
from bpmn.run import Run, Stuck
from bpmn.variables import evaluate, propagate, reason
from bpmn.waits import close_waits


@stage("open_body")
def open_body(run: Run, body: Activation, _: Mapping[str, object]) -> None:
    """Find out over what to repeat, and begin."""
    try:
        arm_boundaries(run, body)
        state = _body(run, body)
        _expect_bearable(run, body, state.total)
    except Stuck:
        close_waits(run, body)
        raise
    body.status = "body"
    body.body = state
    if not state.total:
        n = run.begin(body.place)
        run.note("left", body.place.id, n)
        _finish(run, body, state)
        return
    count = 1 if _multi(body).sequential else state.total
    for _index in range(count):
        run.queue.append((body, body.place, None))


def _multi(body: Activation) -> Multi:
    found = body.place.multi
    if found is None:
        raise Stuck("expression", f"expected a multi-instance at {body.place.id}")
    return found


def _body(run: Run, body: Activation) -> Body:
    multi_instance = _multi(body)
    where = body.place.id
    if multi_instance.collection is not None:
        items = evaluate(run, multi_instance.collection, body)
        if not isinstance(items, list):
            found = "null" if items is None else type(items).__name__
            what = f"expected the input collection of {where} to be a list, found {found}"
            raise Stuck("expression", what + reason(run))
        return Body(list(items), len(items))
    if multi_instance.cardinality is None:
        raise Stuck("expression", f"expected a collection or a cardinality at {where}")
    count = evaluate(run, multi_instance.cardinality, body)
    if isinstance(count, str) and count.strip().isdigit():
        count = int(count)
    if isinstance(count, Decimal) and count == int(count):
        count = int(count)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        what = f"expected the loop cardinality of {where} to be a whole number, found {count!r}"
        raise Stuck("expression", what + reason(run))
    return Body(None, count)


def _expect_bearable(run: Run, body: Activation, total: int) -> None:
    if total > run.env.limit:
        what = f"expected at most {run.env.limit} instances of {body.place.id}, found {total}"
        raise Stuck("runaway", what)


@stage("next_item")
def next_item(run: Run, body: Activation, _: Mapping[str, object]) -> None:
    """Start the next instance."""
    place, state = body.place, body.body
    multi_instance = place.multi
    if multi_instance is None or state is None:
        return
    state.started += 1
    number = state.started
    n = run.begin(place, {"loop": number})
    activation = Activation(f"{place.id}#{n}", place, n, body)
    activation.item = number
    own, element = multi_instance.own, multi_instance.element
    variables = activation.variables = {own: None} if own else {}
    variables["loopCounter"] = number
    if state.items is not None and element:
        variables[element] = state.items[number - 1]
    attach(run, activation)
    try:
        activate(run, activation, NOTHING)
    except Stuck as stuck:
        raise_incident(run, activation, stuck, "activate")


@stage("collect")
def collect(run: Run, activation: Activation, _: Mapping[str, object]) -> None:
    """Keep the result of one instance at its place in the output collection."""
    body = activation.scope
    if body is None or body.body is None:
        return
    multi_instance = activation.place.multi
    if multi_instance is None or multi_instance.result is None or not multi_instance.results:
        return
    own, local = multi_instance.own, activation.variables
    if own and local and own in local:
        value = local[own]
    else:
        value = evaluate(run, multi_instance.result, activation)
    results, item = body.body.results, activation.item
    if item > len(results):
        results.extend([None] * (item - len(results)))
    results[item - 1] = value


@stage("item_left")
def item_left(run: Run, body: Activation, own: Mapping[str, object]) -> None:
    """One instance has ended with its *own* variables: ask whether that is enough."""
    multi_instance, state = body.place.multi, body.body
    if multi_instance is None or state is None:
        return
    if multi_instance.until is not None:
        attempt(run, "item_done", body, own)
    elif multi_instance.sequential or state.started - len(body.children) == state.total:
        _go_on(run, body)


@stage("item_done")
def item_done(run: Run, body: Activation, own: Mapping[str, object]) -> None:
    """One instance has ended: stop early, where that is enough, or go on.

    The condition sees the *own* variables of that instance, as in Zeebe.
    """
    until, state = _multi(body).until, body.body
    if until is None or state is None:
        return
    state.done = state.started - len(body.children)
    enough = holds(run, until, body, body.place.id, {**own, **_counts(body, state)})
    body.status = "body"
    if not enough:
        _go_on(run, body)
        return
    for child in list(body.children.values()):
        cancel(run, child)
    _finish(run, body, state)


def _go_on(run: Run, body: Activation) -> None:
    """Start the next instance, or finish after the last."""
    state = body.body
    if state is None:
        return
    state.done = state.started - len(body.children)
    if state.done == state.total:
        _finish(run, body, state)
    elif not body.children and state.started < state.total and _multi(body).sequential:
        run.queue.append((body, body.place, None))


def _counts(body: Activation, state: Body) -> dict[str, object]:
    active = len(body.children)
    return {
        "numberOfInstances": state.total,
        "numberOfActiveInstances": active,
        "numberOfCompletedInstances": state.done,
        "numberOfTerminatedInstances": 0,
        "nrOfInstances": state.total,
        "nrOfActiveInstances": active,
        "nrOfCompletedInstances": state.done,
    }


def _finish(run: Run, body: Activation, state: Body) -> None:
    multi_instance = _multi(body)
    if multi_instance.results and multi_instance.result is not None and body.scope is not None:
        results = state.results + [None] * (state.total - len(state.results))
        propagate(body.scope, {multi_instance.results: results})
    attempt(run, "leave", body)
