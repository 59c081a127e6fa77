"""Titles and terms as one types. It gives only what may be served now, under its present name."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cms.content.languages import Language
from cms.publication.glossary import term_queries as glossary
from cms.publication.glossary.term_addresses import term_address, term_api_address
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries import list_queries

from .. import engines
from ..engines.documents import DocumentType
from ..engines.result_page import EngineSuggestion
from ..indexing.analysers import current_analyser
from .query_parser import MAX_CHARACTERS, QueryError
from .searcher import waking_indexer

LIMIT: Final = 10
MIN_LETTERS: Final = 2
_MAX_WORDS: Final = 10
# What was taken down a moment ago, and titles that are there twice, leave room for others.
_SPARE: Final = 5


@dataclass(frozen=True, slots=True)
class SuggestedTitle:
    """A title or a term, its public address and its address over REST."""

    type: DocumentType
    item: UUID
    title: str
    address: str
    api: str


@waking_indexer()
def suggest(language: Language, q: str, limit: int = LIMIT) -> tuple[SuggestedTitle, ...]:
    """What begins as typed: every word a word's beginning. Raises QueryError (too-short, too-long, too-many-words) and
    Unavailable.
    """
    found = engines.engine().suggest(language, _words(language, q), limit + _SPARE)
    chosen: dict[str, SuggestedTitle] = {}
    for one in _served(found, language):
        chosen.setdefault(one.title.casefold(), one)
    return tuple(chosen.values())[:limit]


def _words(language: Language, q: str) -> tuple[tuple[str, ...], ...]:
    if len(q) > MAX_CHARACTERS:
        raise QueryError("too-long", limit=MAX_CHARACTERS)
    analysed = current_analyser(language)
    words = [q[token.start : token.end] for token in analysed.tokens(q)]
    if len(words) > _MAX_WORDS:
        raise QueryError("too-many-words", limit=_MAX_WORDS)
    if sum(sign.isalnum() for word in words for sign in word) < MIN_LETTERS:
        raise QueryError("too-short")
    return tuple(starts for word in words if (starts := analysed.start_alternatives(word)))


def _served(found: tuple[EngineSuggestion, ...], language: Language) -> list[SuggestedTitle]:
    """Those that are public, in the same order: one query for items, one for terms, and neither where there are none."""
    items = [one.item for one in found if one.doc_type == "item"]
    terms = [one.item for one in found if one.doc_type == "term"]
    cards = list_queries.cards(items, language).by_item
    names = glossary.names(terms, language) if terms else {}
    shown = []
    for one in found:
        if one.doc_type == "item" and (card := cards.get(one.item)):
            address = public_address(language, card.path)
            shown.append(SuggestedTitle("item", one.item, card.title, address, api_address(one.item, language)))
        elif one.doc_type == "term" and (name := names.get(one.item)):
            address, api = term_address(one.item, language), term_api_address(one.item, language)
            shown.append(SuggestedTitle("term", one.item, name, address, api))
    return shown
