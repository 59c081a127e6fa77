"""Persisted queries: by hash once they were sent with their text, and registered in a manifest."""

import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.graphql.execution import executor
from cms.graphql.execution.document_cache import BoundedCache
from cms.graphql.execution.executor import ExecutionResult
from cms.graphql.http import persisted_queries, registered_queries, views
from cms.graphql.http.persisted_queries import digest
from cms.settings import environment
from tests.graphql.test_http import JSON, RESPONSE, HttpClient, codes
from tests.test_settings import PRODUCTION, python, refusal

HELLO = "query Hello { __typename }"
OTHER = "query Other { other: __typename }"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Neither kept nor registered; whatever is asked is answered without a database."""
    monkeypatch.setattr(persisted_queries, "_texts", BoundedCache())
    monkeypatch.setattr(executor, "execute", lambda plan, deadline, language: ExecutionResult({"__typename": "Query"}))
    registered_queries.queries.cache_clear()
    yield
    registered_queries.queries.cache_clear()


@pytest.fixture(params=["GET", "POST"])
def ask(request):
    """Asks for a query by hash, with or without its text."""
    client = HttpClient()

    def send(hash_, query=None, version=1, accept=RESPONSE):
        extensions = {"persistedQuery": {"version": version, "sha256Hash": hash_}}
        if request.param == "POST":
            body = {"extensions": extensions, **({"query": query} if query else {})}
            return client.send(body, accept=accept)
        return client.read(query, extensions=json.dumps(extensions), accept=accept)

    return send


def manifest(*operations, **members):
    return {"format": "apollo-persisted-query-manifest", "version": 1, "operations": list(operations), **members}


def operation(body=HELLO, name="Hello", **members):
    return {"id": digest(body), "name": name, "type": "query", "body": body, **members}


@pytest.fixture
def register(settings, tmp_path):
    """Puts a manifest, or any text, where the settings say that it is."""

    def put(content):
        path = tmp_path / "queries.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        settings.GRAPHQL_REGISTERED_QUERIES = str(path)

    return put


# --- sent once


def test_a_query_that_was_sent_once_is_asked_for_by_its_hash(ask):
    missing = ask(digest(HELLO))
    assert (missing.status_code, codes(missing)) == (404, ["PERSISTED_QUERY_NOT_FOUND"])
    assert [error["message"] for error in missing.json()["errors"]] == ["PersistedQueryNotFound"]
    assert ask(digest(HELLO), HELLO).status_code == 200
    again = ask(digest(HELLO))
    assert (again.status_code, "errors" in again.json()) == (200, False)


def test_clients_of_plain_json_read_not_found_in_a_200(ask):
    missing = ask(digest(HELLO), accept=JSON)
    assert (missing.status_code, codes(missing)) == (200, ["PERSISTED_QUERY_NOT_FOUND"])


def test_a_hash_of_another_text_is_refused_and_keeps_nothing(ask):
    response = ask(digest(OTHER), HELLO)
    assert (response.status_code, codes(response)) == (400, ["PERSISTED_QUERY_HASH_MISMATCH"])
    assert codes(ask(digest(OTHER))) == codes(ask(digest(HELLO))) == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize("text", ["{ nothingOfTheKind }", "{", "{" + "a{" * 20 + "b" + "}" * 21])
def test_what_is_refused_is_not_kept(ask, text):
    assert ask(digest(text), text).status_code == 400
    assert codes(ask(digest(text))) == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize(
    ("hash_", "version"), [("x", 1), ("A" * 64, 1), (None, 1), (7, 1), ("0" * 64, 2), ("0" * 64, "1"), ("0" * 65, 1)]
)
def test_a_malformed_hash_or_another_version_is_refused(ask, hash_, version):
    response = ask(hash_, version=version)
    assert (response.status_code, codes(response)) == (400, ["PERSISTED_QUERY_INVALID"])


def test_an_answer_by_hash_may_be_kept_by_anybody():
    client = HttpClient()
    extensions = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": digest(HELLO)}})
    client.read(HELLO, extensions=extensions)
    response = client.read(None, extensions=extensions)
    assert response["Cache-Control"] == "public, max-age=60"
    known = client.get("/graphql", {"extensions": extensions}, headers={"if-none-match": response["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_many_kept_queries_make_room_for_one_another(monkeypatch, ask):
    monkeypatch.setattr(persisted_queries, "_texts", BoundedCache(max_entries=2))
    texts = [f"{{ a{number}: __typename }}" for number in range(3)]
    for text in texts:
        ask(digest(text), text)
    assert [ask(digest(text)).status_code for text in texts] == [404, 200, 200]


# --- registered


def test_a_registered_query_is_asked_for_by_its_hash(ask, register):
    register(manifest(operation(), operation(OTHER, "Other")))
    assert ask(digest(HELLO)).status_code == 200
    assert ask(digest(OTHER)).status_code == 200


def test_others_are_answered_too_unless_the_settings_say_otherwise(ask, register):
    register(manifest(operation()))
    assert ask(digest(OTHER), OTHER).status_code == 200


@pytest.fixture
def only_registered(settings, register):
    register(manifest(operation()))
    settings.GRAPHQL_REGISTERED_ONLY = True


def test_only_registered_queries_are_answered_where_the_settings_say_so(ask, only_registered):
    for given in [(digest(OTHER), OTHER), (digest(OTHER),)]:
        response = ask(*given)
        assert (response.status_code, codes(response)) == (403, ["QUERY_NOT_REGISTERED"])
        assert ask(*given, accept=JSON).status_code == 403
    assert ask(digest(HELLO)).status_code == ask(digest(HELLO), HELLO).status_code == 200


def test_a_registered_query_may_be_sent_as_text(only_registered):
    client = HttpClient()
    assert client.read(HELLO).status_code == client.ask(HELLO).status_code == 200
    assert codes(client.ask(f"{HELLO} ")) == codes(client.ask(OTHER)) == ["QUERY_NOT_REGISTERED"]


def test_no_other_query_is_even_parsed(only_registered, monkeypatch):
    registered_queries.queries()
    monkeypatch.setattr(views, "prepare_document", None)
    assert codes(HttpClient().ask("{" * 1000)) == ["QUERY_NOT_REGISTERED"]


def test_without_a_manifest_nothing_is_registered(settings):
    settings.GRAPHQL_REGISTERED_ONLY = True
    assert codes(HttpClient().ask(HELLO)) == ["QUERY_NOT_REGISTERED"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "JSON"),
        ([], "format"),
        (manifest(format="other"), "format"),
        (manifest(version=2), "version"),
        (manifest(operations={}), "operations"),
        (manifest("text"), "operation 1"),
        (manifest(operation(), {"id": "x", "body": HELLO}), "operation 2"),
        (manifest(operation(id=digest(OTHER))), "operation Hello"),
        (manifest(operation(type="mutation")), "operation Hello"),
        (manifest(operation(name="Another")), "operation Another"),
        (manifest(operation("query Wrong { nothingOfTheKind }", "Wrong")), "operation Wrong"),
        (manifest(operation("query Broken {", "Broken")), "operation Broken"),
        (manifest(operation("query Deep {" + "a{" * 20 + "b" + "}" * 21, "Deep")), "operation Deep"),
        (manifest(operation("query Long { __typename }" + " " * 100_000, "Long")), "operation Long"),
    ],
)
def test_a_manifest_with_a_fault_is_refused_and_the_operation_named(register, content, said):
    register(content)
    with pytest.raises(ImproperlyConfigured, match=r"\n  GRAPHQL_REGISTERED_QUERIES: expected .*" + re.escape(said)):
        registered_queries.queries()


def test_a_service_with_a_faulty_manifest_does_not_start(tmp_path):
    path = tmp_path / "queries.json"
    path.write_text(json.dumps(manifest(operation(name="Another"))))
    given = {**PRODUCTION, "GRAPHQL_REGISTERED_QUERIES": str(path)}
    result = python(given, "-c", "import cms.wsgi")
    assert result.returncode == 1
    assert "GRAPHQL_REGISTERED_QUERIES: expected an operation called Another" in result.stderr


def test_the_settings_refuse_a_file_that_is_not_there_and_an_empty_list():
    assert refusal({**PRODUCTION, "GRAPHQL_REGISTERED_QUERIES": "nowhere.json"}) == ["GRAPHQL_REGISTERED_QUERIES"]
    assert refusal({**PRODUCTION, "GRAPHQL_REGISTERED_ONLY": "1"}) == ["GRAPHQL_REGISTERED_QUERIES"]
    assert refusal({**PRODUCTION, "GRAPHQL_REGISTERED_ONLY": "perhaps"}) == ["GRAPHQL_REGISTERED_ONLY"]
    assert environment.readable_file("GRAPHQL_REGISTERED_QUERIES") == ""
