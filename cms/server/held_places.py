"""Who may hold what is scarce, such as a place to wait: each address and key has a share, and some is kept for keys."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cms.partners.callers import Caller

# The part of all places that those without a key leave to keys: one of so many.
_KEPT_FOR_KEYS: Final = 5


@dataclass(frozen=True, slots=True)
class Share:
    """How many places one client may have at once, 0 where that is not limited: an address, a key."""

    anonymous: int
    key: int

    def of(self, caller: Caller) -> int:
        """The share of a client. An address without any limit, such as this machine's own, has none here either."""
        if caller.key is not None:
            return self.key
        return self.anonymous if caller.limit else 0


class NoPlace(Exception):
    """There is no place; with the `share` of the client where that is what it has used up, else 0."""

    def __init__(self, share: int = 0) -> None:
        super().__init__(share)
        self.share = share


class HeldPlaces:
    """The places of one process, used by its event loop alone."""

    def __init__(self, most: int, share: Share) -> None:
        self._most, self._share = most, share
        self._for_anybody = most - most // _KEPT_FOR_KEYS
        self._taken = Counter[str]()
        self._anonymous = 0

    @contextmanager
    def one_for(self, caller: Caller) -> Iterator[None]:
        """A place for as long as this lasts. Raises NoPlace."""
        share, is_anonymous = self._share.of(caller), caller.key is None
        if share and self._taken[caller.client] >= share:
            raise NoPlace(share)
        if self._taken.total() >= self._most or (is_anonymous and self._anonymous >= self._for_anybody):
            raise NoPlace
        self._taken[caller.client] += 1
        self._anonymous += is_anonymous
        try:
            yield
        finally:
            self._anonymous -= is_anonymous
            self._taken[caller.client] -= 1
            if not self._taken[caller.client]:
                del self._taken[caller.client]
