"""Text to keys, in either language: the one analysis that both engines, highlights and suggestions share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from . import compounds, tokens
from .concepts import CONCEPT, SYNONYM, Concepts, Meaning, Read, term_key
from .dictionary import alternatives, words
from .english import English
from .families import Families
from .folding import fold, key_of
from .numbers import index_figure, query_figure
from .relatives import without_relatives
from .welsh.demutation import demutations
from .welsh.keys import Welsh

if TYPE_CHECKING:
    from cms.content.languages import Language

_OF_FORMS: Final = (CONCEPT, SYNONYM)
_MAX_CACHED: Final = 50_000  # words; about 20 MB


class Token(NamedTuple):
    """A word of a text. `keys` is empty for a function word, which only phrases (sequences of `primary`) see."""

    start: int
    end: int
    primary: str
    keys: tuple[str, ...]
    function: bool


class QueryWord(NamedTuple):
    """A word of a query: each of `alternatives` must match, by any of its keys. `number` is the same in both languages; `known`
    says that a dictionary of the language has the word, `general` that it says little of what a search is about. `begins` are
    the keys of the forms of several words that begin with it.
    """

    text: str
    primary: str
    alternatives: tuple[tuple[str, ...], ...]
    function: bool
    number: int
    known: bool
    general: bool
    begins: tuple[str, ...] = ()

    def as_in(self, other: QueryWord) -> tuple[tuple[str, ...], ...]:
        """The alternatives of a word of the other language: as that one has it, with what it is a form of in this one."""
        mine = [key for keys in self.alternatives for key in keys if key.startswith(_OF_FORMS)]
        return tuple(tuple(dict.fromkeys((*without_relatives(keys), *mine))) for keys in other.alternatives)


class Analyser:
    """Immutable, but for its cache of words. `terms`: the forms of editors' terms, of both languages together; `joining`: more
    forms of what has a key.
    """

    def __init__(
        self,
        language: Language,
        terms: Iterable[Sequence[str]] = (),
        synonyms: Sequence[Meaning] = (),
        joining: Iterable[tuple[str, Sequence[str]]] = (),
    ) -> None:
        self.language: Language = language
        self._lexicon: Welsh | English = Welsh() if language == "cy" else English()
        self._foreign: Welsh | English = English() if language == "cy" else Welsh()
        self._families = Families(language, self._lexicon.has_lemma, self._lexicon.key)
        self._general = words(f"{language}_general.txt")
        equals = [(term_key(forms), forms) for forms in (*alternatives(f"{language}_spellings.txt"), *terms)]
        equals += joining
        self.concepts = Concepts([*equals, *((one.key, one.meant) for one in synonyms)], self._read)
        self._typed = Concepts([*equals, *((one.key, one.typed) for one in synonyms)], self._read)
        self._index = lru_cache(_MAX_CACHED)(self._index_uncached)
        self._query = lru_cache(_MAX_CACHED // 50)(self._query_uncached)

    def tokens(self, text: str) -> list[Token]:
        """The words of a text that have letters or digits, in order."""
        found = []
        for word in tokens.words(text, self.language):
            primary, keys, function = self._index(word.form)
            if primary:
                found.append(Token(word.start, word.end, primary, keys, function))
        return found

    def index_keys(self, text: str) -> list[str]:
        """All keys in order of position; a function word gives itself."""
        analysed = (self._index(word.form) for word in tokens.words(text, self.language))
        return list(chain.from_iterable(keys or (primary,) for primary, keys, _ in analysed if primary))

    def query_keys(self, text: str) -> list[list[str]]:
        """What a text must have, each by any of its keys; one list a word, but more for one with hyphens. Without relatives."""
        lists = (keys for word in self.query_words(text) for keys in word.alternatives)
        return [list(without_relatives(keys)) for keys in lists]

    def query_words(self, text: str) -> list[QueryWord]:
        """The words of a query, in order. A word of a term's form may be met by any other of its forms, words that mean
        something to readers by what the texts have for it, and two words by one that they make: hair cut by haircut.
        """
        found = self._query_words(text)
        for at, (first, second) in enumerate(pairwise(found)):
            if made := self._joined(first, second):
                for place in (at, at + 1):
                    found[place] = found[place]._replace(
                        alternatives=tuple((*keys, *made) for keys in found[place].alternatives)
                    )
        read = [(word.primary, tuple(chain.from_iterable(word.alternatives))) for word in found]
        for start, end, key in self._typed.phrases(read):
            for at in range(start, end):
                found[at] = found[at]._replace(alternatives=tuple((*keys, key) for keys in found[at].alternatives))
            found[start] = found[start]._replace(begins=(*found[start].begins, key))
        return found

    def _joined(self, first: QueryWord, second: QueryWord) -> tuple[str, ...]:
        """The keys of the word that two words make when they are written as one, if a dictionary has it."""
        form = fold(first.text + second.text)
        parted = first.function or second.function or not (first.text + second.text).isalpha()
        return () if parted or not self._lexicon.knows(form) else self._word(form)[1]

    def _query_words(self, text: str) -> list[QueryWord]:
        found = []
        for number, word in enumerate(tokens.words(text, self.language)):
            primary, _, function = self._index(word.form)
            if primary:
                written = text[word.start : word.end]
                known = function or self._lexicon.knows(word.form)
                general = not self._general.isdisjoint((word.form, primary))
                found.append(QueryWord(written, primary, self._query(word.form), function, number, known, general))
        return found

    def starts(self, text: str) -> tuple[str, ...]:
        """What the words of a text may be typed as when only begun: each folded, and what it is a mutation of."""
        found: dict[str, None] = {}
        for word in tokens.words(text, self.language):
            origins = [] if self._lexicon.is_function(word.form) else self._origins(word.form)
            known = [origin for origin in origins if self._lexicon.knows(origin)]
            found.update(dict.fromkeys(map(key_of, (word.form, *known))))
        return tuple(filter(None, found))

    def start_alternatives(self, prefix: str) -> tuple[str, ...]:
        """What a typed word, or part of one, may begin: itself folded, and what it may be a mutation of."""
        form = fold(prefix)
        return tuple(filter(None, dict.fromkeys(map(key_of, (form, *self._origins(form))))))

    def _origins(self, form: str) -> list[str]:
        return demutations(form) if self.language == "cy" else []

    def _read(self, text: str) -> list[Read]:
        """The words of a term's form, before any term is known. Capitals are no mutation: LAC is not of llac (slack).
        If they are another word but for its accent, they are none: PAR, a report, is no pâr (couple) in Welsh.
        """
        if text.isupper() and text.isalpha():
            key = key_of(text.lower())
            return [] if self._lexicon.lacks_an_accent(text.lower()) else [(key, (key,))]
        return [self._word(word.form)[:2] for word in tokens.words(text, self.language)]

    def _index_uncached(self, form: str) -> tuple[str, tuple[str, ...], bool]:
        primary, keys, function = self._word(form)
        figure = index_figure(keys)
        concepts = self.concepts.of_word((*keys, *figure))
        return primary, (*keys, *figure, *self._family(form, function), *concepts), function

    def _family(self, form: str, function: bool) -> tuple[str, ...]:
        """The key of the family of a word without joints."""
        if function or not form.isalpha():
            return ()
        key = self._families.key(form, self._lexicon.lemma(form))
        return (key,) if key else ()

    def _word(self, form: str) -> tuple[str, tuple[str, ...], bool]:
        """The primary, the keys and whether it is a function word."""
        if self._lexicon.is_function(form):
            return self._lexicon.function_key(form), (), True
        keys = compounds.index_keys(form, self._simple, self._lexicon.is_function)
        return (self._lexicon.plain_key(keys[0]) if keys else ""), tuple(keys), False

    def _query_uncached(self, form: str) -> tuple[tuple[str, ...], ...]:
        lexicon = self._lexicon
        if lexicon.is_function(form):
            return ((lexicon.query_function_key(form),),)
        lists = compounds.query_keys(form, self._simple, lexicon.query_keys, lexicon.is_function)
        # Of a word with joints each part is a form of its own terms, beside those of the whole.
        own = self._word(form)[1] if form.isalnum() else ()
        figure = query_figure(own)
        others = (*figure, *self._family(form, function=False))
        return tuple((*keys, *others, *self._typed.of_word((*keys, *own, *figure))) for keys in lists)

    def _simple(self, word: str) -> list[str]:
        """The keys of a word without joints. No dictionary has figures; 70au (the seventies) is a word. A word that only the
        other language knows is a form of that one's too.
        """
        if word[:1].isdigit() and not word.endswith("au"):
            return [key_of(word)]
        keys = self._lexicon.index_keys(word)
        if self._lexicon.knows(word) or not self._foreign.knows(word) or self._foreign.is_function(word):
            return keys
        return list(dict.fromkeys((*keys, *self._foreign.index_keys(word))))
