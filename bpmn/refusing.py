"""Who an occurrence is meant for; or why it is refused, in one sentence that says what is open."""

from typing import NoReturn

from bpmn.instance import Activation, Incident, Instance, Wait
from bpmn.occurrences import Refused


def task_of(instance: Instance, key: str) -> Activation:
    """Return the open task.

    Raises:
        Refused: there is none of this id.
    """
    return _open(instance, key, "task")


def job_of(instance: Instance, key: str) -> Activation:
    """Return the open job.

    Raises:
        Refused: there is none of this id.
    """
    return _open(instance, key, "job")


def _open(instance: Instance, key: str, status: str) -> Activation:
    found = instance.live.get(key)
    if found is not None and found.status == status:
        return found
    wanted = f"expected an open {status}, found {key!r}"
    if found is not None and found.status == "incident":
        names = _names([i.id for i in instance.incidents.values() if i.activation is found])
        refuse(f"{wanted}, which is held up by {names}")
    return refuse(f"{wanted}; open are {_names(instance.open(status))}")


def timer_of(instance: Instance, key: str) -> Wait:
    """Return the armed timer.

    Raises:
        Refused: there is none of this id.
    """
    found = instance.waits.get(key)
    if found is None or found.due is None:
        armed = [each.key for each in instance.waits.values() if each.due is not None]
        refuse(f"expected an armed timer, found {key!r}; armed are {_names(armed)}")
    return found


def wait_of(instance: Instance, key: str) -> Wait:
    """Return the open wait.

    Raises:
        Refused: there is none of this id.
    """
    found = instance.waits.get(key)
    if found is None:
        refuse(f"expected an open wait, found {key!r}; open are {_names(list(instance.waits))}")
    return found


def incident_of(instance: Instance, key: str) -> Incident:
    """Return the open incident.

    Raises:
        Refused: there is none of this id.
    """
    found = instance.incidents.get(key)
    if found is None:
        open_ones = _names(list(instance.incidents))
        refuse(f"expected an open incident, found {key!r}; open are {open_ones}")
    return found


def waits_for(instance: Instance, kind: str, name: str, key: str | None) -> str:
    """Return why a message or signal is refused."""
    awaited = [
        each.name if each.correlation is None else f"{each.name} (key {each.correlation})"
        for each in instance.waits.values()
        if each.kind == kind
    ]
    given = f"{name!r}" if key is None else f"{name!r} with key {key!r}"
    return f"nobody waits for the {kind} {given}; awaited are {_names(awaited)}"


def refuse(sentence: str) -> NoReturn:
    """Refuse with *sentence*."""
    raise Refused(sentence)


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    return shown or "none"
