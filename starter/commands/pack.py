"""`shouwen pack`: check a pack, and rehearse its readable cases in virtual time."""

from typing import Any

import click

from cases.rehearsal import Rehearsed, rehearse
from decisions.problems import InvalidDefinition
from regulations.publishing import PublishedPack
from starter.console import echo_json, fail, problem_as_json
from starter.pack_files import UnknownPack, load_pack


@click.group()
def command() -> None:
    """Check packs and rehearse their cases."""


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
def rehearse_command(packs: tuple[str, ...], as_json: bool, only: str, facts: bool) -> None:
    """Play the readable cases of PACKS; exit 1 where one comes out otherwise than it says."""
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
    try:
        return load_pack(name)
    except UnknownPack as error:
        fail(str(error))
    except InvalidDefinition as invalid:
        fail("\n".join(str(problem) for problem in invalid.problems))


def _problems(name: str) -> list[dict[str, Any]]:
    try:
        load_pack(name)
    except UnknownPack as error:
        fail(str(error))
    except InvalidDefinition as invalid:
        return [problem_as_json(one) | {"text": str(one)} for one in invalid.problems]
    return []
