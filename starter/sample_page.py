"""A page of the sample day: each inquiry with what it shows and a link to its case in the UI."""

import html
from collections.abc import Mapping, Sequence

from regulations.publishing import PublishedPack
from starter.sample_loading import Loaded
from starter.saved_views import view_link, view_of

PAGE = "sample_day.html"


def sample_page(
    ui: str,
    loaded: Sequence[Loaded],
    packs: Mapping[str, PublishedPack],
    namespace: str = "default",
) -> str:
    """Return the page for the UI at *ui*; *packs* by key."""
    days = "\n".join(
        _day(ui, namespace, packs[key], [one for one in loaded if one.pack == key])
        for key in dict.fromkeys(one.pack for one in loaded)
        if key in packs
    )
    return f"""<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>首问：样例一天</title>
<style>body{{font:16px/1.8 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}
h2{{font-size:1.1em;margin:1.6em 0 .2em}}ul{{margin:0}}small{{color:#555;font-weight:normal}}</style>
<h1>样例一天</h1>
<p>人物、电话、地址均为虚构。说明写的是装入样例时的情形；此后时限照走。</p>
{days}
</html>
"""


def _day(ui: str, namespace: str, pack: PublishedPack, inquiries: Sequence[Loaded]) -> str:
    about = pack.pack
    view = html.escape(view_link(ui, view_of(pack), namespace))
    rows = "\n".join(
        f'<li><a href="{html.escape(f"{ui}/namespaces/{namespace}/workflows/{one.case}")}">'
        f"{html.escape(one.case)}</a> {html.escape(one.note)}</li>"
        for one in inquiries
    )
    return (
        f'<h2><a href="{view}">{html.escape(about.title)}</a> '
        f"<small>{html.escape(about.pack)}</small></h2>\n<ul>\n{rows}\n</ul>"
    )
