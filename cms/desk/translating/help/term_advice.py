"""The agreed terms of a text, and whether its translation uses them: in any form, mutated or inflected."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cms.content.languages import Language, other
from cms.publication.glossary.lexicon import Lexicon, LexiconEntry
from cms.publication.glossary.term_queries import GlossaryEntry, forms, glossary
from cms.publication.glossary.words import lexicons

from ..inline_markup import plain

_REMEMBERED: Final = 2000


@dataclass(frozen=True, slots=True)
class TermAdvice:
    """A term that a text has: as it is called there, what it is called in the other language, and whether that is used."""

    name: str
    twin: str
    definition: str
    is_followed: bool


class TermAdviser:
    """The terms of the glossary for one direction, as they are now."""

    def __init__(self, source: Language) -> None:
        self._target = other(source)
        self._lexicon = lexicons()[source]
        self._terms: dict[str, GlossaryEntry] = (
            {str(term.item): term for term in glossary(self._target)} if self._lexicon else {}
        )
        self._forms = forms([term.item for term in self._terms.values()], self._target) if self._terms else {}

    def advice(self, source: str, translation: str) -> list[TermAdvice]:
        """The terms of a text, each once, in its order; both texts are inline HTML."""
        if not self._terms:
            return []
        found = {match.entry.id: match.entry for match in self._lexicon.matches(source)}
        return [
            TermAdvice(entry.name, term.name, term.definition, self._is_in(translation, term))
            for item, entry in found.items()
            if (term := self._terms.get(item)) is not None
        ]

    def _is_in(self, translation: str, term: GlossaryEntry) -> bool:
        if not translation:
            return False
        theirs = self._forms.get(term.item, (term.name,))
        return has_form(translation, theirs, self._target)


def has_form(text: str, names: Iterable[str], language: Language) -> bool:
    """Whether a text has one of the names, mutated or inflected."""
    names = tuple(names)
    if any(_lexicon(names, language).matches(text)):
        return True
    said = _read(plain(text), language)
    return any(_stands_in(said, _read(name, language)) for name in names)


def _stands_in(said: Sequence[frozenset[str]], name: Sequence[frozenset[str]]) -> bool:
    """Whether each word of a name, in some form, stands beside the next."""
    length = len(name)
    return length > 0 and any(
        all(said[start + place] & name[place] for place in range(length)) for start in range(len(said) - length + 1)
    )


@lru_cache(maxsize=_REMEMBERED)
def _lexicon(names: tuple[str, ...], language: Language) -> Lexicon:
    return Lexicon([(LexiconEntry("", names[0], "", "", ""), names)], language)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, language: Language) -> tuple[frozenset[str], ...]:
    """The words of a text in order, each as the keys of what it may be a form of."""
    # Here, so that a process that starts does not load the dictionaries.
    from search.analysis import tokens, without_relatives

    return tuple(
        frozenset(without_relatives(word.keys)) or frozenset((word.primary,)) for word in tokens(text, language)
    )
