"""What the words of a query are worth by how many items have them, and how many of them a hit has to have."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

from cms.content.languages import Language
from cms.publication.queries.generation_cache import GenerationCache

from .. import engines
from ..engines.engine_requests import AnalysedQuery, Clause, Weights
from ..engines.interface import Engine
from ..indexing.analysers import current_generation

# The weight of a word that one item in three hundred has is about 45.
_SCALE: Final = 8
# Of a word that every item has: where it stands still tells one from another.
_LEAST: Final = 6
# A word with less than this share of the rarest one's weight does not make a hit by itself.
_SIGNIFICANT: Final = 0.2
# Of a general word, in hundredths.
_OF_GENERAL: Final = 15
_Kind = Literal["word", "relative", "concept"]
_Key = tuple[Language, bool, Clause]
_Remembered = GenerationCache[_Key, tuple[int, int]]
# By engine: the counts of one are not another's.
_remembered: Final = WeakKeyDictionary[Engine, _Remembered]()


def forget_counts() -> None:
    """Forgets what is remembered of every engine."""
    _remembered.clear()


def weigh(language: Language, own: AnalysedQuery, twin: AnalysedQuery) -> Weights:
    """The weights of the words and phrases of a query. Of three significant words a hit has at least one, of six two.

    Raises Unavailable.
    """
    found = _weights(language, own, twin)
    itself, relatives, concepts = found["word"], found["relative"], found["concept"]
    words = {clause.word for query in (own, twin) for clause in query.words}
    for word, weight in relatives.items():
        # What is nowhere is worth what its relatives are; they are never worth more than the word.
        itself[word] = itself[word] or weight
        relatives[word] = min(itself[word], weight)
    for word in {clause.word for clause in (*own.words, *twin.words) if clause.general}:
        itself[word], relatives[word] = _general(itself[word]), _general(relatives.get(word, 0))
    rarest = max((itself[word] for word in words), default=0)
    significant = frozenset(word for word in words if itself[word] and itself[word] >= rarest * _SIGNIFICANT)
    return Weights(itself, significant, -(-len(significant) // 3), relatives, concepts)


def _general(weight: int) -> int:
    return -(-weight * _OF_GENERAL // 100)


def _weights(language: Language, own: AnalysedQuery, twin: AnalysedQuery) -> Mapping[_Kind, dict[Any, int]]:
    """The weights by kind and by number or key, asked of the engine once while nothing changes. Where something is on both
    sides, the commoner side says how rare it is.
    """
    asked = [
        (kind, key, (is_own, clause))
        for is_own, query in ((True, own), (False, twin))
        for kind, key, clause in _all(query)
    ]
    counts = _found(language, [side for *_, side in asked], current_generation())
    weights: dict[_Kind, dict[Any, int]] = {"word": {}, "relative": {}, "concept": {}}
    for kind, key, side in asked:
        known = weights[kind]
        known[key] = min(filter(None, (known.get(key), _weight(*counts[side]))), default=0)
    return weights


def _all(query: AnalysedQuery) -> Iterator[tuple[_Kind, int | str, Clause]]:
    """What is counted, each as if it had no number."""
    for one in (*query.words, *query.phrases):
        yield "word", one.word, replace(one, word=0, general=False)
    for one in query.relatives:
        yield "relative", one.word, replace(one, word=0)
    for key in query.concepts:
        yield "concept", key, Clause(keys=((key,),))


def _weight(total: int, count: int) -> int:
    """Of a word that `count` of `total` items have; 0 where none has it."""
    if not count:
        return 0
    return max(_LEAST, round(_SCALE * math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))))


def _found(
    language: Language, sides: Sequence[tuple[bool, Clause]], generation: int
) -> Mapping[tuple[bool, Clause], tuple[int, int]]:
    engine = engines.engine()
    remembered = _remembered.setdefault(engine, _Remembered(5_000))
    missing = [one for one in sides if not remembered.has((language, *one), generation)]
    asked = {}
    if missing:
        own, twin = ([clause for is_own, clause in missing if is_own is side] for side in (True, False))
        counts = engine.count(language, own, twin)
        ordered = [*((True, clause) for clause in own), *((False, clause) for clause in twin)]
        asked = {one: (counts.total, count) for one, count in zip(ordered, counts.matching, strict=True)}
    return {
        one: remembered.get((language, *one), generation, lambda one=one: asked[one])  # type: ignore[misc]
        for one in sides
    }
