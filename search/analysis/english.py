"""The keys of one English word: its lemma, the verb of what is being done, and itself."""

from collections.abc import Mapping
from typing import Final

from .dictionary import english_forms, words
from .folding import key_of

# Nouns in -ing that nobody does.
_NO_VERB: Final = frozenset({"ceiling", "evening", "morning"})
_SHORTEST_STEM: Final = 3


class English:
    """`terms`: words that editors' terms give to the word that stands for them."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._forms = english_forms()
        self._functions = words("en_function.txt")
        self._terms = {word: self._lemma(meant) for word, meant in terms.items()}

    def is_function(self, word: str) -> bool:
        """Whether `word` is a function word and no word of an editors' term."""
        return word in self._functions and word not in self._terms

    def knows(self, word: str) -> bool:
        """Whether the dictionary has `word`."""
        return word in self._forms

    def function_key(self, word: str) -> str:
        """Its key in phrases."""
        return key_of(word)

    def query_function_key(self, word: str) -> str:
        """Its key in a query."""
        return key_of(word)

    def index_keys(self, word: str) -> list[str]:
        """The lemma, the verb where that is a noun in -ing, and the word itself."""
        found = [self._terms[word]] if word in self._terms else []
        lemma = self._lemma(word)
        return list(dict.fromkeys(map(key_of, (*found, lemma, *self._verb(lemma), word))))

    def query_keys(self, word: str) -> list[str]:
        """As at index: a query may have either form of a word."""
        return self.index_keys(word)

    def _lemma(self, word: str) -> str:
        found = self._forms.get(word) or self._forms.get(word.capitalize())
        return found.lower() if found else word

    def _verb(self, lemma: str) -> list[str]:
        """`write` of `writing`, which the dictionary knows as a noun of its own."""
        stem = lemma.removesuffix("ing")
        if stem == lemma or len(stem) < _SHORTEST_STEM or lemma in _NO_VERB:
            return []
        undoubled = [stem[:-1]] if stem[-1] == stem[-2] else []
        known = (verb for verb in (*undoubled, f"{stem}e", stem) if self._forms.get(verb) == verb)
        return list(known)[:1]
