"""Persisted queries: which text a request stands for. By hash, remembered when sent once (Apollo's protocol), or registered.

What was sent once is remembered by this process only. A process that does not have it says so, and the client sends it again.
"""

import re
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from ..errors import Refused
from ..execution.document_cache import BoundedCache
from . import registered_queries
from .requests import GraphQLRequest

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_EXAMPLE: Final = '{"version": 1, "sha256Hash": "..."}'

_texts: BoundedCache[str, str] = BoundedCache()


def text_of(request: GraphQLRequest) -> str:
    """The text of the query that is requested. Raises Refused for a hash that is not known here, or is not that of the text."""
    hash_ = _hash_of(request)
    if settings.GRAPHQL_REGISTERED_ONLY:
        return _registered(request.query, hash_)
    if request.query is None:
        found = registered_queries.queries().get(hash_ or "") or _texts.get(hash_ or "")
        if found is None:
            raise Refused.because("PERSISTED_QUERY_NOT_FOUND")
        return found
    if hash_ is not None and digest(request.query) != hash_:
        raise Refused.because("PERSISTED_QUERY_HASH_MISMATCH")
    return request.query


def remember(request: GraphQLRequest, text: str) -> None:
    """Remembers a text that came with its hash. To be called once the text is known to be a valid query within the limits."""
    hash_ = _hash_of(request)
    if hash_ is not None and request.query is not None and not settings.GRAPHQL_REGISTERED_ONLY:
        _texts.put(hash_, text, len(text))


def digest(text: str) -> str:
    """The SHA-256 of a query text, in lower-case hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _registered(text: str | None, hash_: str | None) -> str:
    """A query that is registered, asked for by its text, its hash or both."""
    its = hash_ or ""
    if text is not None:
        its = digest(text)
        if hash_ not in {None, its}:
            raise Refused.because("PERSISTED_QUERY_HASH_MISMATCH")
    found = registered_queries.queries().get(its)
    if found is None:
        raise Refused.because("QUERY_NOT_REGISTERED")
    return found


def _hash_of(request: GraphQLRequest) -> str | None:
    """The hash in `extensions.persistedQuery`, if there is one. Raises Refused for one that is malformed."""
    given: Any = request.extensions.get("persistedQuery")
    if given is None:
        return None
    hash_ = given.get("sha256Hash") if isinstance(given, dict) else None
    if not isinstance(hash_, str) or not _HASH.fullmatch(hash_) or given.get("version") != 1:
        raise Refused.because("PERSISTED_QUERY_INVALID", example=_EXAMPLE)
    return hash_
