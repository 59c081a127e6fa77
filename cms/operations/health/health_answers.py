"""The two addresses that say how the service is. The public one says nothing but whether: reasons are for who runs it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from cms.http.caching.cached_response import Headers
from cms.http.caching.response_cache import Application, Environ, StartResponse
from cms.http.responses import encoded

from .readiness import CheckState, as_dict, readiness

ALIVE: Final = "/healthz"
READY: Final = "/readyz"
Body = tuple[int, Headers, bytes]


def alive() -> Body:
    """The process answers."""
    return _json(200, {"alive": True})


def public_readiness(*, ready: bool) -> Body:
    """Whether the service is ready, for anybody."""
    return _json(200 if ready else 503, {"ready": ready})


def full_readiness(states: Sequence[CheckState]) -> Body:
    """Each check, since when it is as it is and why."""
    said = as_dict(states)
    return _json(200 if said["ready"] else 503, said)


def with_readiness(application: Application) -> Application:
    """The same WSGI application, which says whether the service is ready before it is asked anything else."""

    def either(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != READY:
            return application(environ, start_response)
        return give(public_readiness(ready=all(state.is_well for state in readiness.states())), start_response)

    return either


def give(answer: Body, start_response: StartResponse) -> Iterable[bytes]:
    """An answer as a WSGI application gives it."""
    status, headers, body = answer
    start_response(f"{status} ", headers)
    return (body,)


def _json(status: int, said: dict[str, Any]) -> Body:
    body = encoded(said)
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex"),
    ]
    return status, headers, body
