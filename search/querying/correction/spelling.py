"""What somebody may have meant to type: the likeliest of the library's words. Pure, but for the engine that knows them."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from ...analysis import Analyser, fold, without_relatives
from ...analysis.folding import normalise
from ...engines.engine_requests import UnknownWord
from ...engines.interface import Finder
from ...engines.result_page import SimilarWords
from .edit_costs import edit_cost
from .known_words import may_be_offered

# The words of a length up to the first may cost up to the second.
_ALLOWED: Final = ((4, 1.0), (6, 1.1), (8, 1.7))
_ALLOWED_LONG: Final = 2.0
# What a word of the other language costs more, and what one that ten times as many documents have costs less.
_OTHER_LANGUAGE: Final = 0.3
_COMMONNESS: Final = 0.15
# A word as it was typed, and its keys in each language.
TypedWord = tuple[str, Sequence[Iterable[str]]]


def likeliest_corrections(
    engine: Finder, analysers: Sequence[Analyser], words: Sequence[TypedWord]
) -> Sequence[str | None]:
    """For each word the one that is likeliest meant; None where the library knows it in a language, or nothing is like it.

    The keys of a word are those in each analyser's language, in their order: the first language's words are preferred. The
    engine is asked once for all.
    """
    asked = [
        UnknownWord(analyser.language, normalise(word), tuple(without_relatives(keys)))
        for word, in_each in words
        for analyser, keys in zip(analysers, in_each, strict=True)
    ]
    similar = iter(engine.similar(asked) if asked else ())
    return [_likeliest(normalise(word), [(one, next(similar)) for one in analysers]) for word, _ in words]


def _likeliest(typed: str, similar: Sequence[tuple[Analyser, SimilarWords]]) -> str | None:
    if any(words is None for _, words in similar):
        return None
    ranked = [
        (cost - _COMMONNESS * math.log10(documents) + preference * _OTHER_LANGUAGE, found)
        for preference, (analyser, words) in enumerate(similar)
        for found, documents in words or ()
        if (cost := edit_cost(fold(typed), fold(found))) <= _allowed(typed) and _offered(analyser, found)
    ]
    return min(ranked)[-1] if ranked else None


def _allowed(word: str) -> float:
    return next((cost for length, cost in _ALLOWED if len(word) <= length), _ALLOWED_LONG)


def _offered(analyser: Analyser, word: str) -> bool:
    return may_be_offered(word) and not any(token.function for token in analyser.tokens(word))
