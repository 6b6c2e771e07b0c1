"""A real HTTP server that takes notices as a chat service would, or refuses them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from activities.channels import Channels


class Receiver:
    """What arrived, and how the next requests are answered.

    Attributes:
        texts: (path, text) of every notice that was taken, in order.
        refusals: how many requests from now on are refused.
        refused: path whose requests alone are refused; all where it is empty.
        entered, may_answer: to hold a request halfway: set when one comes; awaited before answering.
    """

    def __init__(self) -> None:
        self.texts: list[tuple[str, str]] = []
        self.refusals = 0
        self.refused = ""
        self.entered = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.address = ""

    def url(self, path: str) -> str:
        """Return apprise's address of this receiver under *path*; whoever calls it waits long."""
        return f"json://{self.address}/{path}?token=very-secret&cto=60&rto=60"

    def channels(self, *recipients: str) -> Channels:
        """Return channels where each recipient has one address here."""
        return Channels.model_validate({"channels": {key: [self.url(key)] for key in recipients}})

    def take(self, path: str, body: dict[str, Any]) -> int:
        """Take or refuse one request; return the HTTP status."""
        self.entered.set()
        self.may_answer.wait(90)
        place = path.partition("?")[0].strip("/")
        if self.refusals > 0 and self.refused in ("", place):
            self.refusals -= 1
            return 503
        self.texts.append((place, body["message"]))
        return 200


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Give a receiver on a port of its own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            status = receiver.take(self.path, json.loads(self.rfile.read(length)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()
