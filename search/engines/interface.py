"""The interface of an engine. Two engines implement it and give the same answers."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol
from uuid import UUID

from cms.content.languages import Language

from .documents import IndexDocument
from .engine_requests import CountedClause, SearchRequest, UnknownWord
from .result_page import DocumentCounts, EngineSuggestion, ResultPage, SimilarWords


class Unavailable(Exception):
    """The engine cannot answer, or cannot take what is written to it. `retry_after` is in seconds."""

    def __init__(self, reason: str, retry_after: int = 5) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class IndexIdentity(NamedTuple):
    """Which index serves: `name` tells it from any other, and `position` is the last that it was told of; empty at first."""

    name: str
    position: str


class IndexBuild(Protocol):
    """A new index, of both languages, beside the one that serves."""

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """Adds documents, as `Engine.write` does."""

    def commit(self, position: str = "") -> None:
        """Lets it serve in the place of the old one, both languages at once, and removes the old one.

        `position` is how far in the log it has come, as for `Engine.tell`.
        """


class Finder(Protocol):
    """What a query asks of an engine. Every method may raise Unavailable; none waits much longer than a second."""

    def search(self, request: SearchRequest) -> ResultPage:
        """A page of public items. `twin_total` is what `twin_request(request)` would find."""

    def search_each(self, requests: Sequence[SearchRequest]) -> Iterable[ResultPage]:
        """The pages of several requests, in their order: at once where each would take a way of its own."""

    def count(self, clauses: Sequence[CountedClause]) -> DocumentCounts:
        """In how many public items each clause matches, in this order."""

    def similar(self, words: Sequence[UnknownWord]) -> tuple[SimilarWords, ...]:
        """For each, the words of its language at most two edits (Damerau-Levenshtein, optimal alignment) from it."""

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """The items whose document in `language` has any of the keys in any of its fields."""


class Engine(Finder, Protocol):
    """Stores documents and finds them. Every method may raise Unavailable; none waits much longer than a second, but for
    `write`, `build` and what they give.
    """

    name: str

    def suggest(
        self, language: Language, words: tuple[tuple[str, ...], ...], limit: int
    ) -> tuple[EngineSuggestion, ...]:
        """Public titles and terms with, for each of `words`, a start that begins with any of its alternatives.

        Those whose first word it is come first, then shorter titles, then by title_key and item.
        """

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """Stores documents, newer versions winning; those of equal version are taken. Visible to searches on return."""

    def identity(self, content_fingerprint: str) -> IndexIdentity | None:
        """Of the index that serves; None where there is none, or where it was built with another fingerprint or another mapping
        than this release's.
        """

    def tell(self, content_fingerprint: str, position: str) -> None:
        """Says to which position in the log what is written next will bring the index that serves."""

    def build(self, content_fingerprint: str) -> AbstractContextManager[IndexBuild]:
        """Begins a new index of documents that are made as the fingerprint says. It is thrown away unless `commit` was
        called. What an interrupted one left is removed first.
        """
