"""What becomes of a search where Elasticsearch is unwell: a server that stands for it answers what it would."""

import json
import logging
import re
import threading
import time
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.engines.circuit_breaker import MOST_SLOW, SlowAnswer
from search.engines.elasticsearch.client import Service
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.engine_requests import AnalysedQuery, Clause, CountedClause, SearchRequest, Weights
from search.engines.interface import Unavailable
from search.engines.patience import somebody_waits

SECRET = "never-to-be-logged"
NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)


def connection(url, **changes):
    login = {"api_key": "", "user": "", "password": "", "ca_certs": ""}
    return {"url": url, **login, "timeout": 0.8, "prefix": "test", **changes}


def request():
    own, twin = AnalysedQuery("cy", (Clause((("mabwysiadu",),)),)), AnalysedQuery("en")
    return SearchRequest("cy", own, twin, NOW, Weights({0: 1}, frozenset({0}), 1))


class Answering(ThreadingHTTPServer):
    """Answers every request with `answer`, after `delay` seconds."""

    daemon_threads = True
    answer: tuple[int, bytes] = (200, b"{}")
    delay = 0.0
    asked = 0
    bodies: tuple[bytes, ...] = ()
    # What answers a search that counts facets; None: as any other.
    answer_to_whole: tuple[int, bytes] | None = None

    @property
    def body(self):
        return self.bodies[-1]

    def handle_error(self, request, client_address):
        """A client that has given up is what some of these tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self):
        server = self.server
        server.asked += 1
        server.bodies += (self.rfile.read(int(self.headers["content-length"])),)
        is_whole = b'"aggs":{"' in server.body
        time.sleep(server.delay)
        status, body = server.answer_to_whole if server.answer_to_whole and is_whole else server.answer
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    with Answering(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def engine_of(server, **changes):
    return ElasticsearchEngine(Service(connection(f"http://127.0.0.1:{server.server_port}", **changes)), "test")


def responses(**changes):
    """The answer to a search in which something is not as it should be."""
    good = {
        "status": 200,
        "timed_out": False,
        "_shards": {"failed": 0},
        "hits": {"total": {"value": 0}, "hits": []},
        "aggregations": {name: {"buckets": []} for name in ("type", "kind", "audience", "section", "topic")},
    }
    return 200, json.dumps({"responses": [good, {**good, **changes}]}).encode()


def error(status, kind):
    return status, json.dumps({"status": status, "error": {"type": kind, "reason": "-"}}).encode()


UNWELL = {
    "forbidden": error(403, "security_exception"),
    "not logged in": error(401, "security_exception"),
    "no master": error(503, "master_not_discovered_exception"),
    "a proxy's page": (502, b"<h1>Bad gateway</h1>"),
    "no JSON": (200, b"<h1>Welcome</h1>"),
    "in part": responses(_shards={"failed": 1}),
    "no shards": responses(
        status=503, error={"type": "search_phase_execution_exception", "reason": "all shards failed"}
    ),
}


SLOW = {
    "too many requests": error(429, "es_rejected_execution_exception"),
    "cut short": responses(timed_out=True),
}


@pytest.mark.parametrize("answer", UNWELL.values(), ids=UNWELL.keys())
def test_a_server_that_is_unwell_is_unavailable_and_then_left_alone(server, answer):
    server.answer = answer
    engine = engine_of(server)
    for _ in range(3):
        with pytest.raises(Unavailable) as caught:
            engine.search(request())
    assert caught.value.retry_after == 1
    assert server.asked == 1


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_a_server_that_is_slow_is_asked_again_and_only_then_left_alone(server, answer):
    server.answer = answer
    engine = engine_of(server)
    for _ in range(MOST_SLOW + 3):
        with pytest.raises(Unavailable) as caught:
            engine.search(request())
    assert caught.value.retry_after == 1
    assert server.asked == MOST_SLOW


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW.keys())
def test_a_search_that_takes_too_long_is_asked_again_without_facets_and_answered(server, answer):
    engine = engine_of(server)
    server.answer = responses()
    assert not engine.search(request()).reduced
    assert b'"aggs":{}' not in server.body
    server.answer_to_whole = answer
    # The second is not asked for in whole first: a moment ago that took too long.
    for asked in (3, 4):
        page = engine.search(request())
        assert (page.reduced, set(map(len, page.facets.values()))) == (True, {0})
        assert (server.asked, b'"aggs":{}' in server.body) == (asked, True)


def allowed(body):
    """The milliseconds that Elasticsearch is given for each search of a request."""
    return [int(found) for found in re.findall(rb'"timeout":"(\d+)ms"', body)]


def test_a_readers_requests_have_the_time_of_one_together(server):
    engine = engine_of(server, timeout=0.8)
    counted = [CountedClause("cy", Clause((("mabwysiadu",),)))]
    server.answer, server.delay = responses(), 1.0
    with somebody_waits():
        for ask in (
            partial(engine.count, counted),
            partial(engine.search, request()),
            partial(engine.search, request()),
        ):
            with pytest.raises(SlowAnswer):
                ask()
    counting, searching = (max(allowed(body)) for body in server.bodies[:2])
    # What one takes the next has not.
    assert (counting, searching <= 800 - counting) == (200, True)


def test_a_server_that_is_well_is_asked_each_time(server):
    server.answer = responses()
    engine = engine_of(server)
    assert [engine.search(request()).total for _ in range(3)] == [0, 0, 0]
    assert server.asked == 3


def test_a_server_that_does_not_answer_in_time_is_given_up(server):
    server.delay = 1.0
    engine = engine_of(server, timeout=0.05)
    for _ in range(MOST_SLOW + 3):
        with pytest.raises(Unavailable, match="ConnectionTimeout"):
            engine.search(request())
    assert server.asked == MOST_SLOW


def test_where_nothing_listens_it_is_unavailable():
    engine = ElasticsearchEngine(Service(connection("http://127.0.0.1:1")), "test")
    with pytest.raises(Unavailable, match="ConnectionError"):
        engine.suggest("cy", (("ma",),), 10)


@pytest.mark.parametrize("login", [{"api_key": SECRET}, {"user": "search", "password": SECRET}])
def test_a_login_is_neither_logged_nor_told(server, caplog, login):
    caplog.set_level(logging.DEBUG)
    server.answer = error(401, "security_exception")
    with pytest.raises(Unavailable) as caught:
        engine_of(server, **login).search(request())
    assert SECRET not in caplog.text + repr(caught.value) + repr(caught.getrepr())


def test_an_answer_that_is_our_own_mistake_names_the_reason(server):
    server.answer = error(400, "parsing_exception")
    with pytest.raises(Unavailable, match="400, parsing_exception"):
        engine_of(server).search(request())
