"""How Elasticsearch is reached: two of the official clients behind a breaker, and what their errors mean.

No message carries an address, a user's text or a secret: they go to logs and to the public.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypedDict

from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError, UnsupportedProductError
from elasticsearch.serializer import (
    CompatibilityModeJsonSerializer,
    CompatibilityModeNdjsonSerializer,
    OrjsonSerializer,
)

from ..circuit_breaker import CircuitBreaker, ServiceFault, SlowAnswer
from ..interface import Unavailable
from ..patience import waited

# Seconds, for what nobody waits for: writes, builds, upkeep.
WRITE_TIMEOUT: Final = 20.0
# A request is given so many of these parts of a reader's time, and one at least.
PARTS: Final = 20
# How much of a reason that Elasticsearch gives is passed on.
LONGEST_REASON: Final = 300
# Kept open for the threads of a process.
CONNECTIONS: Final = 32
MISSING_INDEX: Final = "Elasticsearch has no index of ours: `manage.py reindex` or `manage.py worker` makes one"


class ConnectionSettings(TypedDict):
    """settings.ELASTICSEARCH."""

    url: str
    api_key: str
    user: str
    password: str
    ca_certs: str
    timeout: float  # seconds that a reader waits, in all
    prefix: str


class _Json(OrjsonSerializer, CompatibilityModeJsonSerializer):
    """What is sent and received, by compiled code."""

    mimetype = CompatibilityModeJsonSerializer.mimetype


class _JsonLines(OrjsonSerializer, CompatibilityModeNdjsonSerializer):
    """The same, a line each: bulk writes, and searches sent together."""

    mimetype = CompatibilityModeNdjsonSerializer.mimetype


_SERIALIZERS: Final = {
    **{made.mimetype: made for made in (_Json(), _JsonLines())},
    "application/json": _Json(),  # by which bulk writes are measured, and made
}


class Service:
    """Two clients of the server: one with a short time-out for searches, one with a long time-out for writes. They connect
    at the first request. Neither tries again by itself: the circuit breaker and the indexer decide when.
    """

    def __init__(self, connection: ConnectionSettings, breaker: CircuitBreaker | None = None) -> None:
        self.patience = connection["timeout"]
        self._reader = _client(connection, self.patience)
        self._writer = _client(connection, WRITE_TIMEOUT)
        # To make one takes a tenth of a millisecond; they share their connections.
        self._readers: dict[int, Elasticsearch] = {}
        self._breaker = breaker or CircuitBreaker()

    @property
    def strained(self) -> bool:
        """Whether the server was slow a moment ago."""
        return self._breaker.strained

    @contextmanager
    def reading(self, part: float = 1.0) -> Iterator[tuple[Elasticsearch, float]]:
        """A client for what somebody waits for, and how many seconds the answer may take: a part of the time that is left.

        Raises Unavailable at once where the server has just failed.
        """
        parts = max(1, round((1 - waited() / self.patience) * part * PARTS))
        seconds = self.patience * parts / PARTS
        known = self._readers.get(parts)
        if known is None:
            known = self._readers[parts] = self._reader.options(request_timeout=seconds)
        with self._breaker.guard(), _translated():
            yield known, seconds

    @contextmanager
    def probing(self) -> Iterator[Elasticsearch]:
        """The client with the short time-out, even while the circuit is open: for a caller with a back-off of its own. Raises
        Unavailable.
        """
        with self._breaker.watch(), _translated():
            yield self._reader

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """The client for what nobody waits for. Raises Unavailable."""
        with self._breaker.watch(), _translated():
            yield self._writer


def _client(connection: ConnectionSettings, timeout: float) -> Elasticsearch:
    options: dict[str, Any] = {}
    if connection["api_key"]:
        options["api_key"] = connection["api_key"]
    elif connection["user"]:
        options["basic_auth"] = (connection["user"], connection["password"])
    if connection["ca_certs"] and connection["url"].startswith("https:"):
        options["ca_certs"] = connection["ca_certs"]
    node = url_to_node_config(connection["url"], use_default_ports_for_scheme=True)
    # The time-out is the node's and not the client's, which would spend it twice: to connect, then to read.
    node = node.replace(request_timeout=timeout, connections_per_node=CONNECTIONS)
    return Elasticsearch([node], max_retries=0, retry_on_timeout=False, serializers=_SERIALIZERS, **options)


@contextmanager
def _translated() -> Iterator[None]:
    """Every error of the client becomes Unavailable: ServiceFault where the service is unwell, SlowAnswer where it is slow."""
    try:
        yield
    except ApiError as error:
        raise fault(error.status_code, _error(error.body)) from None
    except ConnectionTimeout:
        raise SlowAnswer("Elasticsearch did not answer in time (ConnectionTimeout)") from None
    except TransportError as error:
        raise ServiceFault(f"Elasticsearch did not answer ({type(error).__name__})") from None
    except UnsupportedProductError:
        raise ServiceFault("What answers at ELASTICSEARCH_URL is not Elasticsearch") from None


def _error(body: object) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


def fault(status: int, error: Mapping[str, Any]) -> Unavailable:
    """What an answer that is no success means; `error` is the member of that name in Elasticsearch's JSON."""
    kind = error.get("type", "no reason given")
    if kind == "index_not_found_exception":
        return Unavailable(MISSING_INDEX)
    reason = f"Elasticsearch refused ({status}, {kind})"
    if status in {400, 413}:
        return Unavailable(f"{reason}: {_deepest(error)[:LONGEST_REASON]}")
    if status == 429:
        return SlowAnswer(reason)
    return ServiceFault(reason)


def _deepest(error: Mapping[str, Any]) -> str:
    """The first cause's words: those above it only say that there was one."""
    while isinstance(error.get("caused_by"), Mapping):
        error = error["caused_by"]
    return str(error.get("reason", ""))
