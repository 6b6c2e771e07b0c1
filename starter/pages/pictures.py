"""The diagrams of a pack, drawn; one that several packs share is drawn once, for all of them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from bpmn.definition import Definition, Process
from bpmn.drawing.picture import draw
from bpmn.linking import ACTIVITIES
from bpmn.reading import read
from regulations.publishing import PublishedPack
from starter.pages.markdown import plain
from starter.pages.papers import is_blank
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


def left_out(published: PublishedPack) -> list[str]:
    """Return the names of shared steps that the pack does not have: a process without any activity."""
    program = published.program
    busy = {node.scope for node in program.nodes if node.kind in ACTIVITIES}
    return [
        node.name or node.id
        for node in program.nodes
        if node.kind == "process" and node.index not in busy and node.index != program.process
    ]


def _does_something(process: Process) -> bool:
    return any(node.kind in ACTIVITIES for node in process.contents.nodes)


def _drawn(name: str, path: str, text: str, definition: Definition) -> Iterator[Picture]:
    if not any(_does_something(process) for process in definition.processes):
        return
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
    steps = [plain(each) for each in left_out(subject.published)]
    if steps:
        found += [f"共用流程图里的这些步骤不适用：{'；'.join(steps)}。", ""]
    tasks = [plain(each) for each in _unused(subject)]
    if tasks:
        found += [f"共用流程图里的这些环节不适用：{'；'.join(tasks)}。", ""]
    return found


def _unused(subject: Subject) -> Iterator[str]:
    """Yield each task of a shared diagram that nobody comes to here, and why."""
    for key, form in subject.pack.forms.items():
        if form.declared and is_blank(subject, key):
            named = (node.name for node in subject.published.program.nodes if node.form == key)
            yield f"{'、'.join(f'“{name}”' for name in named)}（{form.declared.rstrip('。')}）"
