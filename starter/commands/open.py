"""`shouwen open`: open a case from a registration."""

from pathlib import Path

import click

from starter.answers import OpeningReceipt
from starter.at_desk import at_desk, data_dir_option, json_option, named, read_data
from starter.console import echo_json
from starter.desk import Desk
from starter.sheets import echo_table, instant


@click.command()
@click.option("--pack", required=True, help="Key or folder of the pack.")
@click.option(
    "--file", "file", required=True, metavar="F|-", help="JSON of the registration; - for stdin."
)
@click.option("--key", metavar="K", help="Your own key: given again, the same case is answered.")
@click.option(
    "--print-input",
    is_flag=True,
    help="Start nothing: print what `temporal workflow start` takes as --input.",
)
@json_option
@data_dir_option
def command(
    pack: str, file: str, key: str | None, print_input: bool, as_json: bool, data_dir: Path
) -> None:
    """Open a case; no worker need run."""
    registration = read_data(f"@{file}", named(file))

    async def run(desk: Desk) -> OpeningReceipt:
        return await desk.open(pack, registration, key)

    async def prepare(desk: Desk) -> str:
        return (await desk.prepare(pack, registration, key)).model_dump_json(exclude_none=True)

    if print_input:
        click.echo(at_desk(data_dir, prepare))
        return
    receipt = at_desk(data_dir, run)
    if as_json:
        echo_json(receipt.model_dump(mode="json"))
        return
    click.echo(f"{receipt.case}  首问责任 {receipt.owner}（{receipt.owner_unit}）")
    rows = [
        [
            one.clock,
            one.title,
            instant(one.at) + ("（暂定）" if one.provisional else ""),
            one.cites,
        ]
        for one in receipt.due
    ]
    echo_table(("clock", "时限", "到期", "依据"), rows)
