"""`shouwen up`: everything on this machine in the foreground, with a sample day to look at."""

import asyncio
import os
import signal
from pathlib import Path

import click

from starter.connection import DATA_DIR
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.embedded import PORT, Embedded
from starter.embedded_folder import NotStarted, locked, prepare_folder
from starter.embedded_greeting import greeting, sample_summary, things_to_try
from starter.errors import SENTENCES
from starter.sample_day import InvalidSample
from starter.sample_loading import SampleLoading
from starter.saved_views import views_page

_LEFT = 1_000
"""The Temporal UI's port is the server's and this, as Temporal's own command has it."""


@click.command()
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=DATA_DIR,
    show_default=True,
    help="Folder of the databases and logs; created where it is missing.",
)
@click.option("--sample/--no-sample", default=True, help="Load a sample day of inquiries.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option(
    "--ui-port",
    type=click.IntRange(1, 65535),
    default=None,
    help="Port of the Temporal UI.  [default: --port and 1000]",
)
@click.option("--until-sampled", is_flag=True, help="Stop once the sample day is loaded.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when ready.")
def command(
    data_dir: Path,
    sample: bool,
    port: int,
    ui_port: int | None,
    until_sampled: bool,
    as_json: bool,
) -> None:
    """Start the Temporal server, the register and a worker; stop with Ctrl-C.

    Started again on the same folder, every case goes on where it was.
    """
    ui = ui_port or (port + _LEFT if port + _LEFT <= 65535 else port - _LEFT)
    try:
        folder = prepare_folder(data_dir)
        with locked(folder) as lock:
            embedded = Embedded(folder, port, ui, lock, _say)
            asyncio.run(_Running(embedded, sample, until_sampled, as_json).run())
    except NotStarted as error:
        fail(str(error))


def _say(line: str) -> None:
    click.echo(line, err=True)


class _Running:
    """One run of `shouwen up`."""

    def __init__(
        self, embedded: Embedded, sample: bool, until_sampled: bool, as_json: bool
    ) -> None:
        self.embedded = embedded
        self.sample = sample
        self.until_sampled = until_sampled
        self.as_json = as_json

    async def run(self) -> None:
        """Start, keep running until asked to stop, stop."""
        asked = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(name, self._ask, asked)
        work = asyncio.create_task(self._work())
        stop = asyncio.create_task(asked.wait())
        await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        work.cancel()
        try:
            await work
        except asyncio.CancelledError:
            _say("stopping: the worker, then the server (what runs goes on at the next start)")
        finally:
            await self.embedded.stop()

    async def _work(self) -> None:
        self.embedded.check()
        page = asyncio.create_task(asyncio.to_thread(views_page, self.embedded.place.ui))
        await self.embedded.start()
        (self.embedded.folder / "views.html").write_text(await page, "utf-8")
        self._show()
        keeping = asyncio.create_task(self.embedded.keep())
        try:
            if self.sample:
                await self._load_sample()
            if not self.until_sampled:
                await keeping
        finally:
            keeping.cancel()

    async def _load_sample(self) -> None:
        place, folder = self.embedded.place, self.embedded.folder
        try:
            async with await Desk.connect(place) as desk:
                opened, loaded = await SampleLoading(desk, folder).load()
        except (*SENTENCES, InvalidSample) as error:
            sentence = f"the sample day was not loaded: {error}"
            if self.until_sampled:
                raise NotStarted(sentence) from None
            _say(sentence)
            return
        if self.as_json:
            cases = {f"{one.pack}/{one.key}": one.case for one in loaded}
            echo_json({"opened": opened, "cases": cases})
            return
        for line in (*sample_summary(opened, loaded), *things_to_try(place, folder, loaded)):
            click.echo(line)

    def _show(self) -> None:
        place, folder = self.embedded.place, self.embedded.folder
        if self.as_json:
            address = str(place.connect["target_host"])
            echo_json({"address": address, "ui": place.ui, "folder": str(folder)})
            return
        for line in greeting(place, folder):
            click.echo(line)

    def _ask(self, asked: asyncio.Event) -> None:
        if asked.is_set():  # a second time: the guards end what is left
            os._exit(130)
        asked.set()
