"""Where Temporal and the register are: the environment first, then the embedded server's own note.

Temporal's environment configuration (profiles, TLS, API key: `TEMPORAL_ADDRESS`,
`TEMPORAL_PROFILE`, `TEMPORAL_CONFIG_FILE` …) holds for the worker and the starter alike.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from starter.asking import AskAgain
from workflows.data_converter import DATA_CONVERTER

DATA_DIR = Path(".shouwen")
NOTE = "embedded.json"
TASK_QUEUE = "shouwen"


class NotConnected(ConnectionError):
    """Temporal could not be reached; the sentence says where it was looked for."""


class Misconfigured(ValueError):
    """Temporal's environment configuration cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything is.

    Attributes:
        connect: keyword arguments of `Client.connect`.
        register: SQLAlchemy URL.
        task_queue: of the worker.
        ui: address of the Temporal UI, empty where it is not known.
    """

    connect: Mapping[str, Any]
    register: str
    task_queue: str
    ui: str = ""


def find_place(data_dir: Path = DATA_DIR, environment: Mapping[str, str] | None = None) -> Place:
    """Return where Temporal and the register are.

    Args:
        data_dir: folder of an embedded server, whose note is used where the environment says nothing.
        environment: variables; the process's own where it is None.

    Raises:
        Misconfigured: the environment names a profile or a file that cannot be read.
    """
    given = dict(os.environ if environment is None else environment)
    note = _read_note(data_dir)
    if "address" in note and not _says_where(given):
        connect: dict[str, Any] = {"target_host": note["address"]}  # has neither TLS nor keys
    else:
        connect = {"target_host": "localhost:7233"} | _configured(given)
    register = given.get("SHOUWEN_REGISTER_URL") or note.get("register") or _file(data_dir)
    return Place(
        connect=connect,
        register=register,
        task_queue=given.get("SHOUWEN_TASK_QUEUE") or TASK_QUEUE,
        ui=note.get("ui", ""),
    )


async def connect(place: Place, **options: Any) -> Client:
    """Return a client.

    Raises:
        NotConnected: nobody answers there.
    """
    try:
        asking = {"interceptors": [AskAgain()], **options}
        return await Client.connect(**place.connect, data_converter=DATA_CONVERTER, **asking)
    except RuntimeError as error:
        host = place.connect["target_host"]
        how = " over TLS" if place.connect.get("tls") else ""
        raise NotConnected(
            f"no Temporal server answers at {host}{how}: start one with `shouwen up`, "
            "or set TEMPORAL_ADDRESS or TEMPORAL_PROFILE"
        ) from error
    except (OSError, TypeError, ValueError) as error:
        raise NotConnected(
            f"Temporal's environment configuration cannot be used: {error}"
        ) from error


def write_note(data_dir: Path, note: Mapping[str, str]) -> None:
    """Leave word in *data_dir* of where the embedded server is."""
    new = data_dir / f"{NOTE}.new"
    new.write_text(json.dumps(note, indent=2), "utf-8")
    new.replace(data_dir / NOTE)


def _says_where(given: Mapping[str, str]) -> bool:
    return any(
        given.get(name)
        for name in ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
    )


def _configured(given: dict[str, str]) -> dict[str, Any]:
    file = given.get("TEMPORAL_CONFIG_FILE")
    if file and not Path(file).exists():  # Temporal's own reader would take its defaults instead
        raise Misconfigured(
            "Temporal's environment configuration cannot be read: TEMPORAL_CONFIG_FILE names "
            f"{file}, where there is no file; name another, or unset it"
        )
    try:
        return dict(ClientConfig.load_client_connect_config(override_env_vars=given))
    except (OSError, RuntimeError, ValueError) as error:
        where = f" from {file}" if file else ""
        raise Misconfigured(
            f"Temporal's environment configuration cannot be read{where}: {_in_a_line(error)}"
        ) from error


def _in_a_line(error: Exception) -> str:
    """Return what the reader says, without the picture it draws of the place."""
    lines = (line.strip() for line in str(error).splitlines())
    return ": ".join(line for line in lines if line and line[:3].strip("0123456789 ") != "|")


def _read_note(data_dir: Path) -> dict[str, str]:
    """Return the note; one that is missing or spoiled says nothing."""
    try:
        note = json.loads((data_dir / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(note, dict):
        return {}
    return {name: value for name, value in note.items() if isinstance(value, str)}


def _file(data_dir: Path) -> str:
    return f"sqlite:///{(data_dir / 'register.db').resolve()}"
