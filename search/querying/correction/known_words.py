"""Which words are right as they were typed: those of the dictionaries of either language, and names. Knows no texts."""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from ...analysis import Analyser, fold
from ...analysis.dictionary import forms
from ...analysis.folding import normalise
from ...analysis.welsh.demutation import demutations

_DATA: Final = Path(__file__).parent / "data"
_DIGEST_SIZE: Final = 6
# Where only this much of a word is left, its mutation says nothing.
_SHORTEST_DEMUTATED: Final = 4


def is_right(word: str, analysers: Iterable[Analyser]) -> bool:
    """Whether a word is one in any language: in a dictionary, mutated or not, capitalised or not, or in our list."""
    form = normalise(word)
    origins = [form, *(demutations(form) if len(form) >= _SHORTEST_DEMUTATED else ())]
    if any(fold(one) in _own_words() for one in origins) or form.capitalize() in forms("en"):
        return True
    # A demutated form is Welsh or nothing.
    return any(
        _knows(one, form) or (one.language == "cy" and any(_knows(one, each) for each in origins)) for one in analysers
    )


def may_be_offered(word: str) -> bool:
    """Whether a word may be shown to a reader who did not type it."""
    return blake2b(fold(word).encode(), digest_size=_DIGEST_SIZE).hexdigest() not in _never_offered()


def _knows(analyser: Analyser, form: str) -> bool:
    words = analyser.query_words(form)
    return bool(words) and all(word.known for word in words)


@cache
def _own_words() -> frozenset[str]:
    return frozenset(fold(word) for line in _lines("known_words.txt") for word in line.split())


@cache
def _never_offered() -> frozenset[str]:
    """Digests of words, so that nobody has to read them."""
    return frozenset(_lines("never_offered.txt"))


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
