"""The pages that anybody may read: most are words alone, the others show what is so at the moment."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language
from cms.http.caching.cache_policy import NOT_STORABLE, OF_THE_SOFTWARE, CachePolicy
from cms.http.deprecations import CONTRACT_VERSION, DEPRECATIONS, RELEASE
from cms.partners.limits import prices
from cms.publication.queries.query_types import first_end
from cms.reading.labels import WORDS
from cms.reading.messages import answered
from cms.reading.responses import encoded_page, rendered, respond, tag_of
from cms.reading.wording import written_date

from .attribution import attributions
from .latest_changes import latest_changes
from .portal_pages import PAGES, portal_context
from .service_status import service_status

Facts = Callable[[Language], dict[str, Any]]


@csrf_exempt
@require_safe
@encoded_page
def portal_page(request: HttpRequest, language: Language, name: str) -> HttpResponseBase:
    """A page by its name; 503 in its language where the database does not answer."""
    return answered(language, lambda: _answer(request, language, name))


def _answer(request: HttpRequest, language: Language, name: str) -> HttpResponseBase:
    facts = _FACTS[name](language) if name in _FACTS else {}
    policy: CachePolicy = facts.pop("policy", OF_THE_SOFTWARE)
    page = rendered(f"portal/{language}/{name}.html", {**portal_context(PAGES[name], language), **facts})
    return respond(request, tag_of(page), policy, language, lambda: page)


def _attribution(language: Language) -> dict[str, Any]:
    found = attributions(language)
    return {"attributions": found, "policy": CachePolicy(first_end(found))}


def _limits(language: Language) -> dict[str, Any]:
    groups = (settings.RATE_ANONYMOUS, settings.RATE_KEY, settings.RATE_SANDBOX)
    anonymous, key, sandbox = (f"{number:,}" if number else "–" for number in groups)
    return {
        "anonymous": anonymous,
        "key": key,
        "sandbox": sandbox,
        "from_memory": prices.FROM_MEMORY,
        "made": prices.MADE,
    }


def _versions(language: Language) -> dict[str, Any]:
    rows = [
        (
            one.version,
            one.pattern.pattern,
            one.instead.text(language),
            written_date(one.since, language),
            written_date(one.until, language),
        )
        for one in DEPRECATIONS
    ]
    return {"contract": CONTRACT_VERSION, "release": RELEASE, "deprecations": rows}


def _changes(language: Language) -> dict[str, Any]:
    changes, policy = latest_changes(language)
    return {"changes": changes, "policy": policy}


def _terms(language: Language) -> dict[str, Any]:
    own = Path(settings.TERMS_FOLDER, f"{language}.html").read_text(encoding="utf-8") if settings.TERMS_FOLDER else ""
    return {"own_terms": own, "operator": settings.OPERATORS[language] or WORDS[language]["site"]}


def _status(language: Language) -> dict[str, Any]:
    now = timezone.localtime()
    moment = f"{written_date(now, language)}, {now:%H:%M:%S}"
    return {"facts": service_status(language), "moment": moment, "policy": NOT_STORABLE}


_FACTS: Final[dict[str, Facts]] = {
    "attribution": _attribution,
    "changes": _changes,
    "limits": _limits,
    "status": _status,
    "terms": _terms,
    "versions": _versions,
}
