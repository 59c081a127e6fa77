"""A search box and what is found, as a fragment for somebody else's page."""

from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language
from cms.http.caching.cache_policy import SHORT_LIVED, CachePolicy
from cms.http.headers import preflight
from cms.publication.payload.addresses import public_address
from cms.reading.item_page import SEARCH_PATHS
from cms.reading.labels import WORDS
from cms.reading.messages import answered
from cms.reading.responses import rendered
from cms.reading.search.form import Asked
from cms.reading.search.results import results_context
from search.engines.interface import Unavailable
from search.querying import searcher
from search.querying.query_error_messages import QUERY_ERROR_MESSAGES
from search.querying.query_parser import MAX_CHARACTERS, QueryError

from .answers import answer, said, say
from .embed_labels import EMBED_WORDS

LIMIT: Final = 5


@csrf_exempt
def search_fragment(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The box; with `q`, the first of what is found too, and the way to all of it on our own search page."""
    return preflight() if request.method == "OPTIONS" else _read(request, language)


@require_safe
def _read(request: HttpRequest, language: Language) -> HttpResponseBase:
    return answered(language, lambda: _answer(request, Asked.of(request, language)), say)


def _answer(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    language = asked.language
    if not asked.q:
        return answer(request, _written(asked), language, SHORT_LIVED)
    try:
        results = searcher.search(language, asked.q, asked.filters, asked.sort, LIMIT)
    except QueryError as error:
        problem = QUERY_ERROR_MESSAGES[error.code].text(language).format(**error.fields)
        return said(_written(asked, problem=problem), language, 400)
    except Unavailable as error:
        response = said(_written(asked, problem=WORDS[language]["search_unavailable"]), language, 503)
        response["Retry-After"] = str(error.retry_after)
        return response
    counters = (results.count_again,) if results.count_again else ()
    policy = CachePolicy(results.expires_at, short_lived=True, on_hit=counters)
    return answer(request, _written(asked, **results_context(results, asked)), language, policy)


def _written(asked: Asked, **found: Any) -> str:
    language = asked.language
    context = {
        "language": language,
        "words": {**WORDS[language], **EMBED_WORDS[language]},
        "q": asked.q or "",
        "longest": MAX_CHARACTERS,
        "search_page": public_address(language, SEARCH_PATHS[language]),
        "all_results": public_address(language, asked.path),
        **found,
    }
    return rendered("embed/search.html", context)
