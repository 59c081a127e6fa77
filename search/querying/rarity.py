"""What the words of a query are worth by how many items have them, and how many of them a hit has to have."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

from cms.publication.queries.generation_cache import GenerationCache

from .. import engines
from ..analysis import FAMILY
from ..engines.engine_requests import AnalysedQuery, Clause, CountedClause, Weights
from ..engines.interface import Engine
from ..indexing.analysers import current_generation
from .query_parser import itself

# The weight of a word that one item in three hundred has is about 45.
_SCALE: Final = 8
# Of a word that every item has: where it stands still tells one from another.
_LEAST: Final = 6
# A word with less than this share of the rarest one's weight does not make a hit by itself.
_SIGNIFICANT: Final = 0.2
# Of a general word, in hundredths.
_OF_GENERAL: Final = 35
_Counted = tuple[Clause, tuple[int, int]]
_Remembered = GenerationCache[CountedClause, tuple[int, int]]
# By engine: the counts of one are not another's.
_remembered: Final = WeakKeyDictionary[Engine, _Remembered]()


def forget_counts() -> None:
    """Forgets what is remembered of every engine."""
    _remembered.clear()


def weigh(own: AnalysedQuery, twin: AnalysedQuery) -> tuple[Weights, Weights]:
    """The weights of the words and phrases of a query, in the items of its own language and in those of the other. Of three
    significant words a hit has at least one, of six two.

    Raises Unavailable.
    """
    sides = (own, twin), (twin, own)
    # Families too, although few words need theirs: to ask again takes longer than counting more at once.
    families = [(_with_relatives(first), _with_relatives(second)) for first, second in sides]
    asked = [*(_asked(*side) for side in sides), *(_asked(*side, families=True) for side in families)]
    own_counts, twin_counts, own_families, twin_families = _counts(asked)
    return _weights(own, twin, own_counts, own_families), _weights(twin, own, twin_counts, twin_families)


def _weights(
    own: AnalysedQuery, twin: AnalysedQuery, counts: Iterable[_Counted], families: Iterable[_Counted]
) -> Weights:
    weights = _of_words(own, twin, counts)
    weights |= {word: weight for word, weight in _of_families(families).items() if not weights[word]}
    words = {clause.word for query in (own, twin) for clause in query.words}
    rarest = max((weights[word] for word in words), default=0)
    significant = frozenset(word for word in words if weights[word] and weights[word] >= rarest * _SIGNIFICANT)
    return Weights(weights, significant, -(-len(significant) // 3))


def _of_words(own: AnalysedQuery, twin: AnalysedQuery, counts: Iterable[_Counted]) -> dict[int, int]:
    weights: dict[int, int] = {}
    # Where it is on both sides, the commoner side says how rare it is.
    for clause, (total, count) in counts:
        weights[clause.word] = min(filter(None, (weights.get(clause.word), _weight(total, count))), default=0)
    for word in {clause.word for clause in (*own.words, *twin.words) if clause.general}:
        weights[word] = -(-weights[word] * _OF_GENERAL // 100)
    return weights


def _of_families(counts: Iterable[_Counted]) -> dict[int, int]:
    """The weights of words by how many items have any word of their family."""
    weights: dict[int, int] = {}
    for clause, (total, count) in counts:
        weights[clause.word] = max(weights.get(clause.word, 0), _weight(total, count))
    return weights


def _with_relatives(query: AnalysedQuery) -> AnalysedQuery:
    """Only those words that have a family."""
    found = (one for one in query.words if any(key.startswith(FAMILY) for keys in one.keys for key in keys))
    return replace(query, words=tuple(found), phrases=())


def _weight(total: int, count: int) -> int:
    """Of a word that `count` of `total` items have; 0 where none has it."""
    if not count:
        return 0
    return max(_LEAST, round(_SCALE * math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))))


def _asked(own: AnalysedQuery, twin: AnalysedQuery, *, families: bool = False) -> list[tuple[Clause, CountedClause]]:
    """Each clause with what is counted of it: without its number, and without families unless these are what is counted."""
    return [
        (one, CountedClause(own.language, replace(one if families else itself(one), word=0, general=False), in_twin))
        for in_twin, query in ((False, own), (True, twin))
        for one in (*query.words, *query.phrases)
    ]


def _counts(asked: Sequence[Sequence[tuple[Clause, CountedClause]]]) -> Iterator[Sequence[_Counted]]:
    """Each clause with how many items there are and how many it matches, asked of the engine once while nothing changes."""
    engine, generation = engines.engine(), current_generation()
    remembered = _remembered.setdefault(engine, _Remembered(5_000))
    clauses = dict.fromkeys(one for some in asked for _, one in some)
    missing = [one for one in clauses if not remembered.has(one, generation)]
    answered: dict[CountedClause, tuple[int, int]] = {}
    if missing:
        counts = engine.count(missing)
        found = zip(missing, counts.matching, strict=True)
        answered = {one: (counts.totals[one.language], matching) for one, matching in found}
    known = {one: remembered.get(one, generation, partial(answered.__getitem__, one)) for one in clauses}
    return ([(clause, known[one]) for clause, one in some] for some in asked)
