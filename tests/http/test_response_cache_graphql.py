"""GraphQL's answers from the response cache: byte for byte what Django gives, and gone as soon as something has changed."""

import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.graphql import limits
from cms.graphql.execution import executor
from cms.graphql.execution.executor import ExecutionResult
from cms.http.caching import response_cache
from cms.http.caching.cache_policy import NOT_STORABLE, SHORT_LIVED, CachePolicy
from cms.publication.models import Edition, LogHead, State
from tests.factories.editions import pair
from tests.graphql.test_http import JSON, RESPONSE
from tests.http.cached_server import GraphQLServer, open_connection, touch

FIXTURES = (open_connection,)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connection")]
ITEM = "query Item($id: ID!) { item(id: $id, language: CY) { id item title twin { title } } }"
LIST = "query List { items(language: EN) { totalCount nodes { title } } }"
SCHEMA = '{ __type(name: "Item") { name fields { name } } }'
NOTHING = '{ item(id: "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11", language: CY) { id } }'
INVALID = "{ nothingOfTheKind }"


@pytest.fixture
def server():
    LogHead.objects.get_or_create(id=1)
    return GraphQLServer()


@pytest.fixture
def row():
    """The Welsh home page, which knows its English twin."""
    found = pair(type="home", topics=["llys"])[0]
    found.body = found.body.replace(b'"state":"missing"', b'"state":"published"')
    found.save()
    return found


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("query", [ITEM, LIST, SCHEMA, NOTHING, INVALID])
def test_answers_are_the_same_byte_for_byte_with_the_cache_and_without(server, row, query, method, encoding, accept):
    variables = {"id": str(row.item)} if query is ITEM else {}
    asked = {"variables": variables, "accept": accept, "accept_encoding": encoding}
    first, second = (getattr(server, method)(query, **asked) for _ in range(2))
    assert first == second == getattr(GraphQLServer(capacity=0), method)(query, **asked)
    assert server.made == (2 if query in {NOTHING, INVALID} else 1)


def test_a_304_from_memory_is_what_django_gives(server, row):
    tag = server.get(LIST)[1]["ETag"]
    again = server.get(LIST, if_none_match=tag)
    assert again == GraphQLServer(capacity=0).get(LIST, if_none_match=tag)
    assert (again[0], again[2], server.made) == (304, b"", 1)


def test_nothing_stands_for_an_answer_to_post(server, row):
    server.post(LIST)
    date = {"if_modified_since": "Sun, 01 Jan 2090 00:00:00 GMT"}
    for headers in ({"if_none_match": "*"}, {"if_none_match": ""}, date):
        assert server.post(LIST, **headers)[0] == 200
    assert server.made == 1


@pytest.mark.parametrize(
    "change",
    [
        {"variables": {"id": "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"}},
        {"accept": RESPONSE},
        {"accept_encoding": "gzip"},
        {"host": "localhost"},
        {"x_forwarded_proto": "https"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_whatever_an_answer_depends_on_keeps_answers_apart(server, row, method, change):
    asked = {"query": ITEM, "variables": {"id": str(row.item)}}
    getattr(server, method)(**asked)
    getattr(server, method)(**{**asked, **change})
    assert server.made == 2


def test_the_content_type_of_a_body_is_part_of_the_question(server, row):
    body = json.dumps({"query": LIST}).encode()
    posted = {"REQUEST_METHOD": "POST", "PATH_INFO": "/graphql"}
    assert server.send(body, **posted, CONTENT_TYPE=JSON)[0] == 200
    assert server.send(body, **posted, CONTENT_TYPE="text/plain")[0] == 415


def test_get_and_post_are_cached_apart(server, row):
    assert "ETag" in server.get(LIST)[1]
    assert "ETag" not in server.post(LIST)[1]
    assert server.get(LIST)[2] == server.post(LIST)[2]
    assert server.made == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_taken_down_is_not_given_again(server, row, method):
    asked = {"query": ITEM, "variables": {"id": str(row.item)}}
    assert json.loads(getattr(server, method)(**asked)[2])["data"]["item"]["item"] == str(row.item)
    Edition.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    touch()
    content = json.loads(getattr(server, method)(**asked)[2])
    assert content["data"] == {"item": None}
    assert server.made == 2


def test_what_is_linked_to_expires_with_it(server, row):
    """The twin's end bounds the answer although the item itself stays."""
    Edition.objects.filter(item=row.item, language="en").update(expires_at=timezone.now() + timedelta(seconds=5))
    asked = {"query": ITEM, "variables": {"id": str(row.item)}}
    for _ in range(2):
        _, headers, content = server.get(**asked)
        assert json.loads(content)["data"]["item"]["twin"]
        assert int(headers["Cache-Control"].removeprefix("public, max-age=")) <= 5
    assert server.made == 2


def test_a_body_too_large_is_handed_on_unread(server):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/graphql",
        "CONTENT_LENGTH": str(response_cache.LONGEST_BODY + 1),
    }
    assert response_cache._body_digest({**environ, "wsgi.input": Unread()}) is None
    assert server.send(b" " * (response_cache.LONGEST_BODY + 1), CONTENT_TYPE=JSON, **environ)[0] == 413


def test_memory_reads_as_much_as_the_view_takes():
    assert response_cache.LONGEST_BODY == limits.MAX_BYTES


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_search_that_is_given_from_memory_still_counts_itself(server, row, monkeypatch, method):
    counted: list[str] = []
    counters = (lambda: counted.append("first"), lambda: counted.append("second"))
    result = ExecutionResult({"search": None}, cache_policy=CachePolicy(short_lived=True, on_hit=counters))
    monkeypatch.setattr(executor, "execute", lambda plan, deadline, language: result)
    for _ in range(3):
        getattr(server, method)(LIST)
    assert counted == ["first", "second"] * 2
    assert server.made == 1


@pytest.mark.parametrize("policy", [NOT_STORABLE, CachePolicy(private=True)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_for_everybody_to_keep_is_not_cached(server, row, monkeypatch, method, policy):
    monkeypatch.setattr(
        executor, "execute", lambda plan, deadline, language: ExecutionResult({"search": None}, cache_policy=policy)
    )
    for _ in range(2):
        getattr(server, method)(LIST)
    assert server.made == 2


def test_what_changes_with_the_hour_is_cached_no_longer_than_others_may_keep_it(server, row, monkeypatch, settings):
    settings.CACHE_MAX_AGE = 0
    result = ExecutionResult({"search": None}, cache_policy=SHORT_LIVED)
    monkeypatch.setattr(executor, "execute", lambda plan, deadline, language: result)
    for _ in range(2):
        server.get(LIST)
    assert server.made == 2


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS"])
def test_other_methods_are_left_to_django(server, row, method):
    for _ in range(2):
        server.get(LIST, method=method)
    assert server.made == 2


def test_no_other_address_is_taken_for_graphql(server, row):
    for _ in range(2):
        assert server.get(LIST, path="/graphql/")[0] == 404
    assert server.made == 2
