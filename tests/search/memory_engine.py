"""An engine in memory, for tests of what is written when; it finds nothing but items by their keys, and fails when told to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from search.engines.interface import Document, Unavailable

_numbers = count(1)
Kept = dict[tuple[Any, str], Document]


def keep(kept: Kept, documents: Iterable[Document]) -> None:
    """As an engine keeps documents: newer and equal versions win."""
    for document in documents:
        known = kept.get((document.item, document.language))
        if known is None or known.version <= document.version:
            kept[document.item, document.language] = document


class MemoryEngine:
    """`away` makes it unavailable; `while_building` is called with each write to a build; `writes` are the items written."""

    name = "memory"

    def __init__(self) -> None:
        self.kept: Kept | None = None
        self.index: str | None = None
        self.away = False
        self.while_building: Callable[[], object] = bool
        self.writes: list[set[Any]] = []
        self.builds = 0

    def check(self) -> None:
        if self.away:
            raise Unavailable("nobody answers")

    def wipe(self) -> None:
        self.kept = self.index = None

    def identity(self) -> str | None:
        self.check()
        return self.index

    def write(self, documents: Iterable[Document]) -> None:
        self.check()
        if self.kept is None:
            raise Unavailable("there is no index")
        written = list(documents)
        self.writes.append({document.item for document in written})
        keep(self.kept, written)

    def items_with(self, language: str, keys: Iterable[str]) -> Iterator[Any]:
        self.check()
        wanted = set(keys)
        for (item, code), document in (self.kept or {}).items():
            if code == language and any(wanted.intersection(field) for field in document.keys.values()):
                yield item

    @contextmanager
    def build(self) -> Iterator["MemoryBuild"]:
        self.check()
        yield MemoryBuild(self)


class MemoryBuild:
    def __init__(self, engine: MemoryEngine) -> None:
        self.engine = engine
        self.kept: Kept = {}

    def write(self, documents: Iterable[Document]) -> None:
        self.engine.check()
        keep(self.kept, documents)
        self.engine.while_building()

    def commit(self) -> None:
        self.engine.check()
        self.engine.kept, self.engine.index = self.kept, f"index {next(_numbers)}"
        self.engine.builds += 1
