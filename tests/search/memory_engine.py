"""An engine in memory, for tests of what is written when; it finds nothing but items by their keys, and fails on demand."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from search.engines.documents import IndexDocument
from search.engines.interface import IndexIdentity, Unavailable

_numbers = count(1)
Stored = dict[tuple[Any, str], IndexDocument]


def store(stored: Stored, documents: Iterable[IndexDocument]) -> None:
    """As an engine stores documents: newer and equal versions win."""
    for document in documents:
        known = stored.get((document.item, document.language))
        if known is None or known.version <= document.version:
            stored[document.item, document.language] = document


class MemoryEngine:
    """`away` makes it unavailable; `while_building` is called with each write to a build; `writes` are the items written."""

    name = "memory"

    def __init__(self) -> None:
        self.stored: Stored | None = None
        self.index: IndexIdentity | None = None
        self.away = False
        self.while_building: Callable[[], object] = bool
        self.writes: list[set[Any]] = []
        self.builds = 0

    def check(self) -> None:
        if self.away:
            raise Unavailable("nobody answers")

    def wipe(self) -> None:
        self.stored = self.index = None

    def identity(self, content_fingerprint: str) -> IndexIdentity | None:
        self.check()
        return self.index

    def tell(self, content_fingerprint: str, position: str) -> None:
        self.check()
        if self.index is None:
            raise Unavailable("there is no index")
        self.index = self.index._replace(position=position)

    def write(self, documents: Iterable[IndexDocument]) -> None:
        self.check()
        if self.stored is None:
            raise Unavailable("there is no index")
        written = list(documents)
        self.writes.append({document.item for document in written})
        store(self.stored, written)

    def items_with(self, language: str, keys: Iterable[str]) -> Iterator[Any]:
        self.check()
        wanted = set(keys)
        for (item, code), document in (self.stored or {}).items():
            if code == language and any(wanted.intersection(field) for field in document.keys.values()):
                yield item

    @contextmanager
    def build(self, content_fingerprint: str) -> Iterator["MemoryBuild"]:
        self.check()
        yield MemoryBuild(self)


class MemoryBuild:
    def __init__(self, engine: MemoryEngine) -> None:
        self.engine = engine
        self.stored: Stored = {}

    def write(self, documents: Iterable[IndexDocument]) -> None:
        self.engine.check()
        store(self.stored, documents)
        self.engine.while_building()

    def commit(self, position: str = "") -> None:
        self.engine.check()
        self.engine.stored, self.engine.index = self.stored, IndexIdentity(f"index {next(_numbers)}", position)
        self.engine.builds += 1
