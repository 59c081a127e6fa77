"""The search page: a form, what was found, and ways to narrow it. Plain HTML; a search is its address."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES, NAMES, Language
from cms.http.caching.cache_policy import NOT_STORABLE, PUBLIC, CachePolicy
from cms.publication.payload.addresses import public_address
from search.engines.interface import Unavailable
from search.querying import searcher
from search.querying.query_error_messages import QUERY_ERROR_MESSAGES
from search.querying.query_parser import MAX_CHARACTERS, QueryError

from ..item_page import SEARCH_PATHS, shared_context
from ..labels import SEARCH_SORTS, WORDS
from ..messages import answered, retry
from ..responses import add_headers, encoded_page, moved, rendered, respond, tag_of, with_query
from .form import Asked
from .results import results_context

Value = dict[str, Any]
LIMIT: Final = 10


@csrf_exempt
@require_safe
@encoded_page
def search_page(request: HttpRequest, language: Language, slash: str) -> HttpResponseBase:
    """What is found for `q`; without it, the form alone. 400 for what cannot be sought, 503 where nobody answers."""
    if not slash:
        return moved(f"{SEARCH_PATHS[language]}{with_query(request)}", language)
    return answered(language, lambda: _answer(request, Asked.of(request, language)))


def _answer(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    language = asked.language
    if asked.q is None:
        return _page(request, asked, {}, PUBLIC)
    try:
        results = searcher.search(language, asked.q, asked.filters, asked.sort, LIMIT, asked.place)
    except QueryError as error:
        return _refused(asked, QUERY_ERROR_MESSAGES[error.code].text(language).format(**error.fields), 400)
    except Unavailable as error:
        return retry(_refused(asked, WORDS[language]["search_unavailable"], 503), error.retry_after)
    return _page(request, asked, results_context(results, asked), CachePolicy(results.expires_at))


def _page(request: HttpRequest, asked: Asked, found: Value, policy: CachePolicy) -> HttpResponseBase:
    page = rendered("reading/search.html", {**_context(asked), **found})
    return respond(request, tag_of(page), policy, asked.language, lambda: page, forms=True)


def _refused(asked: Asked, problem: str, status: int) -> HttpResponse:
    """The form with what is wrong. Nobody may keep it: what is wrong now may be right soon."""
    page = rendered("reading/search.html", {**_context(asked, problem), "at_fault": status == 400})
    response = HttpResponse(page, status=status)
    add_headers(response, asked.language, forms=True)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    return response


def _context(asked: Asked, problem: str = "") -> Value:
    """What the form needs. Other languages and search engines are told the address without the search's cursor."""
    language, twin = asked.language, asked.in_other()
    to_other = {
        "language": twin.language,
        "name": NAMES[twin.language],
        "address": public_address(twin.language, twin.path),
    }
    words = WORDS[language]
    title = f"{asked.q} – {words['search']}" if asked.q else words["search"]
    return {
        **shared_context(language, f"{words['search_error']} {words['search']}" if problem else title, to_other),
        "problem": problem,
        "searching": True,
        "q": asked.q or "",
        "asked": asked,
        "longest": MAX_CHARACTERS,
        "sorts": [{"code": code, "label": label.text(language)} for code, label in SEARCH_SORTS.items()],
        "canonical": public_address(language, SEARCH_PATHS[language]),
        "alternates": [(code, public_address(code, SEARCH_PATHS[code])) for code in CODES],
    }
