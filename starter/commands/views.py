"""`shouwen views`: links that create the saved views of the Temporal UI."""

from datetime import datetime
from pathlib import Path

import click

from starter.answers import ZONE
from starter.at_desk import data_dir_option, json_option, place_of, said
from starter.console import echo_json, fail
from starter.pack_files import load_pack
from starter.saved_views import shipped_packs, view_link, views_of, views_page

DEFAULT_UI = "http://127.0.0.1:8233"


@click.command()
@click.option("--pack", "packs", multiple=True, help="A pack in use; all that ship by default.")
@click.option(
    "--ui", help=f"Address of the Temporal UI.  [default: the embedded, or {DEFAULT_UI}]"
)
@click.option(
    "--html", "file", type=click.Path(path_type=Path), help="Also write a page of links."
)
@json_option
@data_dir_option
def command(
    packs: tuple[str, ...], ui: str | None, file: Path | None, as_json: bool, data_dir: Path
) -> None:
    """Print a link for each saved view; opening it once keeps the view in the browser."""
    place = place_of(data_dir)
    address = (ui or place.ui or DEFAULT_UI).rstrip("/")
    namespace = str(place.connect.get("namespace", "default"))
    with said():
        published = [load_pack(name) for name in packs] or shipped_packs()
    views = views_of(published, datetime.now(ZONE).date())
    if file is not None:
        try:
            file.write_text(views_page(address, views, namespace), "utf-8")
        except OSError as error:
            fail(f"{file} cannot be written: {error.strerror}")
    links = [
        {"name": v.name, "query": v.query, "link": view_link(address, v, namespace)} for v in views
    ]
    if as_json:
        echo_json(links)
        return
    for link in links:
        click.echo(f"{link['name']}\n  {link['query']}\n  {link['link']}")
