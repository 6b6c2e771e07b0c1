"""The diagrams of a pack, drawn; one that several packs share is drawn once, for all of them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from bpmn.definition import Definition
from bpmn.drawing.picture import draw
from bpmn.reading import read
from regulations.publishing import PublishedPack
from starter.pages.markdown import plain
from starter.pages.subject import Picture, Subject


def pictures_of(name: str, published: PublishedPack) -> tuple[Picture, ...]:
    """Return the drawn diagrams, the one of the pack's own process first, shared ones last."""
    source = published.source
    found = [
        picture
        for path, text in source.processes.items()
        for picture in _drawn(name, path, text, read(text, source.file(path)))
    ]
    own = published.pack.process
    first = {path for path, text in source.processes.items() if _holds(text, path, own)}
    return tuple(sorted(found, key=lambda each: (each.path not in first, each.is_shared)))


def _holds(text: str, path: str, process: str) -> bool:
    return any(each.id == process for each in read(text, path).processes)


def _drawn(name: str, path: str, text: str, definition: Definition) -> Iterator[Picture]:
    folder = "shared" if path.startswith("shared/") else name
    stem = PurePosixPath(path).stem
    title = next((each.name for each in definition.processes if each.name), stem)
    yield Picture(path, title, f"{folder}/{stem}.svg", draw(text, path))


def pictures(subject: Subject) -> list[str]:
    """Return every diagram with its caption."""
    found = []
    for number, picture in enumerate(subject.pictures, start=1):
        shared = "（与其他单位共用）" if picture.is_shared else ""
        caption = f"图{number}　{plain(picture.title)}{shared}"
        found += [f"[![{caption}]({picture.file})]({picture.file})", "", f"*{caption}*", ""]
    return found
