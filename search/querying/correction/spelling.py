"""What somebody may have meant to type: the likeliest of the library's words. Pure, but for the engine that knows them."""

import math
from collections.abc import Iterable
from typing import Final

from cms.content.languages import Language

from ...analysis import Analyser, fold, without_relatives
from ...analysis.folding import normalise
from ...engines.interface import Engine
from .edit_costs import edit_cost
from .known_words import may_be_offered

# The words of a length up to the first may cost up to the second.
_ALLOWED: Final = ((4, 1.0), (6, 1.1), (8, 1.7))
_ALLOWED_LONG: Final = 2.0
# What a word of the other language costs more, and what one that ten times as many documents have costs less.
_OTHER_LANGUAGE: Final = 0.3
_COMMONNESS: Final = 0.15


def likeliest_correction(
    engine: Engine, analysers: Iterable[Analyser], word: str, keys: Iterable[Iterable[str]]
) -> str | None:
    """The word that is likeliest meant; None where the library knows `word` in a language, or nothing is like it.

    `keys` are those of the word in each analyser's language, in their order: the first language's words are preferred.
    """
    own, typed = list(analysers), normalise(word)
    if any(_known(engine, analyser.language, some) for analyser, some in zip(own, keys, strict=True)):
        return None
    ranked = [
        (cost - _COMMONNESS * math.log10(documents) + preference * _OTHER_LANGUAGE, found)
        for preference, analyser in enumerate(own)
        for found, documents in engine.similar(analyser.language, typed)
        if (cost := edit_cost(fold(typed), fold(found))) <= _allowed(typed) and _offered(analyser, found)
    ]
    return min(ranked)[-1] if ranked else None


def _allowed(word: str) -> float:
    return next((cost for length, cost in _ALLOWED if len(word) <= length), _ALLOWED_LONG)


def _offered(analyser: Analyser, word: str) -> bool:
    return may_be_offered(word) and not any(token.function for token in analyser.tokens(word))


def _known(engine: Engine, language: Language, keys: Iterable[str]) -> bool:
    """Whether the library has the word itself, and not only its family."""
    return next(iter(engine.items_with(language, without_relatives(keys))), None) is not None
