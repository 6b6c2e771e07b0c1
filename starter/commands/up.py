"""`shouwen up`: everything on this machine in the foreground, with a sample day to look at."""

import asyncio
import os
import signal
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from regulations.publishing import PublishedPack
from starter.answers import ZONE
from starter.connection import DATA_DIR
from starter.console import echo_json, fail
from starter.desk import Desk
from starter.embedded import PORT, Embedded
from starter.embedded_folder import NotStarted, locked, prepare_folder
from starter.embedded_greeting import (
    day_loaded,
    greeting,
    sample_summary,
    shown,
    things_to_try,
)
from starter.errors import SENTENCES
from starter.sample_day import InvalidSample
from starter.sample_loading import Loaded, SampleLoading
from starter.sample_page import PAGE, sample_page
from starter.saved_views import shipped_packs, views_of, views_page

Packs = Mapping[str, PublishedPack]

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
        await self.embedded.start()
        self._show()
        keeping = asyncio.create_task(self.embedded.keep())
        try:
            packs = {one.pack.pack: one for one in await asyncio.to_thread(shipped_packs)}
            self._write_views(packs)
            if self.sample:
                await self._load_sample(packs)
            if not self.until_sampled:
                await keeping
        finally:
            keeping.cancel()

    def _write_views(self, packs: Packs) -> None:
        page = self.embedded.folder / "views.html"
        views = views_of(packs.values(), datetime.now(ZONE).date())
        page.write_text(views_page(self.embedded.place.ui, views), encoding="utf-8")
        self._tell([f"  Views for the UI, for all and for each organisation: {shown(page)}"])

    async def _load_sample(self, packs: Packs) -> None:
        place, folder = self.embedded.place, self.embedded.folder

        def told(pack: str, inquiries: Sequence[Loaded]) -> None:
            title = packs[pack].pack.title if pack in packs else ""
            self._tell(day_loaded(pack, title, inquiries))

        try:
            async with await Desk.connect(place) as desk:
                loading = SampleLoading(desk, folder, packs, told)
                if wanted := loading.remaining():
                    self._tell(["", f"Loading the sample day, {wanted} inquiries:"])
                opened, loaded = await loading.load()
        except (*SENTENCES, InvalidSample) as error:
            sentence = f"the sample day was not loaded: {error}"
            if self.until_sampled:
                raise NotStarted(sentence) from None
            _say(sentence)
            return
        (folder / PAGE).write_text(sample_page(place.ui, loaded, packs), encoding="utf-8")
        if self.as_json:
            cases = {f"{one.pack}/{one.key}": one.case for one in loaded}
            echo_json({"opened": opened, "cases": cases})
        self._tell(sample_summary(opened, loaded, folder))
        self._tell(things_to_try(place, folder, loaded))

    def _show(self) -> None:
        place, folder = self.embedded.place, self.embedded.folder
        if self.as_json:
            address = str(place.connect["target_host"])
            echo_json({"address": address, "ui": place.ui, "folder": str(folder)})
        self._tell(greeting(place, folder))

    def _tell(self, lines: Iterable[str]) -> None:
        """Print *lines* for the person in front of the screen, at once; a program reads JSON only."""
        for line in lines if not self.as_json else ():
            click.echo(line)

    def _ask(self, asked: asyncio.Event) -> None:
        if asked.is_set():  # a second time: the guards end what is left
            os._exit(130)
        asked.set()
