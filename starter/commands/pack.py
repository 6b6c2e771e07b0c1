"""`shouwen pack`: check packs, rehearse their readable cases in virtual time, make their pages."""

from pathlib import Path
from typing import Any

import click

from cases.rehearsal import Rehearsed, rehearse
from decisions.problems import InvalidDefinition, Problem
from regulations.publishing import PublishedPack
from starter.at_desk import at_desk, data_dir_option
from starter.console import echo_json, fail, problem_as_json
from starter.desk import Desk
from starter.differences import differences
from starter.editions import check_editions
from starter.pack_files import SHIPPED, UnknownPack, find_pack, load_pack
from starter.pages.page import pages_of
from starter.pages.writing import PAGES, write_pages
from starter.past_cases import as_json as past_as_json
from starter.past_cases import compare_past_cases, lines
from starter.tracing import read_register


@click.group()
def command() -> None:
    """Check packs, rehearse their cases, make the pages their owners read."""


@command.command(name="check")
@click.argument("packs", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pack.")
def check_command(packs: tuple[str, ...], as_json: bool) -> None:
    """Print every problem of PACKS (keys or folders); exit 1 where there are any."""
    wrong = 0
    for name in packs:
        problems = _problems(name)
        wrong += len(problems)
        if as_json:
            echo_json({"pack": name, "problems": problems})
            continue
        for problem in problems:
            click.echo(problem["text"])
        if not problems:
            click.echo(f"{name}: no problems")
    if wrong:
        raise click.exceptions.Exit(1)


@command.command(name="rehearse")
@click.argument("packs", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a case.")
@click.option("--only", default="", help="Only cases whose name contains this.")
@click.option("--facts", is_flag=True, help="Print what happened in each case.")
@click.option(
    "--on-past-cases",
    is_flag=True,
    help="Instead: count the cases in the register by this edition.",
)
@data_dir_option
def rehearse_command(
    packs: tuple[str, ...],
    as_json: bool,
    only: str,
    facts: bool,
    on_past_cases: bool,
    data_dir: Path,
) -> None:
    """Play the readable cases of PACKS; exit 1 where one comes out otherwise than it says.

    With --on-past-cases: what would have been due otherwise, and which breaches would have been
    found or not, had the edition (such as hotel@2) governed the cases that were opened.
    """
    if on_past_cases:
        for name in packs:
            _rehearse_past(name, data_dir, as_json=as_json)
        return
    wrong = 0
    for name in packs:
        outcomes = [one for one in rehearse(_published(name)) if only in one.name]
        for outcome in outcomes:
            _print(name, outcome, as_json=as_json, facts=facts)
        failed = sum(bool(outcome.differences) for outcome in outcomes)
        wrong += failed
        if not as_json:
            click.echo(f"{name}: {len(outcomes)} cases, {failed} came out otherwise")
    if wrong:
        raise click.exceptions.Exit(1)


@command.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a difference.")
def diff_command(old: str, new: str, as_json: bool) -> None:
    """Print how NEW differs from OLD: keys, editions such as hotel@1, or folders."""
    for each in differences(_published(old), _published(new)):
        if as_json:
            echo_json({"where": each.where, "old": each.old, "new": each.new})
        else:
            click.echo(str(each))


def _rehearse_past(name: str, data_dir: Path, *, as_json: bool) -> None:
    published = _published(name)
    totals = {"cases": 0, "otherwise": 0, "gained": 0, "lost": 0}

    async def run(desk: Desk) -> None:
        async for found in compare_past_cases(published, desk.register):
            totals["cases"] += 1
            totals["otherwise"] += not found.same
            totals["gained"] += len(found.gained)
            totals["lost"] += len(found.lost)
            if found.same:
                continue
            if as_json:
                echo_json(past_as_json(found))
                continue
            click.echo(found.case)
            for line in lines(found, published):
                click.echo(f"    {line}")

    at_desk(data_dir, run)
    if as_json:
        return
    click.echo(
        f"{name}: {totals['cases']} past cases, {totals['otherwise']} would have run otherwise: "
        f"{totals['gained']} breaches gained, {totals['lost']} lost"
    )


@command.command(name="page")
@click.argument("packs", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=PAGES,
    help="Folder of the pages; docs/packs of the source tree if not given.",
)
def page_command(packs: tuple[str, ...], out: Path) -> None:
    """Write the page of each of PACKS, with its diagrams drawn, for its owner to read and sign."""
    if out == PAGES and not out.is_dir():  # installed, so that there is no docs folder
        fail("expected the folder of the pages, such as --out pages")
    register = read_register()
    for name in packs:
        published = _published(name)
        made = pages_of(published.pack.pack, published, register, find_pack(name))
        try:
            written = write_pages(published.pack.pack, made, out)
        except OSError as error:
            fail(f"the pages cannot be written to {out} ({error.strerror}): choose another --out")
        for file in written:
            click.echo(str(file))


def _print(pack: str, outcome: Rehearsed, *, as_json: bool, facts: bool) -> None:
    if as_json:
        echo_json(_as_json(pack, outcome))
        return
    click.echo(f"{'✗' if outcome.differences else '✓'} {outcome.name}")
    for difference in outcome.differences:
        click.echo(f"    {outcome.file}: {difference}")
    if facts:
        for fact in outcome.facts:
            click.echo(f"    {fact.at:%m-%d %H:%M} {fact.kind} {fact.data}")


def _as_json(pack: str, outcome: Rehearsed) -> dict[str, Any]:
    return {
        "pack": pack,
        "file": outcome.file,
        "name": outcome.name,
        "proves": outcome.proves.model_dump(mode="json"),
        "differences": list(outcome.differences),
        "facts": len(outcome.facts),
    }


def _published(name: str) -> PublishedPack:
    _expect_one_meaning(name)
    try:
        return load_pack(name)
    except UnknownPack as error:
        fail(str(error))
    except InvalidDefinition as invalid:
        fail("\n".join(str(problem) for problem in invalid.problems))


def _problems(name: str) -> list[dict[str, Any]]:
    """Return the problems of a pack, of its older editions, and of them all together."""
    _expect_one_meaning(name)
    found: list[Problem] = []
    try:
        newest = find_pack(name)
        for folder in (
            newest,
            *sorted(path.parent for path in newest.glob("editions/*/pack.yaml")),
        ):
            try:
                load_pack(str(folder))
            except InvalidDefinition as invalid:
                found += invalid.problems
        found += check_editions(newest)
    except UnknownPack as error:
        fail(str(error))
    return [problem_as_json(one) | {"text": str(one)} for one in found]


def _expect_one_meaning(name: str) -> None:
    """Fail where *name* is a shipped pack and, here, a folder as well: the folder may be meant."""
    here, shipped = Path(name), SHIPPED / name
    if name.startswith("."):
        return
    if all((each / "pack.yaml").is_file() for each in (here, shipped)) and not here.samefile(
        shipped
    ):
        fail(
            f"{name} is the key of a shipped pack, and a folder here: "
            f"write ./{name} for the folder, or stand elsewhere for the shipped one"
        )
