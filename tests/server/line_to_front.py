"""A connection to a front without a network: the protocol of the server, over an application that tells what it was asked."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from django.http import HttpResponse
from uvicorn.config import Config
from uvicorn.server import ServerState

from cms.http.caching.cache_policy import PUBLIC, CachePolicy
from cms.http.responses import FullResponse
from cms.server.client_connections import Connection
from cms.server.front import Front
from tests.server.test_client_connections import Transport


class Peer(Transport):
    """A client of an address, which takes all that it is sent."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def write(self, data: bytes) -> None:
        self.written += data

    def get_extra_info(self, name: str) -> Any:
        return {"peername": (self.address, 5), "sockname": ("127.0.0.1", 80)}.get(name)


class Django:
    """Answers with what it was asked, so that no answer can stand for another; paths with `fresh` may not be kept."""

    def __init__(self) -> None:
        self.asked, self.body = 0, b""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        self.asked += 1
        said = {name: environ[name] for name in sorted(environ) if name.startswith(("HTTP_", "PATH", "QUERY", "REQ"))}
        said.pop("HTTP_X_REQUEST_ID")
        kept = {name: said.get(name) for name in ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_ACCEPT_ENCODING")}
        response = FullResponse(self.body or f"{kept} {'' if environ['REQUEST_METHOD'] == 'GET' else said}".encode())
        response["ETag"] = '"1"'
        response.cache_policy = CachePolicy(storable=False) if "fresh" in environ["PATH_INFO"] else PUBLIC
        start_response("200 OK", list(response.items()))
        return response


class Line:
    """A connection to a front: `quick` where it may answer what it has not read apart."""

    def __init__(self, front: Front, *, quick: bool, address: str = "127.0.0.1") -> None:
        self.given = 0
        self.transport = Peer(address)
        config = Config(cast(Any, front), interface="asgi3", log_config=None, http=Connection)
        config.load()
        known: Callable[..., tuple[bytes, ...] | None] = front._quick.answer  # type: ignore[union-attr]

        def counted(*arguments: Any) -> tuple[bytes, ...] | None:
            found = known(*arguments)
            self.given += found is not None
            return found

        state = {"quick": counted if quick else None}
        self.connection = Connection(config, ServerState(), state, asyncio.get_running_loop())
        self.connection.connection_made(cast(Any, self.transport))

    async def send(self, *chunks: bytes) -> bytes:
        """All that is answered to chunks that come one after the other."""
        before = len(self.transport.written)
        for chunk in chunks:
            if not self.transport.is_closing():
                self.connection.data_received(chunk)
            await self.settle()
        return self.transport.written[before:]

    async def settle(self) -> None:
        """Until nothing is under way."""
        while self.connection.tasks and self.connection.cycle is not None and not self._waits:
            await asyncio.sleep(0)

    @property
    def _waits(self) -> bool:
        return self.connection.waits_for_request or (self.connection.cycle.more_body and not self.connection.pipeline)

    def end(self) -> None:
        self.connection.connection_lost(None)
