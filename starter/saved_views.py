"""Links that create saved views in the Temporal UI, which keeps them in the browser.

What waits for what is read from the packs: a stage belongs to a view because a task of that stage
can bring the view's event about. So a new organisation gets its views without a change here.
"""

import html
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import quote

from bpmn.program import Node
from decisions.problems import InvalidDefinition
from regulations.publishing import PublishedPack
from starter.pack_files import SHIPPED, load_pack

RUNNING = 'ExecutionStatus="Running"'
STOPPED = 'ExecutionStatus IN ("Terminated", "Failed", "TimedOut", "Canceled")'
"""Cases that did not end by themselves: their workflow was stopped from outside."""
OFFSET = "+08:00"
_WAITING = (
    ("待转办", "handover_sent"),
    ("待签收", "handover_received"),
    ("待回复", "answered"),
    ("待批示", "instruction_given"),
    ("待回访", "follow_up"),
)
"""View, and the event that a task of its stages brings about first."""

ORGANISATION = "首问·"
"""Begins the name of an organisation's own view."""
COLUMNS = ("Status", "Workflow ID", "CaseStage", "CaseAlert", "CaseDue", "CaseUnit", "CaseOwner")
_COLUMNS_KEY = "namespace-workflow-table-columns"
_VIEWS_KEY = "saved-workflow-queries"
_SCRIPT = (
    "javascript:(()=>{"
    "const read=k=>JSON.parse(localStorage.getItem(k)||'{}'),"
    "write=(k,v)=>localStorage.setItem(k,JSON.stringify(v)),n=%(namespace)s;"
    "const c=read('%(columns_key)s');c[n]=%(columns)s;write('%(columns_key)s',c);"
    "const s=read('%(views_key)s'),views=%(views)s;s[n]=s[n]||[];"
    "%(today)s"
    "for(const v of views)if(!s[n].some(w=>w.name===v.name))s[n].push(v);"
    "write('%(views_key)s',s);location.reload()})()"
)
"""The Temporal UI keeps views and columns in the browser's storage, by namespace."""
_TODAY = (
    "(()=>{const day=n=>new Date(Date.now()+288e5+n*864e5).toISOString().slice(0,10),t=day(0);"
    "return{name:`${+t.slice(5,7)}月${+t.slice(8)}日到期`,"
    'query:`CaseDue >= "${t}T00:00:00+08:00" AND CaseDue < "${day(1)}T00:00:00+08:00" '
    'AND ExecutionStatus="Running"`}})()'
)
"""What is due on the day on which it is asked, in the zone of the lists: as `_due_on` has it."""
_RENEW = (
    "const today=%(today)s;"
    "s[n]=s[n].filter(w=>!/^[0-9]+月[0-9]+日到期$/.test(w.name));"
    "views.push({id:today.name,...today,type:'user'});"
)
"""The view of another day gives way to today's."""
_RENEW_LINK = """<script>
const today=%(today)s,item=document.getElementById("today"),said=encodeURIComponent;
item.querySelector("a").textContent=today.name;
item.querySelector("code").textContent=today.query;
item.querySelector("a").href=%(address)s+said(today.query)+"&savedQuery="+said(today.name);
</script>
"""
"""A page that was written on another day shows what is due on the day it is opened."""


class SavedView(NamedTuple):
    """A view: its name and its query in Temporal's list filter."""

    name: str
    query: str


def views_of(packs: Iterable[PublishedPack], today: date | None = None) -> tuple[SavedView, ...]:
    """Return the views for cases of *packs*.

    Args:
        packs: the packs in use.
        today: adds the view of what is due on that day; the filter knows no "today" of its own,
            so page and bookmark renew it in the browser.
    """
    packs = tuple(packs)
    nodes = [node for pack in packs for node in pack.program.nodes]
    waiting = [SavedView(name, _at(stages)) for name, stages in _stages(nodes) if stages]
    return (
        SavedView("办理中", RUNNING),
        *waiting,
        *([_due_on(today)] if today else []),
        *(
            SavedView(text, f'CaseAlert="{text}" AND {RUNNING}')
            for text in ("临期", "逾期", "故障")
        ),
        SavedView("系统异常", "TemporalReportedProblems IS NOT NULL"),
        SavedView("强行终止", STOPPED),
        SavedView("办结", 'CaseStage="办结"'),
        *(view_of(pack) for pack in packs),
    )


def view_of(pack: PublishedPack) -> SavedView:
    """Return the view of all cases of *pack*, closed ones too, by its title and number prefix.

    The UI sorts views by name, by code point: these come last, one after the other.
    """
    name = f"{ORGANISATION}{pack.pack.title}（{pack.pack.number_prefix}）"
    return SavedView(name, f'CasePack STARTS_WITH "{pack.pack.pack} "')


def shipped_packs() -> list[PublishedPack]:
    """Return the packs that ship; one that is being worked on and is wrong is left out."""
    found = []
    for file in sorted(SHIPPED.glob("*/pack.yaml")):
        try:
            found.append(load_pack(file.parent.name))
        except InvalidDefinition:
            continue
    return found


def view_link(ui: str, view: SavedView, namespace: str = "default") -> str:
    """Return the address that shows *view* and keeps it under its name."""
    return (
        f"{ui}/namespaces/{namespace}/workflows?query={quote(view.query, safe='')}"
        f"&savedQuery={quote(view.name, safe='')}"
    )


def screen_script(views: Sequence[SavedView], namespace: str = "default") -> str:
    """Return the bookmarklet that keeps *views* and shows a case's columns in the list.

    A view of a name that is there already stays as it is. Where one of them is what is due on a
    day, the day is that on which the script runs, and the view of an earlier day is taken away.
    """
    columns = [{"label": name, "pinned": name == "Status"} for name in COLUMNS]
    kept = [
        {"id": view.name, "name": view.name, "query": view.query, "type": "user"}
        for view in views
        if not _of_day(view)
    ]
    renew = _RENEW % {"today": _TODAY} if any(map(_of_day, views)) else ""
    return _SCRIPT % {
        "columns_key": _COLUMNS_KEY,
        "views_key": _VIEWS_KEY,
        "namespace": json.dumps(namespace),
        "columns": json.dumps(columns),
        "views": json.dumps(kept, ensure_ascii=False),
        "today": renew,
    }


def views_page(
    ui: str, views: Sequence[SavedView] | None = None, namespace: str = "default"
) -> str:
    """Return the page, for the UI at *ui*; with the views of the packs that ship where none are given."""
    views = views_of(shipped_packs()) if views is None else views
    own = [view for view in views if view.name.startswith(ORGANISATION)]
    general = _rows(ui, [view for view in views if view not in own], namespace)
    organisations = _rows(ui, own, namespace)
    address = json.dumps(f"{ui}/namespaces/{namespace}/workflows?query=").replace("<", "\\u003c")
    renew = _RENEW_LINK % {"today": _TODAY, "address": address}
    renewed = renew if any(map(_of_day, views)) else ""
    return f"""<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>首问：Temporal 界面的视图</title>
<style>body{{font:16px/1.8 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}
code{{color:#555;font-size:.8em}}</style>
<h1>Temporal 界面的视图</h1>
<p>把 <a href="{html.escape(screen_script(views, namespace))}">首问：视图与列</a> 拖到书签栏，
打开 <a href="{html.escape(ui)}/namespaces/{namespace}/workflows">案件列表</a> 后点一下书签：
列表即显示阶段、警示、到期、部门、首问责任人各列，以下视图即在列表上方的书签菜单中。</p>
<p>也可以逐个点开，每点一次，浏览器里存一个视图：</p>
<ul>
{general}
</ul>
<p>各项制度自己的案件，含已办结的；编号以括号中的字母开头：</p>
<ul>
{organisations}
</ul>
{renewed}</html>
"""


def _rows(ui: str, views: Sequence[SavedView], namespace: str) -> str:
    return "\n".join(
        f'<li{_mark(view)}><a href="{html.escape(view_link(ui, view, namespace))}">'
        f"{html.escape(view.name)}</a> <code>{html.escape(view.query)}</code></li>"
        for view in views
    )


def _mark(view: SavedView) -> str:
    """Return by what the page's script finds a view."""
    return ' id="today"' if _of_day(view) else ""


def _of_day(view: SavedView) -> bool:
    """Whether a view is of what is due on one day."""
    return view.query.startswith("CaseDue >= ")


def _stages(nodes: Sequence[Node]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (
            name,
            tuple(
                dict.fromkeys(
                    node.properties["stage"]
                    for node in nodes
                    if "stage" in node.properties and event in _first_events(node)
                )
            ),
        )
        for name, event in _WAITING
    ]


def _first_events(node: Node) -> set[str]:
    """Return the event that each outcome of *node* is, first of all."""
    return {
        value.partition(",")[0].strip()
        for key, value in node.properties.items()
        if key.partition(":")[0] == "event"
    }


def _at(stages: Sequence[str]) -> str:
    listed = ", ".join(f'"{stage}"' for stage in stages)
    return f"CaseStage IN ({listed}) AND {RUNNING}"


def _due_on(day: date) -> SavedView:
    begins, ends = (
        f"{one.isoformat()}T00:00:00{OFFSET}" for one in (day, day + timedelta(days=1))
    )
    query = f'CaseDue >= "{begins}" AND CaseDue < "{ends}" AND {RUNNING}'
    return SavedView(f"{day.month}月{day.day}日到期", query)
