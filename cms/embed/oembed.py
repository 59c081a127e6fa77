"""oEmbed 1.0 (oembed.com): how a site that was given the address of a page shows it, as a frame."""

from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_exempt

from cms.content.languages import CODES, Language
from cms.content.vocabularies import Label
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import preflight
from cms.http.problems.not_found import not_found_problem
from cms.http.problems.problem import Problem, read_only
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.payload.addresses import embed_address, public_address
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition
from cms.reading.labels import WORDS

from .answers import policy_until

WIDTH: Final = 640
HEIGHT: Final = 600
_MOST: Final = 99_999
_PIXELS: Final = Label(
    messages.A_NUMBER.cy.format(least=0, most=_MOST), messages.A_NUMBER.en.format(least=0, most=_MOST)
)


@csrf_exempt
def oembed(request: HttpRequest) -> HttpResponse:
    """What to show for `url`, within `maxwidth` and `maxheight`; 501 for a format but JSON. Raises Problem (400, 404, 410)."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method not in {"GET", "HEAD"}:
        raise read_only()
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    if "url" not in request.GET:
        raise _invalid("url", messages.PAGE_ADDRESS)
    language, path = page_at(request.GET["url"])
    found = item_queries.item_at(path, language) if path else None
    edition = found.edition(language) if found else None
    if found is None or edition is None:
        raise not_found_problem(found, language, messages.NO_SUCH_PATH)
    policy = policy_until(edition.expires_at)
    body = encoded(
        _rich(found, edition, policy, _size(request, "maxwidth", WIDTH), _size(request, "maxheight", HEIGHT))
    )
    made = Representation(body, fingerprint(body), languages=language, cache_policy=policy)
    return respond(request, made)


def page_at(address: str) -> tuple[Language, str]:
    """The language and the path of a page by its public address; no path where the address is not one of ours."""
    try:
        parts = urlsplit(address.strip())
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return CODES[0], ""
    for code in CODES:
        if path.startswith(f"/{code}/") and parts.netloc in {"", urlsplit(settings.PUBLIC_URLS[code]).netloc}:
            return code, "" if "\0" in path else path if path.endswith("/") else f"{path}/"
    return CODES[0], ""


def frame_for(address: str, title: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The element that shows an embedded item in a frame."""
    return format_html(
        '<iframe src="{}/frame" title="{}" width="{}" height="{}" loading="lazy" allowfullscreen></iframe>',
        address, title, width, height,
    )  # fmt: skip


def _rich(found: FoundItem, edition: ReadyEdition, policy: CachePolicy, width: int, height: int) -> dict[str, Any]:
    language = edition.language
    site = WORDS[language]["site"]
    return {
        "version": "1.0",
        "type": "rich",
        "title": edition.title,
        "author_name": site,
        "provider_name": site,
        "provider_url": public_address(language, f"/{language}/"),
        "cache_age": policy.max_age,
        "html": frame_for(embed_address(found.item, language), edition.title, width, height),
        "width": width,
        "height": height,
    }


def _size(request: HttpRequest, name: str, most: int) -> int:
    """What fits into the size asked for. Raises Problem (400) for what is no number of pixels."""
    text = request.GET.get(name, str(most))
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= _MOST):
        raise _invalid(name, _PIXELS)
    return min(most, int(text))


def _invalid(name: str, allowed: Label) -> Problem:
    fields = {"parameter": name, "allowed": allowed}
    return Problem("invalid-parameter", messages.INVALID_PARAMETER, fields, parameter=name, allowed=(allowed,))
