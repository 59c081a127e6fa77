"""The live keys as a process knows them: read from the database at most twice a second, and only while keys are used.

A process that cannot read them recognises none: so a key that is revoked is refused by every process within a second.
"""

import time
from dataclasses import dataclass
from threading import Lock
from typing import Final

from ..models import PartnerKey
from .key_text import is_of, prefix_of

# Seconds for which what was read holds.
HOLDS_FOR: Final = 0.5


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A live key: its row, what it is recognised by, its kind, its partner's own limit where there is one, and the version of
    the contract that it notes.
    """

    pk: int
    prefix: str
    digest: str
    kind: str
    tokens_a_minute: int | None
    contract: str


class KeyIndex:
    """Live keys by their prefixes. Every method may be called by any thread."""

    def __init__(self, holds_for: float = HOLDS_FOR) -> None:
        self._holds_for = holds_for
        self._lock = Lock()
        self._keys: dict[str, KnownKey] = {}
        self._times, self._read = 0, float("-inf")

    def is_current(self) -> bool:
        """Whether `read` asks nobody."""
        return time.monotonic() - self._read < self._holds_for

    def read(self) -> int:
        """Reads the keys where what is known is too old, and says how often they were read. Raises django.db.Error."""
        if not self.is_current():
            with self._lock:
                if not self.is_current():
                    self._read_all()
        return self._times

    def find(self, text: str) -> KnownKey | None:
        """The live key that a text is, by what was read; None for anything else."""
        known = self._keys.get(prefix_of(text) or "")
        return known if known is not None and is_of(text, known.digest) else None

    def _read_all(self) -> None:
        moment = time.monotonic()
        columns = ("pk", "prefix", "digest", "kind", "partner__tokens_a_minute", "contract")
        rows = PartnerKey.objects.filter(revoked_at=None).order_by().values_list(*columns)
        self._keys = {row[1]: KnownKey(*row) for row in rows}
        self._times, self._read = self._times + 1, moment
