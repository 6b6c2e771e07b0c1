"""The inbox: what people are asked to do, and what became of it."""

from cases.facts import Fact
from store.projections.details import instant as at
from store.projections.details import key, keys, words
from store.projections.writes import Change, Projections, Put, Values, Write
from store.tables import TASKS


def task_opened(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the task into the inbox."""
    task = fact.data.get("task")
    if task is None:
        return ()
    return (Put(TASKS, _asked(fact) | {"task": key(task), "opened_at": fact.at}),)


def task_changed(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Keep what another edition asks for in the same task; who it is asked of finds it."""
    return (Change(TASKS, _asked(fact), (key(fact.data.get("task")),)),)


def _asked(fact: Fact) -> Values:
    data = fact.data
    named = ("element", "clock", "form", "unit", "assignee")
    return {name: key(data.get(name)) for name in named} | {
        "label": words(data.get("label")),
        "groups": keys(data.get("groups")),
        "due": at(data.get("due")),
        "outcomes": data.get("outcomes"),
    }


def task_closed(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Take the task out of the inbox, and keep who did what."""
    data = fact.data
    values = {name: key(data.get(name)) for name in ("why", "by", "outcome")} | {
        "data": data.get("data"),
        "closed_at": fact.at,
    }
    return (Change(TASKS, values, (key(data.get("task")),)),)


def task_covered(_case: str, fact: Fact) -> tuple[Write, ...]:
    """Put the task into the inbox of whoever stands in, or back into the one it was opened for."""
    values = {name: key(fact.data.get(name)) for name in ("assignee", "unit")}
    return (Change(TASKS, values, (key(fact.data.get("task")),)),)


PROJECTIONS: Projections = {
    "task_opened": task_opened,
    "task_changed": task_changed,
    "task_closed": task_closed,
    "task_covered": task_covered,
    "task_handed_back": task_covered,
}
