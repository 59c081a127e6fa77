"""An ASGI application that gives the bytes of a file, and does nothing else: what the server alone can do."""

import os
from pathlib import Path
from typing import Any

BYTES = Path(os.environ["BARE_BYTES"]).read_bytes()
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BYTES)).encode())]
START = {"type": "http.response.start", "status": 200, "headers": HEADERS}
BODY = {"type": "http.response.body", "body": BYTES}


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers any request."""
    if scope["type"] == "http":
        await send(START)
        await send(BODY)
