"""What somebody may have meant to type: the likeliest of the words that there are. Pure, but for the engine that knows them."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from cms.content.languages import Language

from ..analysis import Analyser, fold
from ..engines.interface import Engine

# Where a shorter word is mistyped, everything is like it.
_SHORTEST = 4


def likeliest_correction(
    engine: Engine, analysers: Iterable[Analyser], word: str, keys: Iterable[Iterable[str]]
) -> str | None:
    """The word that is likeliest meant; None where `word` is known in a language, or nothing is like it.

    `keys` are those of the word in each analyser's language, in their order: the first language's words are preferred.
    """
    own = list(analysers)
    if any(_known(engine, analyser.language, some) for analyser, some in zip(own, keys, strict=True)):
        return None
    ranked = [
        (OSA.distance(fold(word), fold(found)), preference, -documents, found)
        for preference, analyser in enumerate(own)
        for found, documents in engine.similar(analyser.language, word)
    ]
    allowed = 1 if len(word) <= _SHORTEST else 2
    within = [one for one in ranked if one[0] <= allowed]
    return min(within)[-1] if within else None


def _known(engine: Engine, language: Language, keys: Iterable[str]) -> bool:
    return next(iter(engine.items_with(language, keys)), None) is not None
