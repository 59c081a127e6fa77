"""What the words of a query are worth by how many items have them, and how many of them a hit has to have."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from weakref import WeakKeyDictionary

from cms.content.languages import Language
from cms.publication.queries.generation_cache import GenerationCache

from .. import engines
from ..analysis import FAMILY
from ..engines.engine_requests import AnalysedQuery, Clause, Weights
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
    counted = _counts(language, own, twin)
    weights: dict[int, int] = {}
    # Where it is on both sides, the commoner side says how rare it is.
    for clause, (total, count) in counted:
        weights[clause.word] = min(filter(None, (weights.get(clause.word), _weight(total, count))), default=0)
    for word in {clause.word for clause in (*own.words, *twin.words) if clause.general}:
        weights[word] = -(-weights[word] * _OF_GENERAL // 100)
    words = {clause.word for query in (own, twin) for clause in query.words}
    weights |= _of_families(language, own, twin, {word for word in words if not weights[word]})
    rarest = max((weights[word] for word in words), default=0)
    significant = frozenset(word for word in words if weights[word] and weights[word] >= rarest * _SIGNIFICANT)
    return Weights(weights, significant, -(-len(significant) // 3))


def _of_families(language: Language, own: AnalysedQuery, twin: AnalysedQuery, unmet: set[int]) -> dict[int, int]:
    """The weights of words that no item has, by how many have another word of their family."""
    own, twin = (replace(query, words=_kin(query.words, unmet), phrases=()) for query in (own, twin))
    weights: dict[int, int] = {}
    for clause, (total, count) in _counts(language, own, twin, families=True) if own.words or twin.words else ():
        weights[clause.word] = max(weights.get(clause.word, 0), _weight(total, count))
    return weights


def _kin(clauses: Sequence[Clause], unmet: set[int]) -> tuple[Clause, ...]:
    found = (clause for clause in clauses if clause.word in unmet)
    return tuple(one for one in found if any(key.startswith(FAMILY) for keys in one.keys for key in keys))


def _weight(total: int, count: int) -> int:
    """Of a word that `count` of `total` items have; 0 where none has it."""
    if not count:
        return 0
    return max(_LEAST, round(_SCALE * math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))))


def _counts(
    language: Language, own: AnalysedQuery, twin: AnalysedQuery, *, families: bool = False
) -> Sequence[tuple[Clause, tuple[int, int]]]:
    """Each clause with how many items there are and how many it matches, asked of the engine once while nothing changes."""
    sides = [(clause, (True, _counted(clause, families))) for clause in (*own.words, *own.phrases)]
    sides += [(clause, (False, _counted(clause, families))) for clause in (*twin.words, *twin.phrases)]
    found = _found(language, [asked for _, asked in sides], current_generation())
    return [(clause, found[asked]) for clause, asked in sides]


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


def _counted(clause: Clause, families: bool) -> Clause:
    """A clause as it is counted: without its number, and without families unless these are what is counted."""
    return replace(clause if families else itself(clause), word=0, general=False)
