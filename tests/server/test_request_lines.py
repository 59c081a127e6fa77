"""The lines of requests, as the real server writes them: those answered in front of Django, by it, and by the process apart."""

import gzip
import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.http.local_server import LocalServer
from tests.server.running import end_of, running, until

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.database]
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector(LocalServer):
    """Somebody on this machine who takes traces."""

    def __init__(self) -> None:
        self.spans: list[list[tuple[str, Any]]] = []
        spans = self.spans

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
                asked = ExportTraceServiceRequest.FromString(body)
                for span in (
                    one for group in asked.resource_spans for scope in group.scope_spans for one in scope.spans
                ):
                    told = [(one.key, one.value.int_value or one.value.string_value) for one in span.attributes]
                    spans.append([("trace", span.trace_id.hex()), ("name", span.name), *told])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        super().__init__(Taking)


def test_each_request_has_one_line_and_its_id_in_every_process(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with (
        Collector() as collector,
        log.open("wb") as file,
        running(
            django_db_blocker, log=file, LOG_LEVEL="INFO", LOG_FORMAT="json", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url
        ) as server,
    ):
        item = f"/api/v1/cy/items/{server.item}"
        asked = {"X-Request-ID": "from-outside", "traceparent": TRACE, "User-Agent": "Porwr"}
        for _ in range(2):
            response, _body = server.ask(f"{item}?language-is-in-the-path=", headers={"X-Request-ID": "refused"})
        assert response.getheader("X-Request-ID") == "refused"
        until(lambda: server.ask(item, headers=asked)[0].status == 200)
        until(lambda: server.ask("/api/v1/cy/search?q=a", headers={"X-Request-ID": "first"})[0].status != 503)
        server.ask("/api/v1/cy/search?q=cyfrinach", headers={"X-Request-ID": "search"})
        server.ask("/cy/nothing/", headers={"X-Request-ID": "missing"})
        server.ask("/admin/login/", "POST", b"username=enw", headers={"X-Request-ID": "no-token"})
        client = server.connect()
        client.sendall(b"NONSENSE\r\n\r\n")
        assert b"x-request-id: " in end_of(client).lower()
        server.ask("/healthz", headers={"X-Request-ID": "probe"})
        slow = server.connect()
        slow.sendall(b"POST /graphql HTTP/1.1\r\nHost: x\r\nX-Request-ID: slow\r\nContent-Length: 9\r\n\r\n{")
        assert b"\r\nx-request-id: slow\r\n" in end_of(slow)
    written = log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    told = {line["request_id"]: line for line in lines if line["logger"] == "cms.requests"}
    hits = [line for line in lines if line.get("request_id") == "from-outside"]
    assert {line["cache"] for line in hits} <= {"memory", "edition"}
    assert "memory" in {line["cache"] for line in hits} or len(hits) == 1
    assert all(line["traceparent"][:35] == TRACE[:35] and line["message"] == f"GET {item}" for line in hits)
    assert (told["refused"]["status"], told["refused"]["outlet"]) == (400, "rest")
    assert (told["search"]["status"], told["search"]["outlet"], told["search"]["cache"]) == (200, "search", "made")
    assert (told["missing"]["status"], told["missing"]["level"]) == (404, "INFO")
    assert (told["slow"]["status"], told["slow"]["message"]) == (408, "POST /graphql")
    assert "probe" not in told
    malformed = [line for line in told.values() if line["message"].startswith("- ")]
    assert [line["status"] for line in malformed] == [400]
    # A part of the client's trace, under the span that the line names.
    spans = {dict(span)["cms.request_id"]: span for span in collector.spans}
    assert spans["from-outside"][0] == ("trace", TRACE[3:35])
    assert ("http.response.status_code", 408) in spans["slow"]
    assert {name for span in collector.spans for kind, name in span if kind == "name"} >= {"GET rest", "GET search"}
    # The process apart knows the request too.
    refused = [line for line in lines if line["logger"] == "django.security.csrf"]
    assert [line["request_id"] for line in refused] == ["no-token"]
    faults = [line["message"] for line in lines if line["logger"] == "django.request"]
    assert all(fault.endswith("search-unavailable") for fault in faults), faults
    for private in ("cyfrinach", "Porwr", "127.0.0.1", "enw"):
        assert private not in written
