"""The analysers of this process, which know the public terms; and the keys of all texts that contain a term."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any, Final

from cms.content.languages import CODES, Language
from cms.content.words.mutations import mutated
from cms.publication.queries.generation_cache import GenerationWatch

from ..analysis import Analyser, Meaning, index_keys, is_relative, tokens
from ..analysis.concepts import CONCEPT
from ..models import Synonym
from .term_forms import public_forms


class _AnalyserCache:
    """The analysers of both languages, made anew only where the forms of a term, or a synonym, have changed. Readers ask now
    and then whether they have; whoever writes the index always does.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.watch = GenerationWatch()
        self._generation: int | None = None
        self._analysers: dict[Language, tuple[Any, Analyser]] = {}

    def get(self, language: Language, *, fresh: bool) -> Analyser:
        # The generation first: what changes in between is then seen the next time.
        generation = self.watch.ask() if fresh else self.watch.current()
        if generation != self._generation:
            with self._lock:
                if generation != self._generation:
                    self._renew()
                    self._generation = generation
        return self._analysers[language][1]

    def _renew(self) -> None:
        forms, synonyms = [forms_of(term) for term in public_forms().values()], meanings()
        for code in CODES:
            known = self._analysers.get(code)
            if known is None or known[0] != (forms, synonyms):
                self._analysers[code] = (forms, synonyms), Analyser(code, forms, synonyms)


_cache: Final = _AnalyserCache()


def forms_of(term: Mapping[str, Sequence[str]]) -> list[str]:
    """All forms of a term: it means the same in both languages, and either may stand in a text of the other."""
    return [form for code in CODES for form in term.get(code, ())]


def meanings() -> list[Meaning]:
    """The editors' synonyms, as the analysis takes them."""
    return [Meaning(tuple(one.typed), tuple(one.meant)) for one in Synonym.objects.order_by("pk")]


def current_generation() -> int:
    """The generation as of a moment ago, of which the current analysers are."""
    return _cache.watch.current()


def current_analyser(language: Language, *, fresh: bool = False) -> Analyser:
    """The analyser of a language with the terms that are public; with `fresh`, those of this very moment."""
    return _cache.get(language, fresh=fresh)


def starts_of(analyser: Analyser, *texts: str) -> tuple[str, ...]:
    """What the words of texts may be typed as when only begun: each as it is written there, unmutated, and as a dictionary
    has it.
    """
    written = [start for text in texts for start in analyser.starts(text)]
    lemmas = [key for text in texts for token in analyser.tokens(text) for key in dictionary_keys(token.keys)]
    return tuple(dict.fromkeys((*written, *lemmas)))


def dictionary_keys(keys: Iterable[str]) -> Iterator[str]:
    """The keys of a word without those of its relatives and of the terms that it is a form of."""
    return (key for key in keys if not (is_relative(key) or key.startswith(CONCEPT)))


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
