"""How fragments are answered: any site may read them, nothing in them is run, and they are asked for again within seconds."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.content.languages import Language
from cms.edge.surrogate_keys import NOTHING, Keys
from cms.http.caching.cache_policy import NOT_STORABLE, CachePolicy
from cms.http.headers import add_public_headers
from cms.http.responses import Representation, fingerprint, respond
from cms.publication.queries.query_types import LanguageStatus
from cms.reading.messages import Way, message_context
from cms.reading.responses import rendered

from .fragment_markup import fitted

HTML: Final = "text/html; charset=utf-8"
# Seconds: an element asks every thirty, so that nobody sees for a minute what has changed.
FRESH: Final = 20
Finish = Callable[[str], str]


def below(markup: str) -> str:
    """Markup whose headings come below those of the page around it."""
    return fitted(markup, "cynnwys")


def policy_until(moment: datetime | None, keys: Keys = NOTHING) -> CachePolicy:
    """How long others may keep what is in other sites' pages."""
    return CachePolicy(moment, longest=FRESH, keys=keys)


def answer(
    request: HttpRequest, body: str, language: Language, policy: CachePolicy, links: tuple[str, ...] = ()
) -> HttpResponse:
    """200 with a fragment, or 304 where the client has it."""
    content = body.encode()
    made = Representation(
        content, fingerprint(content), languages=language, media_type=HTML, cache_policy=policy, links=links
    )
    return with_policy(respond(request, made))


def say(
    language: Language,
    name: str,
    status: int,
    available: tuple[LanguageStatus, ...] = (),
    instead: tuple[Way, ...] = (),
    notice: str = "",
    *,
    finish: Finish = below,
    **fields: str,
) -> HttpResponse:
    """What is said in the place of an item, as `cms.reading.messages.message` says it on a page."""
    context = message_context(language, name, available, instead, notice, **fields)
    return said(finish(rendered("embed/message.html", context)), language, status)


def said(body: str, language: Language, status: int) -> HttpResponse:
    """A fragment that nobody may keep."""
    response = HttpResponse(body, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = NOT_STORABLE.cache_control
    response["Vary"] = "Accept-Encoding"
    add_public_headers(response)
    return with_policy(response)


def with_policy(response: HttpResponse, *, framed: bool = False) -> HttpResponse:
    """What a browser may do with a fragment that it is shown by itself; one that is `framed` may be in anybody's page."""
    pictures = urlsplit(settings.API_URL)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; img-src 'self' data: {pictures.scheme}://{pictures.netloc}; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {'*' if framed else chr(39) + 'none' + chr(39)}"
    )
    response["X-Robots-Tag"] = "noindex"
    return response
