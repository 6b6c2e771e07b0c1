"""Forms with their fields, and notices with their texts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starter.pages.markdown import lines_of, plain, table
from starter.pages.subject import OWN, Subject, basis, cited

_FILLED = {
    "case": "案号",
    "title": "时限名称",
    "limit": "时限",
    "due": "到期时间",
    "cites": "条文",
    "unit": "办理部门",
    "owner": "首问责任人",
    "stage": "阶段",
    "clock": "时限",
}
_WITHIN = ("allOf", "anyOf", "oneOf", "then", "else")


def forms(subject: Subject) -> list[str]:
    """Return every form: its fields, the ones always asked for first, and its outcomes."""
    return table(
        ("表单", "依据", "必填", "视情况填写", "办理结果"),
        [
            (
                plain(f"《{form.title}》"),
                lines_of((plain(cited(form)), _own(form.declared))),
                _titles(subject, key, needed=True),
                _titles(subject, key, needed=False),
                plain(_listed(_outcomes(subject, key))),
            )
            for key, form in subject.pack.forms.items()
            if not (form.declared and is_blank(subject, key))
        ],
    )


def is_blank(subject: Subject, form: str) -> bool:
    """Whether a form asks nothing: a shared diagram names it, and the pack has no use for it."""
    return not field_titles(subject, form) and not _outcomes(subject, form)


def field_titles(subject: Subject, form: str) -> str:
    """Return the titles of all fields of a form, for one line."""
    return _listed([title for _, title in _fields(_schema(subject, form))])


def notices(subject: Subject) -> list[str]:
    """Return every notice."""
    return table(
        ("告知", "依据"),
        [
            (plain(notice_words(notice.text)), plain(basis(notice)))
            for notice in subject.pack.notices.values()
        ],
    )


def notice_words(text: str) -> str:
    """Return a notice with words where a case fills something in: `〔案号〕`."""
    for name, word in _FILLED.items():
        text = text.replace("{" + name + "}", f"〔{word}〕")
    return text


def _own(declared: str) -> str:
    return f"{OWN}{plain(declared)}" if declared else ""


def _schema(subject: Subject, form: str) -> Mapping[str, Any]:
    return subject.published.schemas[form]


def _titles(subject: Subject, form: str, *, needed: bool) -> str:
    schema = _schema(subject, form)
    always = schema.get("required", ())
    shown = [title for name, title in _fields(schema) if (name in always) == needed]
    return plain(_listed(shown))


def _listed(words: Sequence[str]) -> str:
    """Return *words* one after the other, told apart even where one of them is itself a list."""
    within = any("、" in word.partition("（")[0] or "，" in word for word in words)
    return ("；" if within else "、").join(words)


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield name and title of every field a person fills in, once, in the schema's order."""
    seen = []
    for properties in _all_properties(schema):
        for name, field in properties.items():
            if name == "outcome" or name in seen or not isinstance(field, Mapping):
                continue
            seen.append(name)
            yield name, _title(name, field)


def _all_properties(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema.get("properties", {})
    for word in _WITHIN:
        part = schema.get(word, ())
        for each in (part,) if isinstance(part, Mapping) else part:
            if isinstance(each, Mapping):
                yield from _all_properties(each)


def _title(name: str, field: Mapping[str, Any]) -> str:
    inner = field.get("properties")
    title = str(field.get("title") or name)
    if not isinstance(inner, Mapping):
        return title
    return f"{title}（{'、'.join(str(each.get('title') or key) for key, each in inner.items())}）"


def _outcomes(subject: Subject, form: str) -> list[str]:
    """Return the labels of the outcomes that tasks with this form offer and the form lets through."""
    allowed = _schema(subject, form).get("properties", {}).get("outcome", {}).get("enum")
    found = [
        label
        for node in subject.published.program.nodes
        if node.form == form
        for key, label in node.properties.items()
        if key.startswith("outcome:")
        and (allowed is None or key.removeprefix("outcome:") in allowed)
    ]
    return list(dict.fromkeys(found))
