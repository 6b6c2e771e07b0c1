"""A page of links that create saved views in the Temporal UI, which keeps them in the browser."""

import html
import json
from urllib.parse import quote

VIEWS = (
    ("办理中", 'ExecutionStatus="Running"'),
    ("逾期", 'CaseAlert="逾期" AND ExecutionStatus="Running"'),
    ("临期", 'CaseAlert="临期" AND ExecutionStatus="Running"'),
    ("故障", 'CaseAlert="故障" AND ExecutionStatus="Running"'),
    ("待受理", 'CaseStage IN ("首问接待", "受理") AND ExecutionStatus="Running"'),
    ("待签收", 'CaseStage IN ("待签收", "书面交接") AND ExecutionStatus="Running"'),
    ("待回访", 'CaseStage IN ("回访", "回访核实") AND ExecutionStatus="Running"'),
    ("办结", 'CaseStage="办结"'),
)
"""Name and query of each view."""

COLUMNS = ("Status", "Workflow ID", "CaseStage", "CaseAlert", "CaseDue", "CaseUnit", "CaseOwner")
_COLUMNS_KEY = "namespace-workflow-table-columns"


def view_link(ui: str, name: str, query: str) -> str:
    """Return the address that shows *query* and keeps it as the saved view *name*."""
    return (
        f"{ui}/namespaces/default/workflows?query={quote(query, safe='')}"
        f"&savedQuery={quote(name, safe='')}"
    )


def columns_script() -> str:
    """Return the bookmarklet that shows a case's columns in the list."""
    wanted = [{"label": name, "pinned": name == "Status"} for name in COLUMNS]
    value = json.dumps(json.dumps({"default": wanted}))
    return f"javascript:localStorage.setItem('{_COLUMNS_KEY}',{value});location.reload()"


def views_page(ui: str) -> str:
    """Return the page, for the UI at *ui*."""
    rows = "\n".join(
        f'<li><a href="{html.escape(view_link(ui, name, query))}">{name}</a> '
        f"<code>{html.escape(query)}</code></li>"
        for name, query in VIEWS
    )
    return f"""<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>首问：Temporal 界面的视图</title>
<style>body{{font:16px/1.8 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}
code{{color:#555;font-size:.8em}}</style>
<h1>Temporal 界面的视图</h1>
<p>点开即保存在浏览器里，之后在列表左侧的 Saved Views 中。</p>
<ul>
{rows}
</ul>
<h2>列</h2>
<p>把 <a href="{html.escape(columns_script())}">案件各列</a> 拖到书签栏，
在案件列表页点一下，列表即显示阶段、警示、到期、部门、首问责任人。</p>
</html>
"""
