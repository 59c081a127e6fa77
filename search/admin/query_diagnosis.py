"""Why queries find nothing, or little, at this moment: which of their words are in no page, and which pages have the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final, Literal
from uuid import UUID

from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.languages import CODES, Language, other
from cms.publication.queries import list_queries

from ..engines.engine_requests import AnalysedQuery, Filters, SearchRequest, Weights, twin_request
from ..engines.interface import Unavailable
from ..highlighting.highlighter import Highlights, highlight
from ..querying.query_parser import QueryError, parse_query, words_by_number
from ..querying.request_builder import SearchBasis, build_request, current_basis
from ..querying.search_results import Match, matching
from ..querying.searcher import first_answer

# Seconds for all queries together.
TIME: Final = 3.0
# Hits of which one has to have the words of the query: the ranking puts those that do first.
_LOOKED_AT: Final = 5
_MOST_PAGES: Final = 3
_ANSWERS: Final[frozenset[Match]] = frozenset({"all", "most"})
# No word is anywhere; one of them is nowhere; all are somewhere, but no page has most of them; what is shown is for a likelier
# spelling; a page has them.
Verdict = Literal["nowhere", "partly", "apart", "respelt", "found"]
ANSWERED: Final[frozenset[Verdict]] = frozenset({"respelt", "found"})
Query = tuple[Language, str]


@dataclass(frozen=True, slots=True)
class PageWithWord:
    """An item that has a word in the text of `language`; then its title there and where the user may edit it."""

    item: UUID
    language: Language
    title: str = ""
    edit_url: str | None = None


@dataclass(frozen=True, slots=True)
class WordInLibrary:
    """A word of a query, how many pages have it, and the best of them."""

    text: str
    total: int
    pages: tuple[PageWithWord, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How many items a query finds, its words that are nowhere, and where the others are unless a page has most of them.
    `meant` is the spelling for which something is shown in its place.
    """

    verdict: Verdict
    total: int
    nowhere: tuple[str, ...] = ()
    words: tuple[WordInLibrary, ...] = ()
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Diagnoses:
    """Of queries; what is not among them is not known, since search gave no answer or there was no time."""

    by_query: Mapping[Query, Diagnosis]
    unavailable: bool = False
    out_of_time: bool = False


def diagnose(queries: Iterable[Query], user: Any) -> Diagnoses:
    """What each query finds now, in this order as far as there is time."""
    deadline = monotonic() + TIME
    found: dict[Query, Diagnosis] = {}
    unavailable = out_of_time = False
    try:
        diagnostician = _Diagnostician(current_basis())
        for language, q in queries:
            if monotonic() > deadline:
                out_of_time = True
                break
            try:
                found[language, q] = diagnostician.diagnosis(language, q)
            except QueryError:
                continue
    except Unavailable:
        unavailable = True
    return Diagnoses(_with_pages(found, user), unavailable, out_of_time)


class _Diagnostician:
    """Asks the engine. Many queries share words: each is looked up once."""

    def __init__(self, basis: SearchBasis) -> None:
        self._basis = basis
        self._known: dict[Query, WordInLibrary] = {}

    def diagnosis(self, language: Language, q: str) -> Diagnosis:
        """What one query finds. Raises QueryError and Unavailable."""
        request = build_request(language, q, Filters(), "relevance", _LOOKED_AT, None, self._basis)
        typed = words_by_number(parse_query(q), self._basis.analysers[language])
        sought = sorted(_numbers(request.own) | _numbers(request.twin))
        known = [number for number in sought if any(weights.of(number) for weights in _both(request))]
        nowhere = tuple(typed[number] for number in sought if number not in known)
        answer = first_answer(request, q, self._basis)
        if answer.meant:
            return Diagnosis("respelt", answer.page.total, nowhere, meant=answer.meant)
        if not known:
            return Diagnosis("nowhere", 0, nowhere)
        request, page = answer.request, answer.page
        matches = {matching(request, highlight(hit.highlight_source, request).own_words) for hit in page.hits}
        if not nowhere and matches & _ANSWERS:
            return Diagnosis("found", page.total)
        words = tuple(self._word(typed[number], number, request) for number in known)
        return Diagnosis("partly" if nowhere else "apart", page.total, nowhere, words)

    def _word(self, text: str, number: int, request: SearchRequest) -> WordInLibrary:
        key = (request.language, text)
        if key not in self._known:
            self._known[key] = WordInLibrary(text, *self._pages_with(number, request))
        return self._known[key]

    def _pages_with(self, number: int, request: SearchRequest) -> tuple[int, tuple[PageWithWord, ...]]:
        """How many items have a word, and the best of them: of the query's language, or where none has it of the other."""
        alone = _alone(number, request if request.weights.of(number) else twin_request(request))
        page = self._basis.engine.search(alone)
        return page.total, tuple(
            PageWithWord(hit.item, _language_of(alone, highlight(hit.highlight_source, alone))) for hit in page.hits
        )


def _language_of(request: SearchRequest, highlights: Highlights) -> Language:
    """The language of the text in which a hit has what is sought."""
    return other(request.language) if highlights.twin_words and not highlights.own_words else request.language


def _both(request: SearchRequest) -> tuple[Weights, Weights]:
    return request.weights, request.twin_weights or request.weights


def _numbers(query: AnalysedQuery) -> set[int]:
    return {clause.word for clause in (*query.words, *query.phrases)}


def _alone(number: int, request: SearchRequest) -> SearchRequest:
    """The search for one word of a query."""
    own, twin = (_only(number, query) for query in (request.own, request.twin))
    is_word = bool(own.words or twin.words)
    weights = replace(request.weights, significant=frozenset({number} if is_word else ()), needed=int(is_word))
    return replace(request, own=own, twin=twin, weights=weights, twin_weights=None, limit=_MOST_PAGES)


def _only(number: int, query: AnalysedQuery) -> AnalysedQuery:
    words, phrases, relatives = (
        tuple(clause for clause in clauses if clause.word == number)
        for clauses in (query.words, query.phrases, query.relatives)
    )
    return AnalysedQuery(query.language, words, phrases, relatives=relatives)


def _with_pages(found: Mapping[Query, Diagnosis], user: Any) -> dict[Query, Diagnosis]:
    """The diagnoses with the titles of their pages, and where these are edited, looked up together. Only public ones stay."""
    pages = [page for diagnosis in found.values() for word in diagnosis.words for page in word.pages]
    items = {page.item for page in pages}
    cards = {code: list_queries.cards(items, code).by_item for code in CODES}
    urls = edit_urls(items, user)

    def named(word: WordInLibrary) -> WordInLibrary:
        shown = (
            replace(page, title=cards[page.language][page.item].title, edit_url=urls.get((page.item, page.language)))
            for page in word.pages
            if page.item in cards[page.language]
        )
        return replace(word, pages=tuple(shown))

    return {query: replace(diagnosis, words=tuple(map(named, diagnosis.words))) for query, diagnosis in found.items()}


def edit_urls(items: set[UUID], user: Any) -> dict[tuple[UUID, Language], str]:
    """Where the pages of items are edited, of those that the user may edit."""
    if not items:
        return {}
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    rows = pages.filter(translation_key__in=items, locale__language_code__in=CODES)
    return {
        (item, language): reverse("wagtailadmin_pages:edit", args=[pk])
        for item, language, pk in rows.values_list("translation_key", "locale__language_code", "pk")
    }
