"""Lines of the log: both forms, what is not told in them, and that each fault says what to do."""

import ast
import io
import json
import logging
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from cms.http.problems.log_words import REPORT_IT, WHAT_TO_DO
from cms.operations.logs import line_writer, wsgi_lines
from cms.operations.logs.apps import tell_uncaught
from cms.operations.logs.line_formats import JsonLines, OursToMend, TextLines
from cms.operations.logs.line_writer import LineWriter
from cms.operations.logs.request_context import REQUEST_ID, TRACEPARENT, answering, identify
from cms.operations.logs.request_lines import RequestLine
from cms.operations.logs.secret_paths import safe_path, without_secrets
from cms.operations.logs.wsgi_lines import WithLines
from cms.operations.outlets import outlet_of
from cms.server.lanes import lane_of
from tests.edge.everywhere import routes
from tests.test_architecture import texts

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


REFUSAL = "duplicate key\nDETAIL:  Key (email)=(someone@example.org) already exists.\nCONTEXT: x"


def record(message: str = "said", *given: Any, **extra: Any) -> logging.LogRecord:
    made = logging.getLogger("cms.tests").makeRecord(
        "cms.tests", logging.ERROR, "f", 1, message, given, None, extra=extra
    )
    made.threadName = "MainThread"
    return made


def test_a_line_for_programs_is_one_object_with_the_request_it_belongs_to() -> None:
    environ = {REQUEST_ID: "from-outside", TRACEPARENT: TRACE}
    with answering(environ):
        line = JsonLines().format(record("a %s", "b\nc", status_code=503, endpoint=3, request=object()))
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("time").endswith("Z")
    assert told.pop("pid")
    assert told == {
        "level": "ERROR", "logger": "cms.tests", "message": "a b\nc", "status": 503, "endpoint": 3,
        "request_id": "from-outside", "traceparent": TRACE,
    }  # fmt: skip
    assert "request_id" not in json.loads(JsonLines().format(record()))


def test_a_line_for_people_ends_with_the_request_it_belongs_to() -> None:
    with answering({REQUEST_ID: "from-outside"}):
        assert TextLines().format(record()).endswith(" ERROR cms.tests said [from-outside]")
    assert TextLines().format(record()).endswith(" ERROR cms.tests said")


@pytest.mark.parametrize("form", [JsonLines, TextLines])
def test_no_line_repeats_values_of_the_database_or_what_opens_something(form: type[logging.Formatter]) -> None:
    made = record("/preview/secret-token/cy/x/page: and /partners/keys/enter/secret-token/")
    try:
        raise ValueError(REFUSAL)
    except ValueError as error:
        made.exc_info = (ValueError, error, error.__traceback__)
    line = form().format(made)
    assert "duplicate key" in line
    assert "someone@example.org" not in line
    assert "secret-token" not in line


def test_every_address_with_a_token_is_written_without_it() -> None:
    opening = [
        route
        for route in {*routes(), *admin_routes()}
        if "<token>" in route or "<str:token>" in route or "(?P<text>" in route
    ]
    assert len(opening) >= 4, opening
    for route in opening:
        path = "/" + route.removeprefix("^").replace("(?P<text>[^/]+)", "SECRET").replace("<str:token>", "SECRET")
        path = path.replace("<uidb64>", "Mg").replace("<token>", "SECRET").split(r"/?\Z")[0]
        assert "SECRET" not in safe_path(path), path
        assert "SECRET" not in without_secrets(f"went wrong: {path}"), path


def admin_routes() -> Iterator[str]:
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "admin/":
            yield from routes(pattern, "admin/")


@pytest.mark.parametrize("given", ["", "a b", "é", "x" * 129, 'a"b', "a\x1bb", None])
def test_an_id_that_is_not_sane_is_replaced_by_one_of_ours(given: str | None) -> None:
    environ: dict[str, Any] = {TRACEPARENT: "00-" + "0" * 32 + "-b7ad6b7169203331-01"}
    if given is not None:
        environ[REQUEST_ID] = given
    first = identify(environ)
    assert environ == {REQUEST_ID: first}
    assert len(first) == 32
    assert identify({}) != first


def test_an_id_and_a_trace_that_are_sane_are_kept() -> None:
    environ = {REQUEST_ID: "Kj_3:4/5=.+-", TRACEPARENT: TRACE}
    assert identify(environ) == "Kj_3:4/5=.+-"
    assert environ[TRACEPARENT] == TRACE


@pytest.mark.parametrize(
    ("path", "outlet"),
    [
        ("/api/v1/cy/items", "rest"), ("/api/v1/changes", "feed"), ("/api/v1/export", "feed"), ("/llms.txt", "rest"),
        ("/api/v1/cy/search", "search"), ("/api/v1/en/suggest", "search"), ("/cy/chwilio/", "search"),
        ("/embed/cy/search", "search"), ("/embed/cy/x", "embed"), ("/graphql", "graphql"),
        ("/cy/", "reading"), ("/", "reading"),
        ("/sitemap.xml", "reading"), ("/cy/print/x/", "print"), ("/files/x/y", "files"), ("/pictures/x", "files"),
        ("/partneriaid/", "portal"), ("/preview/x/", "previews"), ("/admin/", "admin"), ("/healthz", "health"),
        ("/wp-login", "other"),
    ],
)  # fmt: skip
def test_each_path_is_of_an_outlet(path: str, outlet: str) -> None:
    assert outlet_of({"PATH_INFO": path, "cms.lane": lane_of(path, 0)}) == outlet


def test_whoever_runs_the_service_its_lines_name_the_same_outlets(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(wsgi_lines, "writer_of_settings", lambda: SimpleNamespace(add=found.append))
    application = WithLines(lambda environ, start: [b""], lane_of)
    for path, query in (("/en/search/", ""), ("/api/v1/changes", "wait=1"), ("/nowhere", "")):
        application({"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}, lambda *told: None)
    assert [line["outlet"] for line in found] == ["search", "feed", "other"]


def test_what_a_client_did_wrong_is_no_warning_and_what_is_ours_says_what_to_do() -> None:
    kept = OursToMend()
    assert not any(kept.filter(record("Not Found: %s", "/x", status_code=status)) for status in (400, 404, 410, 429))
    ours = record("Internal Server Error: %s", "/x", status_code=500)
    assert kept.filter(ours)
    assert ours.getMessage() == f"Internal Server Error: /x. {REPORT_IT}"
    own = record(f"/x: server-error. {REPORT_IT}", status_code=500)
    assert kept.filter(own)
    assert own.getMessage().count(WHAT_TO_DO) == 1


def test_the_settings_write_through_the_filter_and_let_no_task_chatter() -> None:
    from cms.settings import base

    loggers: dict[str, Any] = base.LOGGING["loggers"]  # type: ignore[assignment]
    assert loggers["django.request"]["filters"] == ["ours_to_mend"]
    assert loggers["django_tasks"]["level"] == "WARNING"
    assert loggers["axes"]["level"] == "CRITICAL"


def test_every_fault_that_is_logged_says_what_to_do() -> None:
    silent = []
    for path, text in texts().items():
        if path.suffix == ".py" and path.parts[0] in {"cms", "search", "home", "guides", "demo"}:
            silent += [f"{path}:{call.lineno}" for call in faults(ast.parse(text)) if not says_what_to_do(call)]
    assert silent == []


def faults(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.fullmatch(r"logger\.(error|exception|critical)", ast.unparse(node.func)):
            yield node


def says_what_to_do(call: ast.Call) -> bool:
    written = ast.unparse(call.args[0])
    return (
        WHAT_TO_DO in written
        or any(f"{{{name}}}" in written for name in ("WHAT_TO_DO", "SEE_DATABASE"))
        or "REPORT_IT" in written
        or "todo" in written
    )


@pytest.mark.parametrize("path", ["/api/v1/cy/items", "/graphql?query={__typename}"])
@pytest.mark.django_db
def test_a_problem_of_ours_names_the_request(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **options: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cms.rest.views.items.ItemsView.get", broken)
    monkeypatch.setattr("cms.graphql.http.requests.read_request", broken)
    response = Client(raise_request_exception=False).get(path, headers={"X-Request-ID": "from-outside"})
    assert response.status_code == 500
    told = response.json()
    assert (told["errors"][0]["extensions"]["requestId"] if "errors" in told else told["request_id"]) == "from-outside"


def test_lines_that_nobody_takes_are_counted_rather_than_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(line_writer, "_MOST", 3)
    monkeypatch.setattr(line_writer, "_EVERY", 3600)
    raw = io.BytesIO()
    writer = LineWriter(lambda told: json.dumps(told).encode())
    for number in range(5):
        writer.add({"n": number})
    monkeypatch.setattr("sys.stderr", SimpleNamespace(buffer=raw, write=lambda text: None, flush=lambda: None))
    writer.flush()
    assert raw.getvalue() == b'{"n": 0}\n{"n": 1}\n{"n": 2}\n'
    assert "2 line(s) of requests were left out" in caplog.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError("x"), "start it again"),
        (OperationalError("no such table: publication_loghead"), "see that the database runs"),
    ],
)
def test_what_nothing_has_caught_is_a_line(error: Exception, told: str, caplog: pytest.LogCaptureFixture) -> None:
    tell_uncaught(type(error), error, None)
    assert caplog.records[0].levelname == "CRITICAL"
    assert f"{WHAT_TO_DO}{told}" in caplog.records[0].getMessage()


def test_a_line_of_a_request_says_neither_the_question_nor_who_asked() -> None:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/cy/chwilio/t\xc5\xb7", "QUERY_STRING": "q=mabwysiadu",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_USER_AGENT": "Porwr", "HTTP_AUTHORIZATION": "Bearer abc",
    }  # fmt: skip
    line = RequestLine(environ)
    line.answered(410)
    found: list[dict[str, Any]] = []
    line.write(SimpleNamespace(add=found.append), environ)  # type: ignore[arg-type]
    told = found[0]
    assert set(told) == {"time", "level", "logger", "message", "request_id", "outlet", "status", "ms", "cache"}
    assert (told["message"], told["status"], told["level"]) == ("GET /cy/chwilio/tŷ", 410, "INFO")
