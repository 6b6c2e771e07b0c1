"""Functions on lists (DMN 1.5, table 74)."""

from functools import cmp_to_key

from decisions.feel.arithmetic import NoValue
from decisions.feel.calling import invoke
from decisions.feel.comparing import less, same
from decisions.feel.errors import FeelLimitExceeded
from decisions.feel.exact import Number
from decisions.feel.frames import MAX_ITEMS, Frame
from decisions.feel.library.signatures import Library
from decisions.feel.values import FeelFunction

library = Library()


@library.define("list contains", "list: list, element: value")
def list_contains(items: list[object], element: object) -> bool:
    """Whether an item equals the element."""
    return any(same(item, element) for item in items)


@library.define("count", "list: list")
def count(items: list[object]) -> int:
    """How many items there are."""
    return len(items)


@library.define("is empty", "list: list|context")
def is_empty(items: list[object]) -> bool:
    """Whether there is nothing in it."""
    return not items


@library.define("sublist", "list: list, start position: number, length?: number")
def sublist(items: list[object], start: Number, length: Number | None = None) -> list[object]:
    """Items from a place, counted from 1, or from the end where negative."""
    begin = _place(items, start)
    if length is None:
        return items[begin:]
    size = int(length)
    if size < 0 or begin + size > len(items):
        raise NoValue("the list has fewer items from there on")
    return items[begin : begin + size]


def _place(items: list[object], position: Number) -> int:
    place = int(position)
    if place != position or not 1 <= abs(place) <= len(items):
        raise NoValue(f"the list has {len(items)} items, none at {position}")
    return place - 1 if place > 0 else len(items) + place


@library.define("append", "list: list, ...item: value")
def append(items: list[object], *more: object) -> list[object]:
    """The list with more items at its end."""
    return [*items, *more]


@library.define("concatenate", "...list: list")
def concatenate(*lists: list[object]) -> list[object]:
    """All items of all lists."""
    if sum(len(items) for items in lists) > MAX_ITEMS:
        raise FeelLimitExceeded(f"expected a list of at most {MAX_ITEMS} items")
    return [item for items in lists for item in items]


@library.define("insert before", "list: list, position: number, newItem: value")
def insert_before(items: list[object], position: Number, item: object) -> list[object]:
    """The list with an item before that place."""
    place = _place(items, position)
    return [*items[:place], item, *items[place:]]


@library.define("remove", "list: list, position: number")
def remove(items: list[object], position: Number) -> list[object]:
    """The list without the item at that place."""
    place = _place(items, position)
    return [*items[:place], *items[place + 1 :]]


@library.define("list replace", "list: list, position: number, newItem: value")
def list_replace(items: list[object], position: Number, item: object) -> list[object]:
    """The list with another item at that place."""
    place = _place(items, position)
    return [*items[:place], item, *items[place + 1 :]]


@library.define("list replace", "list: list, match: function, newItem: value", wants_frame=True)
def list_replace_matching(
    frame: Frame, items: list[object], match: FeelFunction, item: object
) -> list[object]:
    """The list with another item in place of each that the function is true for."""
    replaced = []
    for old in items:
        verdict = invoke(match, [old, item], None, frame)
        if not isinstance(verdict, bool):
            raise NoValue("match must give true or false")
        replaced.append(item if verdict else old)
    return replaced


@library.define("reverse", "list: list")
def reverse(items: list[object]) -> list[object]:
    """The items from last to first."""
    return items[::-1]


@library.define("index of", "list: list, match: value")
def index_of(items: list[object], match: object) -> list[int]:
    """The places of all items that equal the match."""
    return [place for place, item in enumerate(items, 1) if same(item, match)]


@library.define("union", "...list: list")
def union(*lists: list[object]) -> list[object]:
    """All items of all lists, each once."""
    return distinct_values(concatenate(*lists))


@library.define("distinct values", "list: list")
def distinct_values(items: list[object]) -> list[object]:
    """Each item once, where it came first."""
    kept: list[object] = []
    for item in items:
        if not any(same(item, other) for other in kept):
            kept.append(item)
    return kept


@library.define("duplicate values", "list: list")
def duplicate_values(items: list[object]) -> list[object]:
    """Each item that comes more than once."""
    several = [item for item in items if len(index_of(items, item)) > 1]
    return distinct_values(several)


@library.define("flatten", "list: list")
def flatten(items: list[object]) -> list[object]:
    """All items of nested lists in one list."""
    flat: list[object] = []
    for item in items:
        flat.extend(flatten(item) if isinstance(item, list) else (item,))
    return flat


@library.define("partition", "list: list, size: number")
def partition(items: list[object], size: Number) -> list[object]:
    """Lists of that many items."""
    step = int(size)
    if step < 1:
        raise NoValue("size must be at least 1")
    return [items[start : start + step] for start in range(0, len(items), step)]


@library.define("sort", "list: list, precedes: function", wants_frame=True)
def sort_by(frame: Frame, items: list[object], precedes: FeelFunction) -> list[object]:
    """The items in the order of the function `precedes(x, y)`."""
    if not precedes.variadic and len(precedes.parameters) != 2:
        raise NoValue("precedes must be a function of two parameters")

    def order(one: object, other: object) -> int:
        frame.run.spend(1)
        if invoke(precedes, [one, other], None, frame) is True:
            return -1
        return 1 if invoke(precedes, [other, one], None, frame) is True else 0

    return sorted(items, key=cmp_to_key(order))


@library.define("sort", "list: list")
def sort(items: list[object]) -> list[object]:
    """The items in ascending order."""

    def order(one: object, other: object) -> int:
        before = less(one, other)
        if before is None:
            raise NoValue("the items have no order among them")
        return -1 if before else int(less(other, one) is True)

    return sorted(items, key=cmp_to_key(order))
