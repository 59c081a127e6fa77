"""A term of the glossary as a fragment: its name, which opens what it means."""

import json
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language
from cms.http.headers import preflight
from cms.publication.glossary import term_queries
from cms.reading.labels import WORDS
from cms.reading.messages import answered, ended, missing
from cms.reading.responses import rendered

from .answers import answer, policy_until, say


@csrf_exempt
def term_fragment(request: HttpRequest, language: Language, item: UUID | None) -> HttpResponseBase:
    """The term; 404 and 410 say why there is none."""
    return preflight() if request.method == "OPTIONS" else _read(request, language, item)


@require_safe
def _read(request: HttpRequest, language: Language, item: UUID | None) -> HttpResponseBase:
    def read() -> HttpResponseBase:
        found = term_queries.term(item, language) if item else None
        if found is None or found.term is None:
            status = found.found if found else None
            return ended(status, language, say) or missing(None, language, say)
        context = {"term": json.loads(found.term.body), "language": language, "words": WORDS[language]}
        return answer(
            request,
            rendered("embed/term.html", context),
            language,
            policy_until(None),
        )

    return answered(language, read, say)
