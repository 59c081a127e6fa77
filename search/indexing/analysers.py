"""The analysers of this process, which know the public terms; and the keys of all texts that contain a term."""

import time
from collections.abc import Iterable
from threading import Lock
from typing import Any, Final

from cms.content.languages import CODES, Language
from cms.content.words.mutations import mutated
from cms.publication.queries.item_queries import generation

from ..analysis import Analyser, index_keys, tokens
from .term_forms import public_forms

# Seconds for which it is not checked whether a term has changed. For writing to the index it always is.
_FRESH_FOR: Final = 0.1


class _AnalyserCache:
    """The analysers of both languages, made anew only where the forms of a term have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._analysers: dict[Language, tuple[Any, Analyser]] = {}
        self._generation = -1
        self._checked = float("-inf")

    def get(self, language: Language, *, fresh: bool) -> Analyser:
        if fresh or time.monotonic() - self._checked > _FRESH_FOR or language not in self._analysers:
            with self._lock:
                self._renew()
        return self._analysers[language][1]

    def _renew(self) -> None:
        # The generation first: what changes in between is then seen the next time.
        newest = generation()
        if newest != self._generation or not self._analysers:
            terms = public_forms().values()
            for code in CODES:
                cached, forms = self._analysers.get(code), [term[code] for term in terms if code in term]
                if cached is None or cached[0] != forms:
                    self._analysers[code] = forms, Analyser(code, forms)
            self._generation = newest
        self._checked = time.monotonic()


_cache: Final = _AnalyserCache()


def current_analyser(language: Language, *, fresh: bool = False) -> Analyser:
    """The analyser of a language with the terms that are public; with `fresh`, those of this very moment."""
    return _cache.get(language, fresh=fresh)


def surface_keys(forms: Iterable[str], language: Language) -> tuple[str, ...]:
    """Keys by which every document is found that has any of the forms in any mutation, whatever terms there were when
    it was indexed: each word is also a key itself. More may be found than that.
    """
    keys: dict[str, None] = {}
    for form in forms:
        for token in tokens(form, language):
            if not token.function:
                word = form[token.start : token.end]
                for written in (word, *(mutated(word) if language == "cy" else ())):
                    keys.update(dict.fromkeys(index_keys(written, language)))
    return tuple(keys)
