"""Who there is: units, posts and the people who hold them, by key."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """Base of everything read from a pack: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unit(Entry):
    """A department.

    Attributes:
        head: key of the post that leads it.
        superior: key of the post it answers to.
        oversight: it supervises the regime (quality control, conduct office …).
    """

    title: str
    head: str = ""
    superior: str = ""
    oversight: bool = False
    rule: str = ""
    cites: str = ""
    declared: str = ""


class Post(Entry):
    """A post in a unit.

    Attributes:
        superior: key of the post it answers to.
        backup: post or staff key that stands in for it (B post).
        rank: the higher, the more senior; decides between people asked together.
    """

    title: str
    unit: str = ""
    superior: str = ""
    backup: str = ""
    rank: int = 0
    rule: str = ""
    cites: str = ""
    declared: str = ""


class Staff(Entry):
    """A person, known everywhere by key; the name is personal data."""

    name: str
    unit: str
    posts: tuple[str, ...] = ()
    backup: str = ""


class Organisation(Entry):
    """Units, posts and staff."""

    units: Mapping[str, Unit]
    posts: Mapping[str, Post]
    staff: Mapping[str, Staff]

    def unit_of(self, key: str) -> str:
        """Return the unit of a staff or post key, or of a unit itself; empty where unknown."""
        if key in self.staff:
            return self.staff[key].unit
        if key in self.posts:
            return self.posts[key].unit
        return key if key in self.units else ""

    def knows(self, key: str) -> bool:
        """Whether *key* is a staff, post or unit key."""
        return key in self.staff or key in self.posts or key in self.units

    def may_act_as(self, actor: str, target: str) -> bool:
        """Whether *actor* (a staff or post key) is *target*, holds it, or belongs to it."""
        if actor == target:
            return True
        person = self.staff.get(actor)
        if person is None:
            return actor in self.posts and self.posts[actor].unit == target
        return target in person.posts or person.unit == target

    def holders(self, key: str) -> Iterator[str]:
        """Yield staff keys behind a staff, post or unit key, in the pack's order.

        A unit is represented by its head; by all its people where nobody holds that post.
        """
        if key in self.staff:
            yield key
            return
        if key in self.units:
            headed = list(self.holders(self.units[key].head)) if self.units[key].head else []
            yield from headed or (name for name, who in self.staff.items() if who.unit == key)
            return
        yield from (name for name, who in self.staff.items() if key in who.posts)

    def same_person(self, one: str, other: str) -> bool:
        """Whether two keys, of a person or of a post, mean the same person."""
        if one == other:
            return True
        behind = tuple(self.holders(other))
        return any(person in behind for person in self.holders(one))

    def superiors(self, unit: str) -> tuple[str, ...]:
        """Return post keys above *unit*: its head, then the post it answers to."""
        found = self.units.get(unit)
        if found is None:
            return ()
        return tuple(key for key in (found.head, found.superior) if key)

    def rank(self, key: str) -> int:
        """Return the rank of a staff or post key: the highest of a person's posts."""
        return max((self.posts[post].rank for post in self._posts_of(key)), default=0)

    def line_manager(self, key: str) -> str:
        """Return the post above a staff or post key: the one named, its unit's head, or the next above.

        Empty where nobody is above; nobody is their own manager.
        """
        own = self._posts_of(key)
        named = (self.posts[post].superior for post in own)
        above = (*named, *self.superiors(self.unit_of(key)))
        return next((post for post in above if post and post not in own), "")

    def _posts_of(self, key: str) -> tuple[str, ...]:
        posts = self.staff[key].posts if key in self.staff else (key,)
        return tuple(post for post in posts if post in self.posts)

    def label(self, key: str) -> str:
        """Return a title without personal data: the unit's, the post's, or unit and staff key."""
        if key in self.units:
            return self.units[key].title
        if key in self.posts:
            return self.posts[key].title
        person = self.staff.get(key)
        if person is None or person.unit not in self.units:
            return key
        return f"{self.units[person.unit].title} {key}"

    def oversight_unit(self) -> str:
        """Return the key of the unit that supervises, or empty."""
        return next((key for key, unit in self.units.items() if unit.oversight), "")
