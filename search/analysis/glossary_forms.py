"""What editors' terms add to the dictionary: the forms of one term meet. Knows no dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .folding import key_of
from .tokens import words
from .welsh.demutation import demutations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cms.content.languages import Language

_ALIKE: Final = 3


def stand_ins(terms: Iterable[Sequence[str]], language: Language, functions: Collection[str]) -> dict[str, str]:
    """Word to the word that stands for it: of each term, forms of one word, and words at the same position of longer forms
    where those are alike: cynrychiolydd cyfreithiol and cynrychiolwyr cyfreithiol, but not gofalwr maeth and rhiant maeth.

    Function words (`functions`) never stand for anything: maethu i fabwysiadu and maethu a mabwysiadu share two words.
    """
    stand_in: dict[str, str] = {}
    for forms in terms:
        first: dict[int, list[str]] = {}
        for form in forms:
            split = [word.form for word in words(form, language)]
            for word, meant in zip(split, first.setdefault(len(split), split), strict=True):
                alike = len(split) == 1 or _alike(word, meant)
                if alike and word not in functions and meant not in functions:
                    stand_in[_root(stand_in, word)] = _root(stand_in, meant)
    return {word: _root(stand_in, word) for word in stand_in if stand_in[word] != word}


def _alike(one: str, other: str) -> bool:
    """Whether two words may be forms of one: they begin with the same letters, but for a mutation."""
    return bool(_beginnings(one) & _beginnings(other))


def _beginnings(word: str) -> set[str]:
    return {key_of(form)[:_ALIKE] for form in (word, *demutations(word))}


def _root(stand_in: dict[str, str], word: str) -> str:
    while stand_in.get(word, word) != word:
        word = stand_in[word]
    return word
