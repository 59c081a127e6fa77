"""The search that somebody may have meant to make, where a word of theirs is unknown, and what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from time import monotonic
from typing import Final

from cms.content.languages import Language, other
from cms.publication.queries import list_queries

from ...analysis import Analyser, Token
from ...engines.circuit_breaker import SlowAnswer
from ...engines.engine_requests import SearchRequest
from ...engines.result_page import ResultPage
from ..request_builder import SearchBasis, build_request, served_hits
from .known_words import is_right
from .spelling import likeliest_corrections

# Words that are looked up in the hope of a likelier one: each takes a while.
_MAX_CORRECTED: Final = 3
_SHORTEST_CORRECTED: Final = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """A likelier search: what it says, the request for the same page of it, and that page."""

    q: str
    request: SearchRequest
    page: ResultPage


def may_be_misspelt(request: SearchRequest, page: ResultPage) -> bool:
    """Whether a word may be unknown: nothing was found, or one of the words is nowhere."""
    return not page.hits or not all(request.weights.by_word.values())


def did_you_mean(request: SearchRequest, q: str, deadline: float, basis: SearchBasis) -> Meant | None:
    """The search with its unknown words replaced by likelier ones, if those are found together in something public.

    Nobody waits long for a mere guess: raises SlowAnswer after `deadline` (a time of the monotonic clock).
    """
    better, corrections = _corrected(q, request.language, deadline, basis)
    if not corrections:
        return None
    _in_time(deadline)
    asked = [_instead_of(request, better, basis)]
    only = " ".join(corrections)
    if only != better:
        # A word that is only in what was taken down a moment ago is not given away: other words may have found that page.
        alone = replace(_instead_of(request, only, basis), position=None)
        everything = replace(alone.weights, needed=len(alone.weights.significant))
        asked.append(replace(alone, weights=everything))
    pages = list(basis.engine.search_each(asked))
    return Meant(better, asked[0], pages[0]) if all(_is_public(page, request) for page in pages) else None


def _in_time(deadline: float) -> None:
    if monotonic() > deadline:
        raise SlowAnswer("a likelier spelling was not found in time")


def _instead_of(request: SearchRequest, q: str, basis: SearchBasis) -> SearchRequest:
    return build_request(request.language, q, request.filters, request.sort, request.limit, request.position, basis)


def _is_public(page: ResultPage, request: SearchRequest) -> bool:
    """Whether any hit is the very edition that the index holds."""
    cards = list_queries.cards([hit.item for hit in page.hits], request.language)
    return any(hit.edition == cards.by_item[hit.item].version for hit in served_hits(page, cards))


def _corrected(q: str, language: Language, deadline: float, basis: SearchBasis) -> tuple[str, list[str]]:
    """The query with its corrections, and these."""
    own, twin = basis.analysers[language], basis.analysers[other(language)]
    # From the end, so that offsets before a change stay as they are.
    tokens = list(
        islice((one for one in reversed(own.tokens(q)) if _may_be_corrected(q, one, (own, twin))), _MAX_CORRECTED)
    )
    words = [(q[one.start : one.end], (one.keys, _keys(twin, q[one.start : one.end]))) for one in tokens]
    if words:
        _in_time(deadline)
    better, corrections = q, list[str]()
    for token, correction in zip(tokens, likeliest_corrections(basis.engine, (own, twin), words), strict=True):
        if correction:
            corrections.insert(0, correction)
            better = better[: token.start] + correction + better[token.end :]
    return better, corrections


def _may_be_corrected(q: str, token: Token, analysers: Iterable[Analyser]) -> bool:
    """Not a function word, nothing short or with figures, no abbreviation, no part of what is excluded or of a prefix, and no
    word that is right.
    """
    word = q[token.start : token.end]
    left_alone = token.function or not word.isalpha() or len(word) < _SHORTEST_CORRECTED
    if left_alone or q[token.start - 1 : token.start] == "-" or q[token.end : token.end + 1] == "*":
        return False
    abbreviation = word.isupper() and not q.isupper()
    return not abbreviation and not is_right(word, analysers)


def _keys(analyser: Analyser, word: str) -> list[str]:
    return [key for keys in analyser.query_keys(word) for key in keys]
