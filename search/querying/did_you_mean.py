"""The search that somebody may have meant to make, where a word of theirs is unknown."""

from dataclasses import replace
from time import monotonic
from typing import Final

from cms.content.languages import other
from cms.publication.queries import list_queries

from .. import engines
from ..analysis import Analyser
from ..engines.engine_requests import SearchRequest
from ..engines.result_page import ResultPage
from ..indexing.analysers import current_analyser
from .request_builder import build_request, served_hits
from .spelling import likeliest_correction

LIMIT: Final = 10
# Words that are looked up in the hope of a likelier one: each takes a while.
_MAX_CORRECTED: Final = 3
_SHORTEST_CORRECTED: Final = 3


def may_be_misspelt(request: SearchRequest, page: ResultPage) -> bool:
    """Whether a word may be unknown: nothing was found, or one of the words is nowhere."""
    return not page.hits or not all(request.weights.by_word.values())


def did_you_mean(request: SearchRequest, q: str, deadline: float) -> str | None:
    """The search with its unknown words replaced by likelier ones, if all of those are found together in something public.

    A slow engine is not used after `deadline` (a time of the monotonic clock): nobody waits long for a mere guess.
    """
    pair = current_analyser(request.language), current_analyser(other(request.language))
    better = _corrected(q, *pair, deadline)
    if better == q or monotonic() > deadline:
        return None
    again = build_request(request.language, better, request.filters, "relevance", LIMIT, None)
    everything = replace(again.weights, needed=len(again.weights.significant))
    page = engines.engine().search(replace(again, weights=everything))
    # A word that is only in what was taken down a moment ago is not given away.
    cards = list_queries.cards([hit.item for hit in page.hits], request.language)
    current = (hit for hit in served_hits(page, cards) if hit.edition == cards.by_item[hit.item].version)
    return better if any(current) else None


def _corrected(q: str, own: Analyser, twin: Analyser, deadline: float) -> str:
    better, looked_up = q, 0
    # From the end, so that offsets before a change stay as they are.
    for token in reversed(own.tokens(q)):
        word = q[token.start : token.end]
        left_alone = token.function or not word.isalpha() or len(word) < _SHORTEST_CORRECTED
        if left_alone or q[token.start - 1 : token.start] == "-" or q[token.end : token.end + 1] == "*":
            continue
        if looked_up == _MAX_CORRECTED or monotonic() > deadline:
            break
        looked_up += 1
        twin_keys = [key for keys in twin.query_keys(word) for key in keys]
        correction = likeliest_correction(engines.engine(), (own, twin), word, (token.keys, twin_keys))
        if correction:
            better = better[: token.start] + correction + better[token.end :]
    return better
