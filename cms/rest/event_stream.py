"""Changes as server-sent events (HTML Living Standard, 9.2): an event for each entry, the last of a page with its token as id.

Whoever is cut off before that is told of the page again.
"""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from django.http import HttpResponse

from cms.http.caching.cache_policy import NOT_STORABLE
from cms.http.caching.encodings import quality
from cms.http.caching.response_cache import EVENT_STREAM
from cms.http.headers import add_public_headers

# Milliseconds after which a client whose stream has ended connects again.
RECONNECT: Final = 1000
FIRST: Final = b"retry: %d\n\n" % RECONNECT
# A comment, so that whatever stands between does not take the connection for a dead one.
KEPT_ALIVE: Final = b":\n\n"
# What names JSON in an Accept header, the most specific first.
_JSON: Final = ("application/json", "application/*", "*/*")


def wants_events(accept: str) -> bool:
    """Whether an Accept header names the stream, and JSON no more gladly (RFC 9110, 12.5.1)."""
    if EVENT_STREAM not in accept.lower():
        return False
    gladness = dict(quality(part) for part in accept.split(","))
    of_json = next((gladness[name] for name in _JSON if name in gladness), 0.0)
    return 0 < gladness.get(EVENT_STREAM, 0.0) >= of_json


def events_response(body: bytes) -> HttpResponse:
    """A stream that begins with these events: whole where it ends with them, else the rest comes as it happens."""
    response = HttpResponse(FIRST + body, content_type=EVENT_STREAM)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    response["Vary"] = "Accept"
    response["X-Accel-Buffering"] = "no"  # nginx would wait for more
    add_public_headers(response)
    return response


def events_of(page: Mapping[str, Any]) -> bytes:
    """The events of a page of changes; the id alone where it has none, which clients keep without a word."""
    events = [b"event: change\ndata: %b\n" % orjson.dumps(entry) for entry in page["items"]] or [b""]
    return b"\n".join(events) + b"id: %b\n\n" % page["token"].encode()
