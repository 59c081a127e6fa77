"""A server that answers what a test says, in that order, and notes what it was asked."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """`cut` bytes of the body are never sent; nobody notices by its length unless it `says_length`."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    compressed: bool = False
    cut: int = 0
    says_length: bool = True

    def bytes(self) -> bytes:
        """The body as it is sent."""
        plain = self.body if isinstance(self.body, bytes) else json.dumps(self.body, ensure_ascii=False).encode()
        return gzip.compress(plain) if self.compressed else plain


@dataclass
class Scripted:
    """Where it is, what it still has to say, and what it was asked: the paths and headers."""

    url: str
    answers: list[Answer]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def scripted(*answers: Answer) -> Iterator[Scripted]:
    """The server, on a port of its own. All that it has to say must have been asked for at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = script.answers.pop(0)
            body = answer.bytes()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.compressed:
                self.send_header("Content-Encoding", "gzip")
            if answer.says_length:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(body[: len(body) - answer.cut])

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script = Scripted(f"http://127.0.0.1:{server.server_port}", list(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield script
        assert script.answers == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
