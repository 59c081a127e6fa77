"""Titles and terms as one types. It gives only what may be served now, under its present name."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from cms.content.languages import Language
from cms.publication.glossary import term_queries as glossary
from cms.publication.glossary.term_addresses import term_address, term_api_address
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import ReadyCard

from .. import engines
from ..analysis import Analyser, fold
from ..engines.documents import DocumentType
from ..engines.result_page import EngineSuggestion
from ..indexing.analysers import current_analyser, dictionary_keys, starts_of
from ..indexing.payload_texts import number_of
from .keyboard_slips import with_one_slip
from .query_parser import MAX_CHARACTERS, QueryError
from .searcher import for_a_reader

LIMIT: Final = 10
MIN_LETTERS: Final = 2
_MAX_WORDS: Final = 10
MAX_LIMIT: Final = 20
# What was taken down a moment ago and titles that are there twice leave room for others; what has numbers is put in order.
_SPARE: Final = 30
# A word of so many letters may be whole, and is looked for in its other forms too.
_SHORTEST_WHOLE: Final = 4
# Words in which a slip is looked for, each a question to the engine.
_MOST_SLIPS: Final = 2
_FIGURES: Final = re.compile(r"(\d+)")
_Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SuggestedTitle:
    """A title or a term, its public address and its address over REST. `matched` is what begins as typed where the title does
    not: its number, or another form of the term. `until` is when the item expires.
    """

    type: DocumentType
    item: UUID
    title: str
    address: str
    api: str
    matched: str | None = None
    until: datetime | None = None


@for_a_reader()
def suggest(language: Language, q: str, limit: int = LIMIT) -> tuple[SuggestedTitle, ...]:
    """What begins as typed: every word a word's beginning, in any of its forms. Where nothing does, one key may be wrong.
    Raises QueryError (too-short, too-long, too-many-words) and Unavailable.
    """
    words = _words(language, q)
    for tried in (words, *islice(with_one_slip(words), _MOST_SLIPS)):
        found = engines.engine().suggest(language, tried, limit + _SPARE)
        if offered := _served(found, language, _Typed(current_analyser(language), tried)):
            break
    chosen: dict[str, SuggestedTitle] = {}
    for one in offered:
        chosen.setdefault(fold(one.title), one)
    return tuple(chosen.values())[:limit]


def _words(language: Language, q: str) -> _Words:
    if len(q) > MAX_CHARACTERS:
        raise QueryError("too-long", limit=MAX_CHARACTERS)
    analysed = current_analyser(language)
    tokens = analysed.tokens(q)
    words = [q[token.start : token.end] for token in tokens]
    if len(words) > _MAX_WORDS:
        raise QueryError("too-many-words", limit=_MAX_WORDS)
    if sum(sign.isalnum() for word in words for sign in word) < MIN_LETTERS:
        raise QueryError("too-short")
    found = []
    for word, token in zip(words, tokens, strict=True):
        whole = dictionary_keys(token.keys) if len(word) >= _SHORTEST_WHOLE else ()
        found.append(tuple(dict.fromkeys((*analysed.start_alternatives(word), *whole))))
    return tuple(filter(None, found))


@dataclass(frozen=True, slots=True)
class _Typed:
    """The words that were typed, to tell which of several texts they begin."""

    analyser: Analyser
    words: _Words

    def within(self, text: str) -> bool:
        """Whether each is the beginning of a word of the text."""
        starts = starts_of(self.analyser, text)
        return all(any(start.startswith(word) for start in starts) for word in self.words)

    def begins(self, text: str) -> bool:
        """Whether the text begins with them, in their order."""
        words = [text[token.start : token.end] for token in self.analyser.tokens(text)]
        begun = zip(self.words, words, strict=False)
        return len(words) >= len(self.words) and all(
            any(start.startswith(word) for start in starts_of(self.analyser, written)) for word, written in begun
        )

    def number(self, *texts: str) -> tuple[str | int, ...] | None:
        """The place, by its figures, of what has a number and begins as typed; None for anything else."""
        numbered = next((text for text in texts if _FIGURES.search(text) and self.begins(text)), None)
        if numbered is None:
            return None
        # Words and figures take turns, so that like is compared with like.
        return tuple(int(part) if part.isdigit() else fold(part) for part in _FIGURES.split(numbered))


def _served(found: tuple[EngineSuggestion, ...], language: Language, typed: _Typed) -> list[SuggestedTitle]:
    """Those that are public: first what has a number, in the order of the numbers, then the others as the engine has them. One
    query for items, one for terms, and neither where there are none.
    """
    items = [one.item for one in found if one.doc_type == "item"]
    terms = [one.item for one in found if one.doc_type == "term"]
    cards = list_queries.cards(items, language).by_item
    forms = glossary.forms(terms, language) if terms else {}
    numbered: list[tuple[tuple[str | int, ...], SuggestedTitle]] = []
    others = []
    for one in found:
        if one.doc_type == "item" and (card := cards.get(one.item)):
            number = number_of(json.loads(card.card))
            shown = _item(card, language, None if typed.within(card.title) else number or None)
            place = typed.number(number, card.title)
            if place is None:
                others.append(shown)
            else:
                numbered.append((place, shown))
        elif one.doc_type == "term" and (known := forms.get(one.item)):
            others.append(_term(one.item, known, language, typed))
    return [shown for _, shown in sorted(numbered, key=lambda pair: pair[0])] + others


def _item(card: ReadyCard, language: Language, matched: str | None) -> SuggestedTitle:
    address = public_address(language, card.path)
    api = api_address(card.item, language)
    return SuggestedTitle("item", card.item, card.title, address, api, matched, card.expires_at)


def _term(item: UUID, forms: tuple[str, ...], language: Language, typed: _Typed) -> SuggestedTitle:
    name, *others = forms
    matched = None if typed.within(name) else next(filter(typed.within, others), None)
    return SuggestedTitle("term", item, name, term_address(item, language), term_api_address(item, language), matched)
