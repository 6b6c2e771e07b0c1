"""Open waits: armed, disarmed and planned anew. What happens when one fires is in `firing`."""

from datetime import datetime, timezone

from bpmn.effects import ArmTimer, DisarmTimer
from bpmn.instance import Activation, Wait
from bpmn.instants import Cycle, NotAnInstant, Span, when
from bpmn.linking import Place
from bpmn.program import Timer
from bpmn.run import Run, Stuck
from bpmn.variables import evaluate, reason, text_of

CLOCK = ("now", "today")
WAITED_FOR = ("timer", "message", "signal")


def arm(run: Run, owner: Activation, place: Place, n: int = 0) -> None:
    """Begin to wait for the event at *place*; *n* is its activation where it has one already.

    Errors and escalations need no wait: they find their catcher when they are thrown.

    Raises:
        Stuck: the timer, name or key cannot be evaluated.
    """
    if place.trigger not in WAITED_FOR:
        return
    wait = Wait("", place.trigger, place, n, owner)
    if wait.kind == "timer":
        _plan_first(run, wait)
    else:
        _name(run, wait)
    if not n:
        _count(run, wait)
    wait.key = f"{place.id}#{wait.n}"
    _open(run, wait)


def _count(run: Run, wait: Wait) -> None:
    index = wait.place.index
    wait.n = run.counters[index] = run.counters[index] + 1


def _open(run: Run, wait: Wait) -> None:
    run.instance.waits[wait.key] = wait
    if wait.owner.armed is None:
        wait.owner.armed = []
    wait.owner.armed.append(wait.key)
    if wait.kind == "timer":
        if wait.due is not None:
            _announce_timer(run, wait)
    else:
        key = {} if wait.correlation is None else {"key": wait.correlation}
        run.note(wait.kind, wait.place.id, wait.n, state="awaited", name=wait.name, **key)


def _announce_timer(run: Run, wait: Wait) -> None:
    node, due = wait.place.node, wait.due
    if due is None:
        return
    attached = wait.owner.place.id if node.watches else None
    run.note("timer", node.id, wait.n, state="armed", due=due.isoformat())
    run.effects.append(
        ArmTimer(
            wait.key,
            node.id,
            wait.n,
            due,
            node.name or node.id,
            node.interrupting if node.watches else None,
            attached,
        )
    )


def _name(run: Run, wait: Wait) -> None:
    topic = wait.place.node.topic
    if topic is None:
        wait.name = wait.place.node.name or wait.place.id
        return
    name = evaluate(run, topic.name, wait.owner)
    if not isinstance(name, str):
        what = f"expected the name of the {wait.kind} at {wait.place.id} to be a text"
        raise Stuck("expression", what + reason(run))
    wait.name = name
    if topic.key is not None:
        key = evaluate(run, topic.key, wait.owner)
        if key is None:
            what = f"expected a correlation key at {wait.place.id}, found null"
            raise Stuck("expression", what + reason(run))
        wait.correlation = text_of(key)


def fixed(instant: datetime) -> datetime:
    """Return the same instant with a fixed offset, so that dumping loses nothing."""
    offset = instant.utcoffset()
    return instant if offset is None else instant.astimezone(timezone(offset))


def plan_under_changed(run: Run, wait: Wait) -> None:
    """Wait anew for an event that another program words otherwise; a timer counts from its beginning.

    Raises:
        Stuck: the timer, name or key cannot be evaluated.
    """
    if wait.kind != "timer":
        _name(run, wait)
        return
    before, since = wait.due, wait.since
    _plan_first(run, wait)
    wait.since = since
    planned = _planned(run, wait, _timer(wait))
    wait.due = before
    _move(run, wait, planned)


def _plan_first(run: Run, wait: Wait) -> None:
    timer = _timer(wait)
    wait.since = fixed(run.env.now)
    lent = run.env.functions
    if lent and not timer.value.constant:
        timer.value.parse()
        names = timer.value.names
        wait.replannable = any(name in lent and name not in CLOCK for name in names)
    wait.due = _planned(run, wait, timer)


def _timer(wait: Wait) -> Timer:
    timer = wait.place.node.timer
    if timer is None:
        raise Stuck("expression", f"expected a timer at {wait.place.id}")
    return timer


def _planned(run: Run, wait: Wait, timer: Timer) -> datetime | None:
    """Return the instant the timer is for; None where it is not known yet.

    Raises:
        Stuck: the expression gives no instant.
    """
    value = evaluate(run, timer.value, wait.owner)
    if value is None and wait.replannable:
        return None
    since = wait.since or run.env.now
    try:
        found = when(value, since)
        if isinstance(found, Cycle):
            wait.left = found.times
            return fixed(found.start or found.every.after(since))
        return fixed(found.after(since) if isinstance(found, Span) else found)
    except (NotAnInstant, OverflowError, ValueError) as error:
        what = f"the timer of {wait.place.id}: {error}"
        raise Stuck("expression", what + reason(run)) from error


def close_waits(run: Run, owner: Activation, kind: str = "") -> None:
    """End the waits of *owner*: all, or those whose event is of the *kind*."""
    if not owner.armed:
        return
    kept = []
    for key in owner.armed:
        if kind and run.instance.waits[key].place.kind != kind:
            kept.append(key)
        else:
            drop(run, run.instance.waits[key])
    owner.armed = kept


def drop(run: Run, wait: Wait) -> None:
    """End one wait; the caller takes it off its owner's list."""
    del run.instance.waits[wait.key]
    if wait.due is not None:
        run.effects.append(DisarmTimer(wait.key))


def use_up(run: Run, wait: Wait) -> None:
    """Take away a wait whose event is happening."""
    del run.instance.waits[wait.key]
    if wait.owner.armed is not None:
        wait.owner.armed.remove(wait.key)


def renew(run: Run, wait: Wait) -> None:
    """After a non-interrupting event has happened: wait for the next time, if there is one.

    Raises:
        Stuck: a cycle cannot be evaluated any more.
    """
    again = Wait("", wait.kind, wait.place, 0, wait.owner)
    again.name, again.correlation = wait.name, wait.correlation
    again.since, again.replannable, again.left = wait.since, wait.replannable, wait.left
    if wait.kind == "timer" and not _plan_next(run, wait, again):
        return
    _count(run, again)
    again.key = f"{wait.place.id}#{again.n}"
    _open(run, again)


def _plan_next(run: Run, wait: Wait, again: Wait) -> bool:
    """Plan the next firing; return whether there is one, or may be one."""
    if wait.left is not None:
        again.left = wait.left - 1
    if again.left is None or again.left > 0:
        value = evaluate(run, _timer(wait).value, wait.owner)
        found = when(value, run.env.now)
        if isinstance(found, Cycle):
            again.due = fixed(found.every.after(wait.due or run.env.now))
            return True
    again.left = 1
    again.fired = wait.due
    return wait.replannable


def replan(run: Run) -> None:
    """Work out all replannable timers anew."""
    for wait in [each for each in run.instance.waits.values() if each.replannable]:
        _replan_one(run, wait)


def _replan_one(run: Run, wait: Wait) -> None:
    try:
        due = _planned(run, wait, _timer(wait))
    except Stuck:
        return
    if wait.due is not None or due != wait.fired:
        _move(run, wait, due)


def _move(run: Run, wait: Wait, due: datetime | None) -> None:
    """Arm a wait for another instant, under another id where it was armed already."""
    if due == wait.due:
        return
    instance, owner = run.instance, wait.owner
    del instance.waits[wait.key]
    if owner.armed is not None:
        owner.armed.remove(wait.key)
    if wait.due is not None:
        run.effects.append(DisarmTimer(wait.key))
        run.note("timer", wait.place.id, wait.n, state="disarmed")
        wait.round += 1
        wait.key = f"{wait.place.id}#{wait.n}.{wait.round}"
    wait.due = due
    _open(run, wait)
