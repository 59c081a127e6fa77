"""The Python client beside the API in one process: it asks Django's test client, and dies where a test says."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

from django.test import Client as DjangoClient

from cynnwys import Client, Copy

# What is public: payloads by id and language.
Public = dict[tuple[str, str], dict[str, Any]]
NOWHERE = "https://api.example.test"


class Killed(BaseException):
    """Nobody catches it, as nobody catches SIGKILL."""


@dataclass
class Death:
    """Comes before a request or a statement of some number, 0 for never; nothing is done after it."""

    before: int = 0
    is_dead: bool = False

    def step(self) -> None:
        """One more request or statement."""
        self.before -= 1
        self.is_dead = self.is_dead or self.before == 0
        if self.is_dead:
            raise Killed


class InProcess:
    """Opens addresses of the API without a network, as urllib's openers do."""

    def __init__(self, death: Death) -> None:
        self._death, self._client = death, DjangoClient()

    def open(self, fullurl: Request, data: None = None, timeout: float = 0) -> Any:
        """An answer that can be read."""
        self._death.step()
        path = fullurl.full_url.removeprefix(NOWHERE)
        headers: Mapping[str, Any] = {name.replace("-", "_"): value for name, value in fullurl.header_items()}
        response: Any = self._client.get(path, headers=headers)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return answered(fullurl.full_url, response, content)


def answered(url: str, response: Any, content: bytes) -> Any:
    """An answer as urllib has it: an exception where it is none to be read."""
    message = Message()
    for name, value in response.items():
        message[name] = value
    body: Any = io.BytesIO(content)
    if response.status_code >= 300:
        raise HTTPError(url, response.status_code, response.reason_phrase, message, body)
    body.status, body.headers = response.status_code, message
    return body


class _Statements:
    """A connection to SQLite that dies as it is told."""

    def __init__(self, real: Any, death: Death) -> None:
        self._real, self._death = real, death

    def __getattr__(self, name: str) -> Any:
        if name.startswith("execute"):
            self._death.step()
        return getattr(self._real, name)


class MortalCopy(Copy):
    """A copy whose process may die before any of its statements; what it did not commit is lost then."""

    def __init__(self, path: Path, death: Death) -> None:
        super().__init__(path)
        self._database: Any = _Statements(self._database, death)


def api(death: Death | None = None) -> Client:
    """The client, over the API of this process."""
    return Client(NOWHERE, opener=InProcess(death or Death()), sleep=lambda seconds: None)


def exported() -> Public:
    """All that is public, as the export has it."""
    lines: list[Any] = [line for line in api().export() if "id" in line]
    return {(line["id"], language): line[language] for line in lines for language in ("cy", "en") if line[language]}


def kept(copy: Copy) -> Public:
    """All that a copy has."""
    rows = copy._database.execute("SELECT id, language, payload FROM editions").fetchall()
    return {(id, language): json.loads(payload) for id, language, payload in rows}
