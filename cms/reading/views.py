"""Reading pages: an edition by its path, what is said where there is none, and the choice of a language."""

from typing import Any
from urllib.parse import quote

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cms.content.languages import CODES, NAMES, Language, other
from cms.publication import queries
from cms.publication.composition import public_address
from cms.publication.query_types import Found, ReadyEdition, Standing

from .labels import AVAILABLE, WORDS
from .page import page_context, shared_context, switch
from .responses import add_headers, kept, max_age, rendered, tag_of
from .wording import written_date

RETRY_AFTER = 10


@csrf_exempt
@require_safe
@gzip_page
def language_choice(request: HttpRequest) -> HttpResponseBase:
    """The way to each language. Nobody's language is guessed."""
    context = {
        "ways": [(code, NAMES[code], f"/{code}/") for code in CODES],
        "names": [(code, WORDS[code]["site"]) for code in CODES],
    }
    return kept(request, tag_of("choice"), None, ", ".join(CODES), lambda: rendered("reading/choice.html", context))


@csrf_exempt
@require_safe
@gzip_page
def reading_page(request: HttpRequest, language: Language, rest: str | None = None) -> HttpResponseBase:
    """The edition at `/{language}{rest}`; where there is none, a page of the same language that says why."""
    path = f"/{language}{rest or ''}"
    if not path.endswith("/"):
        return _with_slash(path, language)
    try:
        return _answer(request, language, path)
    except (OperationalError, InterfaceError):
        response = _message(language, "unavailable", 503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response


def _with_slash(path: str, language: Language) -> HttpResponsePermanentRedirect:
    response = HttpResponsePermanentRedirect(quote(f"{path}/"))
    add_headers(response, language)
    response["Cache-Control"] = f"public, max-age={max_age(None)}"
    return response


def _answer(request: HttpRequest, language: Language, path: str) -> HttpResponseBase:
    found = _item_at(path, language)
    edition = found.edition(language) if found else None
    if found and edition:
        return _page(request, found, edition)
    standing = found.standing(language) if found else None
    if found and standing and standing.since and standing.state in {"withdrawn", "gone"}:
        day = written_date(standing.since, language)
        return _message(language, standing.state, 410, found.available, date=day)
    # Somebody may have changed only the language in the address: then the item is known by its other path.
    twin = found or _item_at(f"/{other(language)}{path.removeprefix(f'/{language}')}", language)
    return _message(language, "missing", 404, twin.available if twin else ())


def _item_at(path: str, language: Language) -> Found | None:
    return None if "\0" in path else queries.item_at(path, language)


def _page(request: HttpRequest, found: Found, edition: ReadyEdition) -> HttpResponseBase:
    """The page of an edition. Its tag also stands for what is not of the edition: the other language and the day (NEW)."""
    twin, today = found.standing(other(edition.language)), timezone.localdate()
    tag = tag_of(edition.version, edition.digest, twin.state, twin.path, today)
    return kept(
        request, tag, edition.expires_at, edition.language,
        lambda: rendered("reading/page.html", page_context(found, edition, today)),
    )  # fmt: skip


def _message(
    language: Language, name: str, status: int, available: tuple[Standing, ...] = (), **fields: str
) -> HttpResponse:
    """A page that says why there is nothing to read here, and in which languages there is. Nobody may keep it."""
    words, twin = WORDS[language], other(language)
    to_other = next((switch(language, one) for one in available if one.language == twin), None)
    context = {
        **shared_context(language, words[f"{name}_title"], to_other or _home(twin)),
        "text": words[name].format(**fields),
        "ways": [_way(one, language) for one in available],
    }
    response = HttpResponse(rendered("reading/message.html", context), status=status)
    add_headers(response, language)
    response["Cache-Control"] = "no-store"
    return response


def _home(language: Language) -> dict[str, Any]:
    return {"language": language, "name": NAMES[language], "address": f"/{language}/"}


def _way(standing: Standing, language: Language) -> dict[str, str]:
    return {
        "language": standing.language,
        "sentence": AVAILABLE[standing.language].text(language),
        "title": standing.title,
        "address": public_address(standing.language, standing.path),
    }
