"""A server of this machine that stands for another one, at a port of its own, for as long as a test needs it."""

import socketserver
import threading
from typing import Any, Self


class LocalServer:
    """Each connection is answered by the handler, in a thread of its own."""

    def __init__(self, handler: Any, scheme: str = "http") -> None:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._server.shutdown()
        self._server.server_close()
