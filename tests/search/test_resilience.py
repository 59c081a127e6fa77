"""Editors publish and withdraw while Elasticsearch is stopped, frozen or wiped: readers go on, and nothing is lost."""

from contextlib import contextmanager
from uuid import uuid4

import pytest

from cms.publication.changelog.consumers import consumer_status, follow
from search import engines
from search.engines.circuit_breaker import CircuitBreaker
from search.engines.elasticsearch import client as elasticsearch_client
from search.engines.elasticsearch.client import ConnectionSettings, Service
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.indexing import indexer
from search.indexing.document_builder import build_documents
from search.indexing.index_position import CONSUMER_NAME
from search.indexing.indexer import Indexer
from tests.factories import content
from tests.publication.followers import Clock

from .elasticsearch_server import own_elasticsearch

pytestmark = [
    pytest.mark.elasticsearch,
    pytest.mark.django_db,
    # One server for all of them.
    pytest.mark.xdist_group("own-elasticsearch"),
]
# Words of a title each, none of which is like another.
TITLES = (
    "Lleoliad", "Cymeradwyo", "Gwarcheidwad", "Maethu", "Canllaw", "Rhiant", "Asesiad", "Cyfreithiwr", "Teulu", "Adroddiad",
)  # fmt: skip


@pytest.fixture(scope="module")
def server():
    with own_elasticsearch() as server:
        yield server


class Place:
    """What uses the server: a web process and a worker, each with its own connections, breaker and clock."""

    def __init__(self, server, client, monkeypatch):
        prefix = f"test-{uuid4().hex[:12]}"
        connection: ConnectionSettings = {
            "url": server.url, "api_key": "", "user": "", "password": "", "ca_certs": "", "timeout": 2.5, "prefix": prefix,
        }  # fmt: skip
        self.passed = 0.0
        self.clock = Clock()
        self.client = client
        self.web, self.worker = (
            ElasticsearchEngine(Service(connection, CircuitBreaker(lambda: self.passed)), prefix) for _ in range(2)
        )
        self._using = self.worker
        monkeypatch.setattr(engines, "engine", lambda: self._using)

    @contextmanager
    def in_web(self):
        self._using = self.web
        yield
        self._using = self.worker

    def ask(self, path):
        with self.in_web():
            return self.client.get(f"/api/v1/{path}")

    def found(self, title):
        """The items found for a title in both languages."""
        answers = [self.ask(f"{language}/search?q={title}") for language in ("cy", "en")]
        assert [answer.status_code for answer in answers] == [200, 200]
        return [{item["id"] for item in answer.json()["items"]} for answer in answers]

    def follow(self):
        follow(Indexer(), clock=self.clock)

    def wait(self, seconds=6):
        """Longer than anybody waits before trying again."""
        self.passed += seconds
        self.clock.advance(seconds)


class Run:
    """A run of publishes: each step publishes an item in both languages and withdraws an earlier one."""

    def __init__(self):
        self.home, _ = content.homes()
        self.titles = iter(TITLES)
        self.public = {}
        self.former = []

    def step(self):
        title = next(self.titles)
        page = content.landing(self.home, "en", title=title)
        content.translate(page)
        self.public[title] = page
        if len(self.public) > 2:
            former = next(iter(self.public))
            for either in self.public.pop(former).get_translations(inclusive=True):
                with content.committed():
                    either.unpublish()
            self.former.append(former)


@pytest.fixture
def place(server, client, monkeypatch):
    # As long as a read (Place): long enough for a busy machine; a frozen server is waited for as long.
    monkeypatch.setattr(elasticsearch_client, "WRITE_TIMEOUT", 2.5)
    yield Place(server, client, monkeypatch)
    server.thaw()
    server.start()


def goes_on(place, run):
    """A step of the run during an outage: editors and readers notice nothing, search says that it is not there."""
    run.step()
    for language in ("cy", "en"):
        answer = place.ask(f"{language}/search?q=lleoliad")
        assert (answer.status_code, int(answer["Retry-After"]) > 0) == (503, True)
        title, page = next(reversed(run.public.items()))
        assert title in place.ask(f"{language}/items/{page.translation_key}").json()["title"]
    place.follow()
    place.wait()


def is_whole(place, run):
    """Everything public is found by its title, in both languages, and nothing that was withdrawn."""
    assert consumer_status(CONSUMER_NAME).behind == 0
    for title, page in run.public.items():
        assert place.found(title) == [{str(page.translation_key)}] * 2
    for title in run.former:
        assert place.found(title) == [set(), set()]


def begun(place):
    """A run that has gone well so far."""
    run = Run()
    for _ in range(3):
        run.step()
    place.follow()
    is_whole(place, run)
    return run


def catches_up(place, run):
    """What happens by itself once the server is well."""
    place.wait()
    place.follow()
    run.step()
    place.follow()
    is_whole(place, run)
    assert consumer_status(CONSUMER_NAME).row.failures == 0


def test_a_stopped_server_is_caught_up_with_when_it_is_back(place, server):
    run = begun(place)
    server.stop()
    for _ in range(3):
        goes_on(place, run)
    assert consumer_status(CONSUMER_NAME).row.failures == 3
    server.start()
    catches_up(place, run)


def test_a_frozen_server_is_caught_up_with_when_it_wakes(place, server):
    run = begun(place)
    server.freeze()
    for _ in range(2):
        goes_on(place, run)
    assert consumer_status(CONSUMER_NAME).row.failures == 2
    server.thaw()
    catches_up(place, run)


def test_a_server_that_freezes_in_the_middle_of_a_write_loses_nothing(place, server, monkeypatch):
    run = begun(place)

    def freezing(*arguments):
        server.freeze()
        return build_documents(*arguments)

    run.step()
    with monkeypatch.context() as patched:
        patched.setattr(indexer, "build_documents", freezing)
        place.follow()
    assert consumer_status(CONSUMER_NAME).row.failures == 1
    goes_on(place, run)
    # What it had taken in when it froze it now does, after the fact: older versions, which lose.
    server.thaw()
    catches_up(place, run)


def test_a_wiped_server_gets_everything_again(place, server):
    run = begun(place)
    server.wipe()
    run.step()
    for language in ("cy", "en"):
        assert place.ask(f"{language}/search?q=lleoliad").status_code == 503
    catches_up(place, run)
