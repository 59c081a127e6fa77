"""A finished answer as it may be given again, and what a request is known by."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.http import parse_http_date_safe

from cms.edge.surrogate_keys import NOTHING, Keys

from ..responses import FullResponse
from .cache_policy import OnHit

_OF_THE_BODY: Final = frozenset({"content-type", "content-length", "content-encoding", "content-language"})

Headers = list[tuple[str, str]]
# All that the answer to a request depends on beside the content.
Key = tuple[str, ...]


def encoded_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers as they are sent."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def sent_headers(headers: Headers, body: bytes) -> list[tuple[bytes, bytes]]:
    """Headers as they are sent, with the length of a body that none of them tells."""
    encoded = encoded_headers(headers)
    if body and all(name != b"content-length" for name, _ in encoded):
        encoded.append((b"content-length", b"%d" % len(body)))
    return encoded


def header_lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    """Headers as lines, each with its end."""
    return b"".join([b"%b: %b\r\n" % one for one in headers])


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A 200 as Django gave it, and the headers of the 304 that says the same. It may be given until `until`, a time of
    `time.time()`, and calls each of `on_hit` when it is; where it is `never_old`, only if the database says so at that moment.
    An answer to POST has no `etag`, and no 304 stands for it. `keys` are those of what it shows, `lines` are its headers as
    they are sent.
    """

    generation: int
    until: float
    etag: str
    changed_at: datetime | None
    headers: Headers
    headers_unchanged: Headers
    body: bytes
    on_hit: tuple[OnHit, ...] = ()
    never_old: bool = False
    keys: Keys = NOTHING
    lines: bytes = b""

    @classmethod
    def of(cls, response: Iterable[bytes], headers: Headers, generation: int) -> "CachedResponse | None":
        """What can be given again of a response; None where its policy does not say that it may be."""
        if not isinstance(response, FullResponse) or response.status_code != 200 or not response.content:
            return None
        policy = response.cache_policy
        if policy is None or policy.private or not policy.storable:
            return None
        # A malformed cookie is answered with another, whatever the page: that is for who sent it.
        if response.cookies or "cookie" in response.get("Vary", "").lower():
            return None
        modified = parse_http_date_safe(response.get("Last-Modified", ""))
        return cls(
            generation=generation,
            until=policy.same_until(time.time()),
            etag=response.get("ETag", ""),
            changed_at=None if modified is None else datetime.fromtimestamp(modified, UTC),
            headers=headers,
            headers_unchanged=[(name, value) for name, value in headers if name.lower() not in _OF_THE_BODY],
            body=response.content,
            on_hit=policy.on_hit,
            never_old=policy.never_old,
            keys=policy.keys,
            lines=header_lines(sent_headers(headers, response.content)),
        )
