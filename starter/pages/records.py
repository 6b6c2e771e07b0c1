"""The readable cases, and what changed from edition to edition."""

from itertools import groupby

from starter.pages.markdown import plain, table
from starter.pages.subject import Subject


def cases(subject: Subject) -> list[str]:
    """Return every readable case with its number and what it proves, file by file."""
    found: list[str] = []
    numbers = subject.cases()
    for file, proofs in groupby(numbers, key=lambda proof: proof.file):
        link = f"../../packs/{subject.name}/{file}"
        found += [f"`{file}`（[原文件]({link})）", ""]
        rows = []
        for proof in proofs:
            kept = [trace.key for trace in subject.traces if proof in trace.kept]
            broken = [trace.key for trace in subject.traces if proof in trace.broken]
            rows.append(
                (str(numbers[proof]), plain(proof.name), "、".join(kept), "、".join(broken))
            )
        found += table(("案例", "经过", "守", "违"), rows)
    return found


def changes(subject: Subject) -> list[str]:
    """Return the changelog without its title, one level further down."""
    lines = subject.changelog.strip().splitlines()
    body = lines[1:] if lines and lines[0].startswith("# ") else lines
    return [f"#{line}" if line.startswith("#") else line for line in body] + [""]
