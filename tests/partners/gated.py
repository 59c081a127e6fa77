"""A server in memory, behind the gate, asked as a server asks it; and keys to ask it with."""

from typing import Any

import pytest

from cms.http.caching.response_cache import ResponseCache
from cms.partners.callers import Callers
from cms.partners.keys.key_index import KeyIndex
from cms.partners.keys.key_issuing import issue
from cms.partners.limits.meter import Meter
from cms.partners.models import KeyKind, Partner, PartnerKey
from cms.partners.usage.use_counter import UseCounter
from cms.publication.models import LogHead
from cms.server.gate import Gate
from tests.http.cached_server import CachedServer

HERE, THERE = "203.0.113.5", "203.0.113.77"


class GatedServer(CachedServer):
    """It begins with the first request, under the settings of then, and knows keys as they are in the database now."""

    def __init__(self) -> None:
        super().__init__()
        LogHead.objects.get_or_create(id=1)
        self.uses = UseCounter()
        self.gate: Any = None

    def begin(self, holds_for: float = 0) -> None:
        """With nobody having asked yet."""
        cache = ResponseCache(self.count, capacity=1_000_000, interval=holds_for)
        self.gate = Gate(cache, Meter(None), Callers(KeyIndex(holds_for)), self.uses)

    def ask_at_once(self, path: str, key: str = "", **environ: Any) -> tuple[int, dict[str, str], bytes] | None:
        """What is answered without a thread; None where one is needed."""
        given = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "REMOTE_ADDR": HERE,
            "HTTP_HOST": "testserver",
        }
        sent: list[Any] = []
        body = self.gate.at_once(
            {**asked, **given, "wsgi.url_scheme": "http", **environ},
            lambda status, headers, *_: sent.append((status, headers)),
        )
        return None if body is None else (int(sent[0][0][:3]), dict(sent[0][1]), b"".join(body))

    def ask(self, path: str, key: str = "", address: str = HERE, **environ: Any) -> tuple[int, dict[str, str], bytes]:
        """The answer to a GET unless it is said otherwise."""
        given = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
        where, _, query = path.partition("?")
        asked = {"REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query, "REMOTE_ADDR": address}
        if self.gate is None:
            self.begin()
        found: tuple[int, dict[str, str], bytes] = self.send(application=self.gate, **{**asked, **given, **environ})
        return found


def a_partner(**values: Any) -> Partner:
    return Partner.objects.create(**{"name_cy": "Cyngor Bro Ddychmygol", "name_en": "Imaginary Vale Council", **values})


def a_key(kind: KeyKind = KeyKind.LIVE, **values: Any) -> tuple[PartnerKey, str]:
    return issue(a_partner(**values), kind)


@pytest.fixture
def server(open_connection: None) -> GatedServer:
    return GatedServer()
