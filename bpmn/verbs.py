"""What the occurrences of a play do, one verb each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from bpmn import occurrences as o
from bpmn.facts import Fact
from bpmn.instance import Instance, Wait
from bpmn.instants import NotAnInstant, Span, when
from bpmn.variables import text_of
from decisions.feel.json_form import from_json

if TYPE_CHECKING:
    from bpmn.playing import Play


def _complete(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    instance, variables = play.running, variables_in(occurrence.get("variables"))
    key = play.open_key(occurrence)
    if key is not None:
        yield from play.step(done(instance, key, variables)).facts
        return
    wait = play.own_wait(occurrence)
    if wait is None:
        raise o.Refused(play.not_open(occurrence, "task or job"))
    yield from play.step(o.Triggered(wait.key, variables)).facts


def _fail(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    error, message = _said(occurrence, "error"), _said(occurrence, "message")
    variables = variables_in(occurrence.get("variables"))
    key = play.expect_open(occurrence)
    yield from play.step(o.JobFailed(key, error, message, variables)).facts


def _break(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    key = play.expect_open(occurrence)
    yield from play.step(o.JobBroken(key, _said(occurrence, "message"))).facts


def _escalate(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    code, variables = _said(occurrence, "code"), variables_in(occurrence.get("variables"))
    key = play.expect_open(occurrence)
    yield from play.step(o.TaskEscalated(key, code, variables)).facts


def _resolve(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    wanted = str(occurrence.get("incident") or occurrence.get("element") or "")
    variables = variables_in(occurrence.get("variables"))
    for key, incident in play.running.incidents.items():
        if wanted in (key, incident.element, ""):
            yield from play.step(o.IncidentResolved(key, variables)).facts
            return
    raise o.Refused(play.not_open(occurrence, "incident"))


def _cancel(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    yield from play.step(o.Cancel(_said(occurrence, "reason"))).facts


def _said(occurrence: Mapping[str, Any], what: str) -> str:
    """Return what the occurrence says of it as text; nothing for null."""
    return text_of(from_json(occurrence.get(what)))


def _named(occurrence: Mapping[str, Any]) -> str:
    name = _said(occurrence, "name")
    if not name:
        raise o.Refused(f"expected a {occurrence.get('do')} with a name, found {dict(occurrence)}")
    return name


def _message(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    key = occurrence.get("key")
    name, variables = _named(occurrence), variables_in(occurrence.get("variables"))
    arrived = o.MessageArrived(name, None if key is None else text_of(from_json(key)), variables)
    yield from _sent(play, "message", name, arrived)


def _signal(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    name, variables = _named(occurrence), variables_in(occurrence.get("variables"))
    yield from _sent(play, "signal", name, o.SignalArrived(name, variables))


def _sent(play: "Play", kind: str, name: str, occurrence: o.Occurrence) -> Iterator[Fact]:
    """Give a message or signal; one that nobody waits for is a fact, and is not kept."""
    try:
        step = play.step(occurrence)
    except o.Refused as refused:
        details = {"state": "refused", "name": name, "reason": str(refused)}
        yield Fact(kind, play.program.root.id, 0, details)
    else:
        yield from step.facts


def _trigger(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    element = play.meant(str(occurrence.get("element", "")))
    occurrence = {**occurrence, "element": element}
    wait = play.own_wait(occurrence)
    if wait is not None:
        variables = variables_in(occurrence.get("variables"))
        yield from play.step(o.Triggered(wait.key, variables)).facts
        return
    thrown = _thrown_at(play, occurrence)
    if thrown is not None:
        yield from play.step(thrown).facts
        return
    yield from _complete(play, occurrence)


def _thrown_at(play: "Play", occurrence: Mapping[str, Any]) -> o.Occurrence | None:
    """Return the error or escalation that makes a boundary or start event happen."""
    element = str(occurrence.get("element", ""))
    if element not in play.program:
        return None
    node = play.program.node(element)
    if node.trigger not in ("error", "escalation") or node.kind == "endEvent":
        return None
    around = node.attached if node.attached >= 0 else play.program.nodes[node.scope].scope
    inside = play.inside(around)
    code = node.topic.name.text if node.topic is not None else ""
    variables = variables_in(occurrence.get("variables"))
    for key, each in play.running.live.items():
        if each.status in ("task", "job") and each.place.index in inside:
            if node.trigger == "error":
                return o.JobFailed(key, code, "", variables)
            if each.status == "task":
                return o.TaskEscalated(key, code, variables)
    return None


def _move_clock(play: "Play", occurrence: Mapping[str, Any]) -> Iterator[Fact]:
    until = _until(play, occurrence)
    if until < play.now:
        raise o.Refused(f"expected to advance beyond {play.now}, found {until}")
    while (wait := next_due(play.running, until)) is not None:
        if wait.due is not None and wait.due > play.now:
            play.now = wait.due
        yield from play.step(o.TimerDue(wait.key)).facts
        yield from play.complete_all()
    play.now = until


def _until(play: "Play", occurrence: Mapping[str, Any]) -> datetime:
    text = occurrence.get("by") or occurrence.get("to")
    try:
        found = when(from_json(text), play.now)
        if isinstance(found, Span):
            return found.after(play.now)
    except NotAnInstant as error:
        raise o.Refused(f"expected to advance by a duration or to an instant: {error}") from None
    if isinstance(found, datetime):
        return found
    raise o.Refused(f"expected to advance by a duration or to an instant, found {text!r}")


def next_due(instance: Instance, until: datetime) -> Wait | None:
    """Return the timer that is due first, not after *until*; the oldest of several."""
    found: Wait | None = None
    for wait in instance.waits.values():
        if wait.due is None or wait.due > until:
            continue
        if found is None or found.due is None or wait.due < found.due:
            found = wait
    return found if instance.running else None


VERBS: Final[dict[str, Callable[["Play", Mapping[str, Any]], Iterator[Fact]]]] = {
    "complete": _complete,
    "fail": _fail,
    "message": _message,
    "signal": _signal,
    "trigger": _trigger,
    "advance": _move_clock,
    "break": _break,
    "escalate": _escalate,
    "resolve": _resolve,
    "cancel": _cancel,
}


def done(instance: Instance, key: str, variables: Mapping[str, object]) -> o.Occurrence:
    """Return the occurrence that completes an open task or job."""
    is_task = instance.live[key].status == "task"
    return o.TaskDone(key, variables) if is_task else o.JobDone(key, variables)


def variables_in(data: Any) -> dict[str, object]:
    """Return the FEEL values of a JSON object; none for null.

    Raises:
        Refused: it is no JSON object.
    """
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise o.Refused(f"expected variables to be a JSON object, found {data!r}")
    return {str(name): from_json(value) for name, value in data.items()}
