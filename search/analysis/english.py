"""The keys of one English word: its lemma, the verb of what is being done, and itself."""

from functools import lru_cache
from typing import Final

from .dictionary import forms, words
from .folding import key_of

# Nouns in -ing that nobody does.
_NO_VERB: Final = frozenset({"ceiling", "evening", "morning"})
_SHORTEST_STEM: Final = 3


class English:
    """The English of one process."""

    def __init__(self) -> None:
        self._forms = forms("en")
        self._functions = words("en_function.txt")
        # The keys of a word and its family ask one after the other.
        self._lemma = lru_cache(16)(self._lemma_uncached)

    def key(self, word: str) -> str:
        """The key of a word."""
        return key_of(word)

    def plain_key(self, key: str) -> str:
        """A key as it stands in phrases."""
        return key

    def is_function(self, word: str) -> bool:
        """Whether `word` is a function word."""
        return word in self._functions

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
        lemma = self._lemma(word)
        return list(dict.fromkeys(map(key_of, (lemma, *self._verb(lemma), word))))

    def query_keys(self, word: str) -> list[str]:
        """As at index: a query may have either form of a word."""
        return self.index_keys(word)

    def has_lemma(self, word: str) -> bool:
        """Whether `word` is a lemma of the dictionary."""
        return self._forms.get(word) == word

    def lacks_an_accent(self, word: str) -> bool:
        """No English word does."""
        return False

    def lemma(self, word: str) -> str:
        """The lemma of a word; itself where the dictionary has none."""
        return self._lemma(word)

    def _lemma_uncached(self, word: str) -> str:
        found = self._forms.get(word) or self._forms.get(word.capitalize())
        return found.lower() if found else self._singular(word)

    @staticmethod
    def _singular(word: str) -> str:
        """Of what no dictionary knows: SGOs gives sgo."""
        if len(word) < _SHORTEST_STEM + 1 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ys")):
            return word
        return word[:-1]

    def _verb(self, lemma: str) -> list[str]:
        """`write` of `writing`, which the dictionary knows as a noun of its own."""
        stem = lemma.removesuffix("ing")
        if stem == lemma or len(stem) < _SHORTEST_STEM or lemma in _NO_VERB:
            return []
        undoubled = [stem[:-1]] if stem[-1] == stem[-2] else []
        known = (verb for verb in (*undoubled, f"{stem}e", stem) if self._forms.get(verb) == verb)
        return list(known)[:1]
