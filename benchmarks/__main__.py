"""Everything that is measured, in one run: python -m benchmarks [NAME…] [--markdown]"""

import argparse
import os
import sys

from benchmarks.summary import BENCHMARKS, Row, table


def main() -> None:
    """Run the benchmarks that are named, or all, and print their ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--markdown", action="store_true", help="print tables for the documents")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; expected {', '.join(BENCHMARKS)}")
    for name in asked.names or BENCHMARKS:
        benchmark = BENCHMARKS[name]
        found = benchmark.measure()
        show = _markdown if asked.markdown else _plain
        for title, rows in benchmark.tables.items():
            print(show(title, list(rows(found))), flush=True)
    os._exit(0)  # the Temporal client may abort in an orderly exit


def _plain(title: str, rows: list[Row]) -> str:
    cells = table(rows)
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([title, *lines, ""])


def _markdown(title: str, rows: list[Row]) -> str:
    heading, *rest = table(rows)
    lines = [f"| {' | '.join(cells)} |" for cells in rest]
    rule = "| --- |" + " ---: |" * (len(heading) - 2) + " --- |"
    return "\n".join([f"### {title}", "", f"| {' | '.join(heading)} |", rule, *lines, ""])


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
