"""Has every code that people are shown a label? Of forms, outcomes, decisions, and the pack's lists."""

from collections.abc import Iterator, Mapping

from bpmn.program import Program
from decisions.problems import Problem
from regulations.decision_words import codes_in_tables
from regulations.diagram_files import file_of
from regulations.pack import Pack
from regulations.setting_words import setting_title
from regulations.source import PackSource
from regulations.words import LABELS, Schema, Words, coded_parts, own_words, words_of

_NAMED = ("channels", "kinds", "subjects", "tiers")
_OFFERED = "outcome:"


def check_words(pack: Pack, program: Program, source: PackSource) -> Iterator[Problem]:
    """Yield every code that would be shown as it is, where it stands."""
    schemas = {
        path: source.schemas[path]
        for path in dict.fromkeys(pack.schema_files().values())
        if isinstance(source.schemas.get(path), Mapping)
    }
    own = own_words(pack, schemas.values(), program.decisions)
    words = words_of(pack, own, schemas.values())
    for path, schema in schemas.items():
        yield from _form(path, schema, words, pack, source)
    yield from _outcomes(program, source)
    yield from _decisions(program, words, pack)
    yield from _listed(pack, source)


def _form(
    path: str, schema: Schema, words: Words, pack: Pack, source: PackSource
) -> Iterator[Problem]:
    for place, field, part in coded_parts(schema):
        codes = [str(each) for each in part.get("enum", ()) if isinstance(each, str | int)]
        labels = part.get(LABELS, {})
        for code in codes if field != "outcome" else ():
            if not _is_said(code, words.get(field, {}).get(code, ""), pack):
                what = f"the code {code!r} of the field {field} has no label"
                hint = f'say what people call it: "{LABELS}": {{"{code}": "…"}} beside "enum"'
                yield source.schema_problem(path, (*place, "enum"), field, what, hint)
        for code in labels if isinstance(labels, Mapping) else ():
            if "enum" in part and code not in codes:
                what = f"expected a label of a code of the field {field} ({', '.join(codes)}), "
                hint = "correct the code or take the label out"
                place_of = (*place, LABELS, code)
                yield source.schema_problem(path, place_of, field, f"{what}found {code!r}", hint)


def _outcomes(program: Program, source: PackSource) -> Iterator[Problem]:
    """Labels of outcomes stand in the diagram."""
    for node in program.nodes:
        for key, label in node.properties.items():
            code = key.removeprefix(_OFFERED)
            if key.startswith(_OFFERED) and label.strip() in ("", code):
                what = f"the outcome {code!r} has no label"
                hint = f"give the property {key} the words that people read"
                yield Problem(file_of(node, program, source), node.line, node.id, what, hint)


def _decisions(program: Program, words: Words, pack: Pack) -> Iterator[Problem]:
    for file, line, decision, part, code in codes_in_tables(program.decisions):
        if part and not _is_said(code, words.get(part, {}).get(code, ""), pack):
            what = f"the code {code!r} of the decision table has no label"
            hint = f"say in pack.yaml what people call it: words: {{{part}: {{{code}: …}}}}"
            yield Problem(file, line, decision, what, hint)


def _listed(pack: Pack, source: PackSource) -> Iterator[Problem]:
    for name in _NAMED:
        for key, title in getattr(pack.registration, name).items():
            if not title.strip():
                path = ("registration", name, key)
                yield source.problem(
                    path, f"the key {key!r} has no label", "say what it is called"
                )
    for key in pack.settings:
        if setting_title(key, pack) == key:
            hint = f"say in pack.yaml what it is called: words: {{settings: {{{key}: …}}}}"
            yield source.problem(("settings", key), f"the setting {key!r} has no label", hint)


def _is_said(code: str, label: str, pack: Pack) -> bool:
    """Whether a code has a label, is a key of the pack's people, or is no code but words itself."""
    named = label.strip() not in ("", code)
    return named or not code.isascii() or pack.organisation.knows(code)
