"""A process of its own that keeps a `LineCopy`: `line_follower poll|listen|receive FILE API [PORT SECRET]`. It may be killed.

One that polls waits for changes again and again, one that listens holds a stream of events open, one that receives is told by
webhooks alone, and asks for nothing but the item.
"""

import json
import sys
import time
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import Request, urlopen

from cynnwys.webhooks import verify

from .line_copy import LineCopy

PAUSE = 0.2


def poll(copy: LineCopy, api: str) -> None:
    """Takes in a page of changes, if there is one within some seconds."""
    with urlopen(f"{api}/changes?since={copy.token}&limit=20&wait=10", timeout=60) as answer:
        page = json.load(answer)
    copy.take(page["items"], page["token"])


def listen(copy: LineCopy, api: str) -> None:
    """Takes in events until the stream ends: those up to one with an id together."""
    headers = {"Accept": "text/event-stream", "Last-Event-ID": copy.token}
    with urlopen(Request(f"{api}/changes?limit=20", headers=headers), timeout=60) as stream:
        entries: list[dict[str, Any]] = []
        for line in stream:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "data":
                entries.append(json.loads(value))
            elif name == "id":
                copy.take(entries, value)
                entries = []


def receive(copy: LineCopy, port: int, secret: str) -> None:
    """Takes webhooks; each is answered once it has been stored."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = verify(secret, dict(self.headers), body)
            try:
                copy.take([message["data"]], message=self.headers["webhook-id"])
            except OSError:  # the server did not give the item: it comes again
                self._answer(503)
            else:
                self._answer(204)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    HTTPServer(("127.0.0.1", port), Receiver).serve_forever()


def main(kind: str, path: str, api: str, *rest: str) -> None:
    copy = LineCopy(path, api)
    follow = {
        "poll": lambda: poll(copy, api),
        "listen": lambda: listen(copy, api),
        "receive": lambda: receive(copy, int(rest[0]), rest[1]),
    }[kind]
    while True:
        try:
            follow() if copy.token else copy.begin()
        except (OSError, HTTPException) as error:
            if getattr(error, "code", 0) == 410:
                copy.begin()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
