"""Counts requests by outlet, by how their answers came about and by status, with the time that they took."""

import time
from typing import Final

from cms.http.caching.response_cache import Environ
from cms.operations.metrics.process_counts import is_on, process_counts

from .calls import Answer
from .lanes import EXPORT, FOLLOWING, PRINT, SEARCH

# By the name of the lane where that says it, else by what an address begins with.
_OF_LANES: Final = {SEARCH.name: "search", PRINT.name: "print", EXPORT.name: "feed", FOLLOWING.name: "following"}
_OF_ADDRESSES: Final = {
    "graphql": "graphql",
    "cy": "reading",
    "en": "reading",
    "embed": "embed",
    "files": "files",
    "pictures": "files",
    "media": "files",
    "static": "files",
    "preview": "previews",
    "partners": "portal",
    "partneriaid": "portal",
    "admin": "admin",
}
_OTHER: Final = "other"
OUTLETS: Final = frozenset({*_OF_LANES.values(), *_OF_ADDRESSES.values(), "rest", _OTHER})
_FEED: Final = ("/api/v1/changes", "/api/v1/manifest")


def outlet_of(environ: Environ) -> str:
    """The outlet that a request asks."""
    known = _OF_LANES.get(environ["cms.lane"].name)
    if known is not None:
        return known
    path: str = environ["PATH_INFO"]
    if path.startswith("/api/"):  # most requests, and the quickest: each microsecond is one in fifty
        return "feed" if path.startswith(_FEED) else "rest"
    return _OF_ADDRESSES.get(path[1:].partition("/")[0], _OTHER)


def count_malformed(status: int) -> None:
    """Counts what came and could not be read as a request."""
    if is_on():
        process_counts.add_request(_OTHER, "refused", status, 0.0)


def count_request(environ: Environ, answer: Answer, started: float) -> None:
    """Counts a request that was begun at `started`, a time of `time.perf_counter()`, and is answered now."""
    process_counts.add_request(outlet_of(environ), answer.origin, answer.status, time.perf_counter() - started)
