"""`shouwen rules`: what becomes of every rule of the source texts, from clause to evidence."""

from collections import Counter
from collections.abc import Iterator, Sequence

import click

from decisions.problems import InvalidDefinition
from regulations.rule_register import RuleRegister
from starter.console import echo_json, fail
from starter.pack_files import UnknownPack, load_pack
from starter.sheets import width
from starter.tracing import (
    Proof,
    Trace,
    read_register,
    trace_as_json,
    trace_pack,
    trace_rules,
)

_MISSING = {
    "pack": "the pack is not there, or has problems (see `shouwen pack check {pack}`)",
    "carrier": "nothing carries it",
    "kept": "no case proves it kept",
    "broken": "no case shows it broken, and nothing says why not",
}
_SHOWN = 2


@click.command()
@click.option("--pack", help="Only the rules that this pack carries: a key, an edition, a folder.")
@click.option("--rule", help="Only this rule, such as R99, with all that is known of it.")
@click.option("--prove", is_flag=True, help="Play the cases; one that fails proves nothing.")
@click.option("--strict", is_flag=True, help="Exit 1 where a rule lacks its carrier or a proof.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a rule.")
def command(pack: str | None, rule: str | None, prove: bool, strict: bool, as_json: bool) -> None:
    """Show for every rule what becomes of it, what carries it and which cases prove it.

    A rule runs, or is recorded, recorded and judged later, configuration, published, out, or a note.
    """
    register = read_register()
    if pack is None or pack in register.packs():
        traces: Sequence[Trace] = trace_rules(register, _wanted(register, pack, rule), prove=prove)
    else:
        traces = _of_another(register, pack, rule, prove=prove)
    if as_json:
        for trace in traces:
            echo_json(trace_as_json(trace))
    elif rule:
        _print_whole(traces[0])
    else:
        _print_all(traces)
    if strict and any(trace.missing for trace in traces):
        raise click.exceptions.Exit(1)


def _of_another(
    register: RuleRegister, pack: str, rule: str | None, *, prove: bool
) -> Sequence[Trace]:
    """Return the traces of an edition, or of a pack in a folder."""
    if not ({"@", "/"} & {*pack}) and not pack.startswith("."):
        fail(f"expected a pack ({', '.join(register.packs())}), found {pack!r}")
    try:
        published = load_pack(pack)
    except UnknownPack as error:
        fail(str(error))
    except InvalidDefinition as invalid:
        fail("\n".join(str(problem) for problem in invalid.problems))
    traces = trace_pack(register, published, prove=prove)
    found = [trace for trace in traces if rule in (None, trace.key)]
    if not found:
        known = ", ".join(trace.key for trace in traces) or "none"
        fail(f"expected a rule that {pack} carries ({known}), found {rule}")
    return found


def _wanted(register: RuleRegister, pack: str | None, rule: str | None) -> Sequence[str]:
    of_pack = register.of_pack(pack) if pack is not None else tuple(register.rules)
    if rule is None:
        return of_pack
    if rule not in register.rules:
        fail(f"expected a rule from R1 to R{len(register.rules)}, found {rule!r}")
    if rule not in of_pack:
        owner = register.pack_of(rule) or "no pack"
        fail(f"expected a rule that the pack {pack} carries, found {rule}, carried by {owner}")
    return (rule,)


def _print_all(traces: Sequence[Trace]) -> None:
    wide = [
        max(width(trace.key) for trace in traces),
        max(width(trace.rule.clause) for trace in traces),
        max(width(trace.status) for trace in traces),
    ]
    organisation = ""
    for trace in traces:
        if trace.rule.organisation != organisation:
            organisation = trace.rule.organisation
            pack = f"  ({trace.pack})" if trace.pack else ""
            click.echo(f"{organisation} {trace.organisation}{pack}")
        cells = (trace.key, trace.rule.clause, trace.status)
        head = "  ".join(_padded(cell, size) for cell, size in zip(cells, wide, strict=True))
        click.echo(f"  {head}  {trace.rule.title}")
        for name, text in _brief(trace):
            click.echo(f"{' ' * (wide[0] + 4)}{_padded(name, 11)}  {text}")
    _print_sum(traces)


def _padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _brief(trace: Trace) -> Iterator[tuple[str, str]]:
    """Yield what stands below a rule in the list: a name and a text a line."""
    if trace.rule.out:
        yield "because", trace.rule.out
    if trace.carriers:
        shown = [carrier.words for carrier in trace.carriers[:_SHOWN]]
        yield "carried by", f"{'；'.join(shown)}{_more(len(trace.carriers) - _SHOWN)}"
    for name, proofs in (("kept", trace.kept), ("broken", trace.broken)):
        if proofs:
            yield name, f"{_place(trace, proofs[0])}{_more(len(proofs) - 1)}"
    if trace.unbreakable:
        yield "unbreakable", trace.unbreakable
    for name in trace.missing:
        yield "MISSING", _MISSING[name].format(pack=trace.pack)


def _more(count: int) -> str:
    return f"  (+{count})" if count > 0 else ""


def _place(trace: Trace, proof: Proof) -> str:
    return f"{trace.folder}/{proof.file}: {proof.name}"


def _print_sum(traces: Sequence[Trace]) -> None:
    counts = Counter(trace.status for trace in traces)
    said = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    lacking = sum(bool(trace.missing) for trace in traces)
    end = f"; {lacking} lack what they need" if lacking else "; nothing is missing"
    click.echo(f"{len(traces)} rule{'' if len(traces) == 1 else 's'}: {said}{end}")


def _print_whole(trace: Trace) -> None:
    """Print all that is known of one rule."""
    for name, text in _whole(trace):
        click.echo(f"{_padded(name, 12)}  {text}")


def _whole(trace: Trace) -> Iterator[tuple[str, str]]:
    yield "rule", f"{trace.key}  {trace.rule.title}"
    yield "clause", f"{trace.organisation}（{trace.rule.organisation}）{trace.rule.clause}"
    yield "status", trace.status
    if trace.rule.out:
        yield "because", trace.rule.out
    if trace.pack:
        yield "pack", trace.pack
    for number, carrier in enumerate(trace.carriers):
        key = f"{carrier.kind}:{carrier.key}" if carrier.key else carrier.kind
        yield "" if number else "carried by", f"{carrier.words}  [{key}]"
    if trace.note:
        yield "note", trace.note
    for name, proofs in (("kept", trace.kept), ("broken", trace.broken)):
        for number, proof in enumerate(proofs):
            yield "" if number else name, _place(trace, proof)
    if trace.unbreakable:
        yield "unbreakable", trace.unbreakable
    for name in trace.missing:
        yield "MISSING", _MISSING[name].format(pack=trace.pack)
