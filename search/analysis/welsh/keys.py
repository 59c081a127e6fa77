"""The keys of one Welsh word, in a text and in a query. How its lemmas are found is the affair of `lemmas`."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ..dictionary import forms
from ..folding import key_of
from . import tables
from .demutation import demutations
from .lemmas import WelshLemmas
from .plurals import SURE_ENDINGS, sure_singulars

_CIRCUMFLEX: Final = dict(zip("aeiouwy", "âêîôûŵŷ", strict=True))


class Welsh:
    """The Welsh of one process."""

    def __init__(self) -> None:
        self._lemmas = WelshLemmas()
        # The keys of a word and its family ask one after the other.
        self._lemmas_of = lru_cache(16)(self._lemmas_uncached)
        self._headwords = tables.headwords()
        self._function_forms = tables.function_forms()
        self._plain = tables.plain_words()
        self._spoken = tables.spoken()
        self._functions = tables.function_words()
        self._accented = tables.accented()
        self._by_unaccented = tables.by_unaccented()
        self._plain_keys = {key: key[:-1] for key in self._accented.values()}

    def key(self, word: str) -> str:
        """The key of a word, which has a mark where only an accent tells it from another: `ffôn` gives `ffon0`."""
        return self._accented.get(word) or key_of(word)

    def plain_key(self, key: str) -> str:
        """A key as it stands in phrases, which a missing accent does not break: without its mark."""
        return self._plain_keys.get(key, key)

    def is_function(self, word: str) -> bool:
        """Whether `word`, with its accents, is a function word."""
        return word in self._functions

    def knows(self, word: str) -> bool:
        """Whether a dictionary has `word` as it stands."""
        return word in self._functions or self._lemmas.knows(word)

    def function_key(self, word: str) -> str:
        """Its key in phrases; mor (so), which with an accent is another word (môr, sea), has a mark to keep them apart."""
        word = self._function_forms.get(word, word)
        return word + "0" if word in tables.homographs() else key_of(word)

    def query_function_key(self, word: str) -> str:
        """Its key in a query: who types mor alone means môr."""
        return key_of(self._function_forms.get(word, word))

    def index_keys(self, word: str) -> list[str]:
        """Every key that finds `word`, its likeliest lemma first: its lemmas, what it is a mutation of, itself."""
        origins = demutations(word)
        found = [lemma for lemma in self._lemmas_of(word) if lemma not in self._functions]
        if word not in self._plain:
            found += self._origins(word, origins)
        if word.endswith(SURE_ENDINGS):
            found += self._singulars(word, origins)
        found += (self._spoken.get(word, word), word)
        accented = self._accented
        return list(dict.fromkeys([accented.get(one) or key_of(one) for one in found]))

    def has_lemma(self, word: str) -> bool:
        """Whether `word` is a headword."""
        return word in self._headwords

    def lemma(self, word: str) -> str:
        """The likeliest lemma of a word."""
        return next(iter(self._lemmas_of(word)), word)

    def _lemmas_uncached(self, word: str) -> tuple[str, ...]:
        return tuple(self._lemmas.of(word, demutations(word)))

    def _origins(self, word: str, origins: list[str]) -> list[str]:
        """The headwords among what `word` may be a mutation of; only the commonest if they are: fath of math, not of bath."""
        # Nod (aim) is not read as dod (come), nor math (kind) as bath.
        own = word in self._headwords
        known = [o for o in origins if o in self._headwords and not (own and self._bare_nasal(word, o))]
        return [origin for origin in known if origin in self._plain] or known

    def _singulars(self, word: str, origins: list[str]) -> Iterator[str]:
        """The singulars of -wyr and the like: always the plainest, the others if they are headwords."""
        likely = (origin for origin in origins if not self._bare_nasal(word, origin))
        for form in (word, *likely):
            for rank, singular in enumerate(sure_singulars(form)):
                if rank == 0 or singular in self._headwords:
                    yield singular

    def query_keys(self, word: str) -> list[str]:
        """The keys that `word` asks for: a headword only itself, since all its forms have its key. Typed without an accent, it
        asks for the word with it too.
        """
        headword = word in self._headwords or self.lacks_an_accent(word)
        keys = [self.key(word)] if headword else self.index_keys(word)
        return [*keys, *self._with_accents(keys)] if word.isascii() else keys

    def _with_accents(self, keys: list[str]) -> Iterator[str]:
        """What keys of a word that was typed without an accent would be with it."""
        return (self._by_unaccented[key] for key in keys if key in self._by_unaccented)

    @staticmethod
    def _bare_nasal(word: str, origin: str) -> bool:
        """Whether only n for d or m for b makes the difference: seldom so."""
        return word.startswith(tables.NASAL) and len(origin) == len(word)

    def lacks_an_accent(self, word: str) -> bool:
        """Whether `word` is a dictionary's word but for one accent: apel for apêl."""
        if not word.isascii():
            return False
        known = word in forms("cy")
        for candidate in _circumflexed(word):
            lemma = forms("cy").get(candidate)
            if candidate in self._headwords or (lemma and (not known or key_of(lemma).startswith(word))):
                return True
        return False


def _circumflexed(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        if letter in _CIRCUMFLEX:
            yield word[:at] + _CIRCUMFLEX[letter] + word[at + 1 :]
