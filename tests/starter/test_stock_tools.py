"""Everything is also possible with the stock `temporal` command and in its UI."""

import asyncio
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click
import pytest

from regulations.publishing import PublishedPack
from starter.connection import Place
from starter.desk import Desk
from starter.main import COMMANDS, LazyGroup
from starter.pack_files import load_pack
from starter.saved_views import (
    screen_script,
    shipped_packs,
    view_link,
    views_of,
    views_page,
)
from tests.servers import TEMPORAL
from tests.starter.conftest import INQUIRY, Ran, Shouwen, eventually, recorded
from tests.starter.courses import KEEP

OPEN = ("open", "--pack", "hotel", "--file", "-")
OPERATORS = Path(__file__).resolve().parent.parent.parent / "docs" / "operators.md"


async def _temporal(place: Place, *arguments: str) -> Ran:
    started = await asyncio.create_subprocess_exec(
        str(TEMPORAL),
        *arguments,
        *("--address", place.connect["target_host"]),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await started.communicate()
    return Ran(started.returncode or 0, out.decode(), err.decode())


async def test_a_case_is_started_with_the_stock_command(
    shouwen: Shouwen, place: Place, desk: Desk, worker: None, tmp_path: Path
) -> None:
    """`open --print-input` gives the input; the key still names that case afterwards."""
    printed = await shouwen(*OPEN, "--key", "k", "--print-input", stdin=json.dumps(INQUIRY))
    case = printed.json["opening"]["number"]
    file = tmp_path / "start.json"
    file.write_text(printed.out, "utf-8")

    started = await _temporal(
        place,
        *("workflow", "start", "--type", "Case", "--task-queue", place.task_queue),
        *("--workflow-id", case, "--input-file", str(file)),
        *("--id-conflict-policy", "UseExisting", "--id-reuse-policy", "RejectDuplicate"),
    )

    assert 0 == started.code, started.err
    assert "首问接待" == (await desk.case(case))["stage"]
    receipt = await desk.open("hotel", INQUIRY, key="k")
    assert case == receipt.case


async def test_a_task_is_completed_with_the_stock_command(
    place: Place, desk: Desk, worker: None
) -> None:
    """An update with the JSON that the query `tasks` gives; a refusal is one sentence."""
    case = (await desk.open("hotel", INQUIRY)).case
    update = ("workflow", "update", "execute", "--workflow-id", case, "--name", "complete_task")
    command = {"task": "receive_inquiry#1", "actor": "fo-01", "outcome": "transfer", "data": KEEP}

    refused = await _temporal(place, *update, "--input", json.dumps({**command, "outcome": "x"}))
    done = await _temporal(place, *update, "--input", json.dumps(command), "--output", "json")

    assert 1 == refused.code
    assert "outcome 应为 answer" in refused.err
    assert 0 == done.code, done.err
    assert ["fill_slip#1"] == json.loads(done.out)["result"]["opened"]


async def test_an_update_of_a_wrong_shape_is_one_sentence_in_the_stock_command(
    place: Place, desk: Desk, worker: None
) -> None:
    """In Chinese, without what was sent, and with where the right JSON is found."""
    case = (await desk.open("hotel", INQUIRY)).case
    update = ("workflow", "update", "execute", "--workflow-id", case, "--name", "complete_task")

    misshapen = await _temporal(place, *update, "--input", '{"task": 1, "note": "金一平"}')
    empty = await _temporal(place, *update)

    assert (
        "缺少 actor（经办的人员或岗位编号）；task（待办编号）应为文字，收到数字" in misshapen.err
    )
    assert "金一平" not in misshapen.err
    assert "应为一个 JSON 对象，收到 0 个" in empty.err
    for ran in (misshapen, empty):
        assert 1 == ran.code
        assert 1 == len(ran.err.strip().splitlines()), ran.err
        assert "用查询 tasks 取得，或见案件页面的 Current Details" in ran.err
        assert "http" not in ran.err


async def test_a_signal_counts_too(place: Place, desk: Desk, worker: None) -> None:
    """Fire and forget: carried out where it is allowed, recorded where it is not."""
    case = (await desk.open("hotel", INQUIRY)).case
    signal = ("workflow", "signal", "--workflow-id", case, "--name", "complete_task", "--input")
    command = {"task": "receive_inquiry#1", "actor": "fo-01", "outcome": "transfer", "data": KEEP}

    await _temporal(place, *signal, json.dumps({**command, "outcome": "x"}))
    await _temporal(place, *signal, json.dumps(command))

    async def kinds() -> list[str]:
        return [fact.kind for fact in await desk.register.facts(case)]

    found = await eventually(kinds, lambda kinds: "task_closed" in kinds)
    assert "signal_refused" in found


async def test_queries_answer_the_stock_command(place: Place, desk: Desk, worker: None) -> None:
    """`tasks` holds JSON that can be pasted into the update."""
    case = (await desk.open("hotel", INQUIRY)).case

    asked = await _temporal(
        place,
        *("workflow", "query", "--workflow-id", case, "--type", "tasks", "--output", "json"),
    )

    [task] = json.loads(asked.out)["queryResult"][0]
    assert "receive_inquiry#1" == task["complete_with"]["task"]


async def test_every_saved_view_is_a_query_the_server_takes(
    place: Place, desk: Desk, worker: None
) -> None:
    """All of them run; the view of the case's stage finds it."""
    case = (await desk.open("hotel", INQUIRY)).case
    await recorded(desk, case)
    client = await desk.client()
    mine = f' AND CaseNo="{case}"'

    async def found(packs: Sequence[PublishedPack]) -> set[str]:
        return {
            view.name
            for view in views_of(packs, _EARLIER)
            if [one.id async for one in client.list_workflows(view.query + mine)]
        }

    mine_alone = {"办理中", "待回复", "首问·酒店首问责任制（HT）"}
    await eventually(lambda: found([load_pack("hotel")]), lambda names: names >= mine_alone)
    assert mine_alone == await found([load_pack("hotel")])
    assert mine_alone <= await found(shipped_packs())


def test_views_come_from_the_packs() -> None:
    """A stage belongs to a view because a task of it brings the view's event about."""
    published = [load_pack(key) for key in ("hotel", "tax-bureau")]
    views = dict(views_of(published, date(2026, 11, 21)))

    assert 'CaseStage IN ("待签收", "书面交接") AND ExecutionStatus="Running"' == views["待签收"]
    assert 'CasePack STARTS_WITH "hotel "' == views["首问·酒店首问责任制（HT）"]
    assert "填单转交" in views["待转办"]
    assert "承办" in views["待回复"]
    assert {"临期", "逾期", "故障", "办结", "11月21日到期"} <= set(views)


def test_the_views_of_all_organisations_find_room_in_the_ui() -> None:
    """It keeps fifty; their names differ, and those of the organisations come last."""
    packs = shipped_packs()
    names = [view.name for view in views_of(packs, date(2026, 11, 21))]

    assert 50 >= len(names) == len(set(names))
    assert [name for name in sorted(names) if "首问·" in name] == sorted(names)[-len(packs) :]


def test_a_link_carries_query_and_name() -> None:
    """The UI reads both from its address."""
    [view] = [one for one in views_of([]) if one.name == "逾期"]

    asked = parse_qs(urlsplit(view_link("http://127.0.0.1:8233", view, "prod")).query)

    assert {"query": [view.query], "savedQuery": ["逾期"]} == asked


async def test_the_views_are_printed_and_written(shouwen: Shouwen, tmp_path: Path) -> None:
    """A link for each view, and a page of them."""
    file = tmp_path / "views.html"

    ran = await shouwen("views", "--json", "--ui", "http://ui.example/", "--html", str(file))
    told = await shouwen("views", "--pack", "hotel")
    failed = await shouwen("views", "--html", str(tmp_path / "none" / "views.html"))

    links = [view["link"] for view in ran.json]
    page = file.read_text("utf-8")
    assert all(
        link.startswith("http://ui.example/namespaces/default/workflows?") for link in links
    )
    assert all(link.replace("&", "&amp;") in page for link in links)
    assert "书面交接" not in told.out
    assert (1, True) == (failed.code, "cannot be written" in failed.err)
    assert "待签收" in views_page("http://ui.example")


_NODE = pytest.mark.skipif(shutil.which("node") is None, reason="no node to run the scripts")
_EARLIER = date(2025, 3, 9)
_BROWSER = """
const now=Date.parse("2026-11-21T16:30:00Z"),Real=Date;
globalThis.Date=class extends Real{constructor(...a){super(...(a.length?a:[now]))}static now(){return now}};
const kept={"saved-workflow-queries":JSON.stringify({default:[
  {name:"11月22日到期",query:"of a year ago"},{name:"3月9日到期"},{name:"我的"}]})};
globalThis.localStorage={getItem:k=>kept[k]??null,setItem:(k,v)=>{kept[k]=v}};
globalThis.location={reload(){}};
const parts={a:{},code:{}};
globalThis.document={getElementById:id=>id==="today"?{querySelector:k=>parts[k]}:null};
%s
console.log(JSON.stringify({kept:JSON.parse(kept["saved-workflow-queries"]).default,parts}));
"""
"""A browser half an hour into 22 November in the zone of the lists, with views of other days."""


def _in_browser(script: str) -> Any:
    ran = subprocess.run(
        ["node", "-e", _BROWSER % script], capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(ran.stdout)


@_NODE
def test_a_page_of_another_day_shows_what_is_due_on_the_day_it_is_opened() -> None:
    """The link is renewed as the page is opened: it is the one that `shouwen views` prints then."""
    page = views_page("http://ui.example", views_of([], _EARLIER), "prod")
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    parts = _in_browser(script)["parts"]

    [today] = [one for one in views_of([], date(2026, 11, 22)) if "月" in one.name]
    assert tuple(today) == (parts["a"]["textContent"], parts["code"]["textContent"])
    asked = parse_qs(urlsplit(parts["a"]["href"]).query)
    assert parse_qs(urlsplit(view_link("http://ui.example", today, "prod")).query) == asked
    assert parts["a"]["href"].startswith("http://ui.example/namespaces/prod/workflows?")


@_NODE
def test_the_bookmark_keeps_what_is_due_today_and_takes_other_days_away() -> None:
    """People's own views stay."""
    script = screen_script(views_of([], _EARLIER)).removeprefix("javascript:")

    kept = {one["name"]: one.get("query") for one in _in_browser(script)["kept"]}

    [today] = [one for one in views_of([], date(2026, 11, 22)) if "月" in one.name]
    assert {"我的", "办理中", "逾期", today.name} <= set(kept)
    assert [today.name] == [name for name in kept if "月" in name]
    assert today.query == kept[today.name]


def test_views_without_a_day_have_nothing_to_renew() -> None:
    """Neither page nor bookmark."""
    assert "<script>" not in views_page("http://ui.example", views_of([]))
    assert "日到期" not in screen_script(views_of([]))


BLOCKS = re.findall(r"```bash\n(.*?)```", OPERATORS.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize(
    "line",
    [line for block in BLOCKS for line in block.splitlines() if line.startswith("shouwen ")],
)
def test_commands_of_the_operators_page_are_commands(line: str) -> None:
    """Every `shouwen` line of the page names a command and options that there are."""
    name, *rest = shlex.split(line.partition(">")[0])[1:]
    command = LazyGroup().get_command(click.Context(click.Command("x")), name)
    assert name in COMMANDS
    while isinstance(command, click.Group):
        command = command.commands[rest.pop(0)]
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    known |= {option for parameter in command.params for option in parameter.secondary_opts}
    assert {word for word in rest if re.fullmatch(r"--[a-z-]+", word)} <= known | {"--help"}
