"""What has been read for one request: payloads by id and language, and how long an answer made of them holds."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, Final, Literal

import orjson

from cms.http.caching.cache_policy import PUBLIC
from cms.publication.queries import batches
from cms.publication.queries.batches import ReadyContent

from .payload_parts import identify

# What can be read by its key.
LoaderName = Literal["items", "terms"]
# The id and language of an edition or term, as payloads write them.
PayloadKey = tuple[str, str]

_READ: Final[dict[LoaderName, Callable[[Collection[PayloadKey], bool], Any]]] = {
    "items": lambda keys, whole: batches.editions(keys, whole=whole),
    "terms": lambda keys, whole: batches.terms(keys),
}


class PayloadLoader:
    """The payloads of one request. A whole payload takes the place of a card, never the other way about.

    Whoever adds to the answer adds to its `cache_policy` what the answer then depends on. `with_parts` says that ids of parts
    are wanted.
    """

    def __init__(self, *, with_parts: bool = True) -> None:
        self._with_parts = with_parts
        self._found: dict[tuple[LoaderName, PayloadKey], tuple[Any, bool]] = {}
        self.cache_policy = PUBLIC

    def put(self, loader: LoaderName, key: PayloadKey, payload: Any, *, whole: bool) -> None:
        """Takes a payload that has been read, and tells the parts of an item their ids where those are wanted."""
        if self._with_parts and loader == "items" and payload is not None:
            identify(payload)
        if whole or not self._has(loader, key, whole=True):
            self._found[loader, key] = (payload, whole)

    def get(self, loader: LoaderName, key: PayloadKey) -> Any:
        """The payload; None where the public may not see it."""
        found = self._found.get((loader, key))
        return found[0] if found else None

    def load(self, loader: LoaderName, keys: Iterable[PayloadKey], *, whole: bool) -> None:
        """Reads those that are not here yet, in one query."""
        missing = {key for key in keys if not self._has(loader, key, whole=whole)}
        if not missing:
            return
        ready = _READ[loader](missing, whole)
        for key in missing:
            self.put(loader, key, self._payload(ready.get(key)), whole=True if key not in ready else whole)

    def until(self, moment: datetime | None) -> None:
        """Says that something in the answer expires then."""
        self.cache_policy = self.cache_policy.until(moment)

    def _has(self, loader: LoaderName, key: PayloadKey, *, whole: bool) -> bool:
        found = self._found.get((loader, key))
        return found is not None and (found[1] or not whole)

    def _payload(self, ready: ReadyContent | None) -> Any:
        if ready is None:
            return None
        self.until(ready.expires_at)
        return orjson.loads(ready.content)
