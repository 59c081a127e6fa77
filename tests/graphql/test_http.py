"""GraphQL over HTTP: methods, media types, status codes; what is refused before there is a query costs no database query."""

import io
import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from cms.graphql import limits
from cms.graphql.errors import Refused
from cms.graphql.execution import executor
from cms.graphql.execution.executor import ExecutionResult
from cms.graphql.http import requests

JSON, RESPONSE = "application/json", "application/graphql-response+json"
HELLO = "{ __typename }"
UNKNOWN = "{ nothingOfTheKind }"
REFUSED = [("{", "SYNTAX_ERROR"), (UNKNOWN, "UNKNOWN_FIELD")]


class HttpClient(Client):
    """Speaks to /graphql. `accept` and the like are headers."""

    def ask(self, query=HELLO, **headers):
        return self.send({"query": query}, **headers)

    def send(self, body, content_type=JSON, **headers):
        """Posts a body as it is, or as JSON where it is not text."""
        text = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.generic("POST", "/graphql", text, content_type, headers=headers, CONTENT_TYPE=content_type)

    def read(self, query=HELLO, *, method="GET", accept="", **parameters):
        given = {"query": query, **parameters} if query else parameters
        return self.generic(method, "/graphql", query_params=given, headers={"accept": accept} if accept else {})


def codes(response):
    return [error["extensions"]["code"] for error in response.json()["errors"]]


def refusal(response, status):
    """The code of the one error of an answer that nobody may keep."""
    assert response.status_code == status, response.content
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "data" not in response.json()
    (code,) = codes(response)
    return code


@pytest.fixture
def http():
    return HttpClient(raise_request_exception=False)


@pytest.fixture
def answering(monkeypatch):
    """Whatever is asked is answered without a database; what is appended stands in the answer's errors."""
    errors: list[Any] = []
    monkeypatch.setattr(
        executor, "execute", lambda plan, deadline, language: ExecutionResult({"__typename": "Query"}, errors)
    )
    return errors


# --- media types


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (RESPONSE, RESPONSE),
        (f"{RESPONSE}, {JSON}", RESPONSE),
        (f"{JSON}, {RESPONSE}", RESPONSE),
        (f"{RESPONSE};q=0.5, {JSON}", JSON),
        (f"{RESPONSE}; charset=utf-8, {JSON};q=0.9", RESPONSE),
        (f"{RESPONSE.upper()}", RESPONSE),
        (f"{JSON};q=0, */*", RESPONSE),
        (f"{RESPONSE};q=0, {JSON};q=0", None),
        ("text/html, */*;q=0.8", JSON),
        ("image/png", None),
        (f"{JSON};q=nonsense", None),
    ],
)
def test_the_form_is_the_one_that_is_taken_most_gladly(accept, expected):
    assert requests.accepted_media_type(accept) == expected


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_has_the_form_that_was_asked_for(http, answering, accept, method):
    response = http.read(accept=accept) if method == "GET" else http.ask(accept=accept)
    assert (response.status_code, response["Content-Type"]) == (200, f"{accept}; charset=utf-8")
    assert response["Vary"] == "Accept, Accept-Encoding"
    content = response.json()
    assert (list(content), content["data"]) == (["data", "extensions"], {"__typename": "Query"})
    assert set(content["extensions"]["cost"]) == {"requested", "limit", "remaining"}


def test_nothing_else_is_given(http):
    response = http.ask(accept="text/csv")
    assert refusal(response, 406) == "NOT_ACCEPTABLE"
    assert response["Content-Type"].startswith(JSON)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", f"{JSON}; charset=latin-1"]
)
def test_a_body_that_is_not_json_in_utf_8_is_refused(http, content_type):
    assert refusal(http.send('{"query": "{ __typename }"}', content_type), 415) == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize("content_type", [JSON, f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"'])
def test_a_body_in_utf_8_is_taken(http, answering, content_type):
    assert http.send({"query": HELLO}, content_type).status_code == 200


# --- status codes


@pytest.mark.parametrize(("query", "code"), REFUSED)
def test_a_query_that_is_not_valid_is_400_in_graphqls_own_form_and_200_in_plain_json(http, query, code):
    own, plain = http.ask(query, accept=RESPONSE), http.ask(query, accept=JSON)
    assert refusal(own, 400) == refusal(plain, 200) == code
    assert own["Content-Type"].startswith(RESPONSE)
    assert own.content == plain.content


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "NOT_JSON"),
        ('{"query": ', "NOT_JSON"),
        (b'{"query": "\xff"}', "NOT_JSON"),
        ('{"query": "\\ud800"}', "NOT_JSON"),
        ("[" * 50_000, "NOT_JSON"),
        ('"text"', "NOT_AN_OBJECT"),
        ("null", "NOT_AN_OBJECT"),
        ([{"query": HELLO}], "BATCHING_NOT_SUPPORTED"),
        ({}, "QUERY_MISSING"),
        ({"query": None}, "QUERY_MISSING"),
        ({"qeury": HELLO}, "QUERY_MISSING"),
        ({"query": {"a": 1}}, "INVALID_REQUEST"),
        ({"query": HELLO, "operationName": 1}, "INVALID_REQUEST"),
        ({"query": HELLO, "variables": []}, "INVALID_REQUEST"),
        ({"query": HELLO, "variables": "{}"}, "INVALID_REQUEST"),
        ({"query": HELLO, "extensions": False}, "INVALID_REQUEST"),
    ],
)
def test_what_is_not_a_request_is_400_in_either_form(http, accept, body, code):
    assert refusal(http.send(body, accept=accept), 400) == code


@pytest.mark.parametrize("member", ["operationName", "variables", "extensions"])
def test_null_is_as_good_as_nothing(http, answering, member):
    assert "errors" not in http.send({"query": HELLO, member: None}).json()


def test_members_that_we_do_not_know_are_let_be(http, answering):
    assert http.send({"query": HELLO, "id": "1", "documentId": "x", "extensions": {"other": 1}}).status_code == 200


def test_errors_of_fields_stand_beside_the_data(http, answering):
    answering.append({"message": "No", "path": ["home"], "extensions": {"code": "NOT_FOUND"}})
    response = http.read(accept=RESPONSE)
    assert (response.status_code, list(response.json())) == (200, ["data", "errors", "extensions"])
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


# --- methods


@pytest.mark.parametrize("operation", ["mutation", "subscription"])
@pytest.mark.parametrize("accept", [JSON, RESPONSE])
def test_nothing_is_written_by_get(http, operation, accept):
    response = http.read(f"{operation} {{ anything }}", accept=accept)
    assert refusal(response, 405) == "METHOD_NOT_ALLOWED"
    assert response["Allow"] == "POST"


def test_which_operation_is_meant_decides_whether_it_is_refused_by_get(http, answering):
    both = "query A { __typename } mutation B { anything }"
    assert refusal(http.read(both, operationName="B"), 405) == "METHOD_NOT_ALLOWED"
    assert http.read(both, operationName="A", accept=RESPONSE).status_code == 200


def test_a_mutation_by_post_is_no_part_of_the_schema(http):
    assert http.ask("mutation { anything }", accept=RESPONSE).status_code == 400


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_405(http, method):
    response = http.generic(method, "/graphql")
    assert refusal(response, 405) == "METHOD_NOT_ALLOWED"
    assert response["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_browsers_of_other_sites_may_post(http):
    response = http.options("/graphql", headers={"origin": "https://partner.example.test"})
    assert response.status_code == 204
    assert {"GET", "POST"} <= set(response["Access-Control-Allow-Methods"].split(", "))
    clients = {"X-Requested-With", "Traceparent", "Baggage", "Sentry-Trace", "Apollographql-Client-Name"}
    assert {"Accept", "Content-Type", *clients} <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert response["Access-Control-Allow-Origin"] == "*"


def test_head_is_get_without_a_body(http, answering):
    got, head = http.read(), http.read(method="HEAD")
    assert head.content == b""
    assert dict(head.headers) == dict(got.headers)


# --- parameters of the address


def test_variables_and_extensions_are_json_in_the_address(http, answering):
    query = "query Q($name: String!) { __type(name: $name) { name } }"
    given = {"operationName": "Q", "variables": '{"name": "Item"}', "extensions": "{}"}
    assert "errors" not in http.read(query, **given).json()


def test_an_empty_parameter_is_as_none(http, answering):
    assert "errors" not in http.read(operationName="", variables="", extensions="").json()


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"variables": "{"}, "NOT_JSON"),
        ({"extensions": "no"}, "NOT_JSON"),
        ({"variables": "[]"}, "INVALID_REQUEST"),
        ({"variables": ["{}", "{}"]}, "REPEATED_PARAMETER"),
        ({"query": ""}, "QUERY_MISSING"),
    ],
)
def test_a_malformed_parameter_is_named(http, parameters, code):
    assert refusal(http.read(**{"query": HELLO, **parameters}), 400) == code


# --- size


def test_a_large_body_is_refused_without_being_read(http):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError

    body = Unread(b" " * (limits.MAX_BYTES + 1))
    response = http.generic(
        "POST", "/graphql", **{"wsgi.input": body, "CONTENT_TYPE": JSON, "CONTENT_LENGTH": str(limits.MAX_BYTES + 1)}
    )
    assert refusal(response, 413) == "REQUEST_TOO_LARGE"


def test_a_body_in_chunks_is_read_no_further_than_it_may_be(http, answering):
    """Its length is not said; the server marks the end."""

    def send(text):
        body = io.BytesIO(text)
        response = http.generic(
            "POST", "/graphql",
            **{"wsgi.input": body, "CONTENT_TYPE": JSON, "CONTENT_LENGTH": "", "wsgi.input_terminated": True},
        )  # fmt: skip
        return response, body.tell()

    response, _ = send(b'{"query": "{ __typename }"}')
    assert response.status_code == 200
    response, read = send(b" " * 1_000_000)
    assert (refusal(response, 413), read) == ("REQUEST_TOO_LARGE", limits.MAX_BYTES + 1)


def test_as_much_as_is_allowed_is_taken(http, answering):
    start, end = b'{"query": "{ __typename }', b'"}'
    body = start + b" " * (limits.MAX_BYTES - len(start + end)) + end
    assert len(body) == limits.MAX_BYTES
    assert http.send(body).status_code == 200
    assert refusal(http.send(body + b" "), 413) == "REQUEST_TOO_LARGE"


def test_a_long_address_is_refused(http):
    assert refusal(http.read("#" + "a" * limits.MAX_BYTES), 414) == "REQUEST_TOO_LARGE"


# --- the language of messages


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [("/graphql", "", "en"), ("/graphql", "cy-GB, en;q=0.5", "cy"), ("/graphql?lang=cy", "en", "cy")],
)
def test_a_refusal_speaks_the_language_of_the_request(http, address, accepted, language):
    response = http.post(address, {}, content_type=JSON, headers={"accept-language": accepted})
    assert response["Content-Language"] == language
    assert ("Accept-Language" in response["Vary"]) == ("lang" not in address)
    welsh = response.json()["errors"][0]["message"].startswith("Nid oes ymholiad")
    assert welsh == (language == "cy")


# --- a browser


def test_who_opens_the_address_in_a_browser_gets_a_page(http):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    page = http.read("", accept=browser)
    assert (page.status_code, page["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in page["Vary"].split(", ")
    assert refusal(http.read("", accept=JSON), 400) == "QUERY_MISSING"


def test_a_query_in_a_browsers_address_is_answered(http, answering):
    response = http.read(accept="text/html,*/*;q=0.8")
    assert (response.status_code, response["Content-Type"]) == (200, f"{JSON}; charset=utf-8")


# --- what goes wrong


@pytest.mark.parametrize("accept", [JSON, RESPONSE])
@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (OperationalError("no connection"), 503, "UNAVAILABLE"),
        (Refused.because("TIMEOUT", limit=limits.SECONDS), 503, "TIMEOUT"),
        (ZeroDivisionError("secret"), 500, "SERVER_ERROR"),
    ],
)
def test_what_is_our_fault_is_5xx_and_logged_without_the_query(http, monkeypatch, caplog, accept, error, status, code):
    def run(plan, deadline, language):
        raise error

    monkeypatch.setattr(executor, "execute", run)
    body = {"query": "query Q($name: String!) { __type(name: $name) { name } }", "variables": {"name": "private"}}
    response = http.send(body, accept=accept)
    assert refusal(response, status) == code
    assert ("Retry-After" in response) == (status == 503)
    ours = [record.getMessage() for record in caplog.records if code in record.getMessage()]
    assert [line.partition(". What to do: ")[0] for line in ours] == [f"/graphql: {code}"]
    assert "private" not in caplog.text
    assert "secret" not in response.content.decode()


def test_a_condition_that_does_not_hold_is_412(http, answering):
    response = http.generic("GET", "/graphql", query_params={"query": HELLO}, headers={"if-match": '"other"'})
    assert refusal(response, 412) == "PRECONDITION_FAILED"


def test_no_cookie_is_read_or_set(http, answering, settings):
    http.cookies[settings.SESSION_COOKIE_NAME] = "stolen"
    response = http.ask()
    assert response.status_code == 200
    assert not response.cookies


def test_an_empty_name_of_an_operation_is_none(client):
    body = json.dumps({"query": HELLO, "operationName": ""})
    by_post = client.post("/graphql", body, content_type="application/json")
    by_get = client.get("/graphql", {"query": HELLO, "operationName": ""})
    assert by_post.status_code == by_get.status_code == 200
    assert by_post.json() == by_get.json()
    assert "errors" not in by_post.json()
