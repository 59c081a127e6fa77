"""What the words of a query are worth by how many items have them, and how many of them a hit has to have."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, Literal, NamedTuple
from weakref import WeakKeyDictionary

from cms.publication.queries.generation_cache import GenerationCache

from .. import engines
from ..engines.engine_requests import AnalysedQuery, Clause, CountedClause, Weights
from ..engines.interface import Finder
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
_Remembered = GenerationCache[CountedClause, tuple[int, int]]
# By engine: the counts of one are not another's.
_remembered: Final = WeakKeyDictionary[Finder, _Remembered]()


class _Asked(NamedTuple):
    """What is weighed, by its number or key, and how it is counted."""

    kind: _Kind
    key: int | str
    counted: CountedClause


def forget_counts() -> None:
    """Forgets what is remembered of every engine."""
    _remembered.clear()


def weigh(own: AnalysedQuery, twin: AnalysedQuery, engine: Finder | None = None) -> tuple[Weights, Weights]:
    """The weights of the words and phrases of a query, in the items of its own language and in those of the other, by what the
    engine counts: the one that serves, unless another is given. Of three significant words a hit has at least one, of six two.

    Raises Unavailable.
    """
    sides = [list(_asked(own, twin)), list(_asked(twin, own))]
    counts = _counts(engine or engines.engine(), [one.counted for side in sides for one in side])
    first, second = (_weights(side, own, twin, counts) for side in sides)
    return first, second


def equal_weights(own: AnalysedQuery, twin: AnalysedQuery) -> tuple[Weights, Weights]:
    """The same where nobody can say how many items have a word: all words are as common as any, and none is nowhere."""
    sides = [list(_asked(own, twin)), list(_asked(twin, own))]
    counts = {one.counted: (1, 1) for side in sides for one in side}
    first, second = (_weights(side, own, twin, counts) for side in sides)
    return first, second


def _weights(
    asked: Sequence[_Asked],
    own: AnalysedQuery,
    twin: AnalysedQuery,
    counts: Mapping[CountedClause, tuple[int, int]],
) -> Weights:
    weights: dict[_Kind, dict[Any, int]] = {"word": {}, "relative": {}, "concept": {}}
    for kind, key, counted in asked:
        known = weights[kind]
        # Where it is on both sides, the commoner side says how rare it is.
        known[key] = min(filter(None, (known.get(key), _weight(*counts[counted]))), default=0)
    itself, relatives = weights["word"], weights["relative"]
    for word, weight in relatives.items():
        # What is nowhere is worth what its relatives are; they are never worth more than the word.
        itself[word] = itself[word] or weight
        relatives[word] = min(itself[word], weight)
    for word in {clause.word for clause in (*own.words, *twin.words) if clause.general}:
        itself[word], relatives[word] = _general(itself[word]), _general(relatives.get(word, 0))
    words = {clause.word for query in (own, twin) for clause in query.words}
    rarest = max((itself[word] for word in words), default=0)
    significant = frozenset(word for word in words if itself[word] and itself[word] >= rarest * _SIGNIFICANT)
    return Weights(itself, significant, -(-len(significant) // 3), relatives, weights["concept"])


def _weight(total: int, count: int) -> int:
    """Of a word that `count` of `total` items have; 0 where none has it."""
    if not count:
        return 0
    return max(_LEAST, round(_SCALE * math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))))


def _general(weight: int) -> int:
    return -(-weight * _OF_GENERAL // 100)


def _asked(own: AnalysedQuery, twin: AnalysedQuery) -> Iterator[_Asked]:
    """All that is weighed, each counted as if it had no number. Relatives too, although few words need theirs: to ask again
    takes longer than counting more at once.
    """
    for in_twin, query in ((False, own), (True, twin)):
        clauses: list[tuple[_Kind, int | str, Clause]] = [
            *(("word", one.word, replace(one, word=0, general=False)) for one in (*query.words, *query.phrases)),
            *(("relative", one.word, replace(one, word=0)) for one in query.relatives),
            *(("concept", key, Clause(keys=((key,),))) for key in query.concepts),
        ]
        yield from (_Asked(kind, key, CountedClause(own.language, clause, in_twin)) for kind, key, clause in clauses)


def _counts(engine: Finder, clauses: Sequence[CountedClause]) -> Mapping[CountedClause, tuple[int, int]]:
    """How many items there are and how many each matches, asked of the engine once while nothing changes."""
    generation = current_generation()
    remembered = _remembered.setdefault(engine, _Remembered(5_000))
    # Looked at once: other threads may have it all forgotten at any time.
    known = {one: remembered.known(one, generation) for one in clauses}
    missing = [one for one, found in known.items() if found is None]
    answered: dict[CountedClause, tuple[int, int]] = {}
    if missing:
        counts = engine.count(missing)
        for one, matching in zip(missing, counts.matching, strict=True):
            answered[one] = counts.totals[one.language], matching
            remembered.get(one, generation, partial(answered.__getitem__, one))
    return {one: found or answered[one] for one, found in known.items()}
