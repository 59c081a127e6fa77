"""Traces by OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names who takes them: one span a request, of the client's trace.

It tells what the line of the request tells, and nothing more. The packages are those of requirements-otel.txt.
"""

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from cms.operations.outlets import outlet_of

from .request_context import TRACEPARENT
from .request_lines import RequestLine
from .secret_paths import safe_path

if TYPE_CHECKING:
    from opentelemetry.trace import Span

SERVICE: Final = "sefydlogrwydd-cynnar"
_PATH: Final = "/v1/traces"


class Traces:
    """The spans of one process, which are sent by a thread of its own. Not global: no library adds any."""

    def __init__(self, endpoint: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._provider = TracerProvider(resource=Resource({"service.name": SERVICE}))
        self._provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}{_PATH}"))
        )
        self._tracer = self._provider.get_tracer(__name__)
        self._propagator = TraceContextTextMapPropagator()

    def begin(self, environ: dict[str, Any]) -> "Span":
        """The span of a request. What is behind, and each line, is of it from then on."""
        from opentelemetry.trace import SpanKind, set_span_in_context

        given = {"traceparent": environ[TRACEPARENT]} if TRACEPARENT in environ else {}
        method = environ["REQUEST_METHOD"]
        span = self._tracer.start_span(method, self._propagator.extract(given), kind=SpanKind.SERVER)
        carried: dict[str, str] = {}
        self._propagator.inject(carried, set_span_in_context(span))
        environ[TRACEPARENT] = carried["traceparent"]
        return span

    def end(self, span: "Span", line: RequestLine, environ: dict[str, Any]) -> None:
        """Once it is answered, and its outlet is known."""
        span.update_name(f"{environ['REQUEST_METHOD']} {outlet_of(environ)}")
        span.set_attributes({
            "http.request.method": environ["REQUEST_METHOD"],
            "url.path": safe_path(environ["PATH_INFO"]),
            "http.response.status_code": line.status,
            "cms.cache": line.cache,
            "cms.request_id": line.request_id,
        })  # fmt: skip
        span.end()

    def close(self) -> None:
        """Sends what waits."""
        self._provider.shutdown()


def traces_of_settings() -> Traces | None:
    """Where spans of this process go; None where nobody takes them."""
    return Traces(settings.OTEL_ENDPOINT) if settings.OTEL_ENDPOINT else None
