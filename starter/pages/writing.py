"""Pages on disk."""

from collections.abc import Mapping
from pathlib import Path

from starter.pack_files import SHIPPED

PAGES = SHIPPED.parent / "docs" / "packs"


def write_pages(name: str, made: Mapping[str, str], out: Path) -> list[Path]:
    """Write what was made for the pack *name* below *out*; return the files.

    Drawings of diagrams that the pack no longer has are removed.
    """
    for old in sorted((out / name).glob("*.svg")):
        if f"{name}/{old.name}" not in made:
            old.unlink()
    written = []
    for path, text in made.items():
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        written.append(file)
    return written
