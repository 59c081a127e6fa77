"""An engine that answers as the one that serves would if some items had other documents. It writes to none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nsmallest
from typing import Any
from uuid import UUID

from cms.content.languages import Language

from ..engines.engine_requests import CountedClause, HitPosition, SearchRequest, UnknownWord
from ..engines.interface import Finder
from ..engines.result_page import DocumentCounts, EngineHit, ResultPage, SimilarWords


class OverlayEngine:
    """Leaves the changed items out of what the serving engine finds, and puts in what they would be. `before` has their
    documents as they serve, `after` as they would: rarity is that of the whole library, at the cost of these items alone.
    """

    def __init__(self, serving: Finder, items: Collection[UUID], before: Finder, after: Finder) -> None:
        self._serving, self._items, self._before, self._after = serving, frozenset(items), before, after
        self._engines = (serving, before, after)

    def count(self, clauses: Sequence[CountedClause]) -> DocumentCounts:
        """In how many public items each clause would match."""
        served, before, after = (engine.count(clauses) for engine in self._engines)
        totals = {
            code: _changed(total, before.totals[code], after.totals[code]) for code, total in served.totals.items()
        }
        matching = zip(served.matching, before.matching, after.matching, strict=True)
        return DocumentCounts(totals, tuple(_changed(*counts) for counts in matching))

    def search_each(self, requests: Sequence[SearchRequest]) -> Iterable[ResultPage]:
        """The pages of several requests."""
        return map(self.search, requests)

    def search(self, request: SearchRequest) -> ResultPage:
        """The first page by relevance, without facets and without what the other language would have."""
        served = self._serving.search(replace(request, limit=2 * request.limit))
        before, after = self._before.search(request), self._after.search(request)
        hits = [*self._unchanged(request, served), *after.hits]
        total = _changed(served.total, before.total, after.total)
        return ResultPage(
            hits=tuple(nsmallest(request.limit, hits, key=_order)),
            has_more=total > request.limit,
            total=total,
            facets={},
            twin_total=0,
        )

    def similar(self, words: Sequence[UnknownWord]) -> tuple[SimilarWords, ...]:
        """Words like each that no document would have, with how many would have these."""
        # Without keys: whether the word itself is known is asked here.
        asked = [replace(one, keys=()) for one in words]
        found = zip(*(engine.similar(asked) for engine in self._engines), strict=True)
        return tuple(
            None if any(True for _ in self.items_with(one.language, one.keys)) else _all_changed(*counts)
            for one, counts in zip(words, found, strict=True)
        )

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """The items that would have any of the keys."""
        wanted = list(keys)
        yield from self._after.items_with(language, wanted)
        yield from (item for item in self._serving.items_with(language, wanted) if item not in self._items)

    def _unchanged(self, request: SearchRequest, page: ResultPage) -> Iterator[EngineHit]:
        """As many of the best hits as are asked for among the items that stay as they are: pages are turned over where changed
        items fill them.
        """
        left = request.limit
        while True:
            kept = [hit for hit in page.hits if hit.item not in self._items][:left]
            yield from kept
            left -= len(kept)
            if not left or not page.has_more:
                return
            next_one = HitPosition(page.hits[-1].position)
            page = self._serving.search(replace(request, limit=2 * request.limit, position=next_one))


def _changed(served: int, before: int, after: int) -> int:
    """A number of the whole library. The index may be a moment behind the editions that `before` is made of."""
    return max(served - before, 0) + after


def _all_changed(*found: SimilarWords) -> SimilarWords:
    served, before, after = (dict(words or ()) for words in found)
    counts = {one: _changed(served.get(one, 0), before.get(one, 0), after.get(one, 0)) for one in served | after}
    return tuple(sorted((one, count) for one, count in counts.items() if count))


def _order(hit: EngineHit) -> tuple[Any, ...]:
    score, title_key, item = hit.position
    return -int(score), title_key, item
