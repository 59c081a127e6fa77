"""The addresses of printable documents. Who may read a page may have it on paper, and nobody else."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language, other
from cms.edge.surrogate_keys import keys_of_item, keys_of_list, keys_of_rows
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import add_public_headers, preflight
from cms.publication.payload.addresses import print_addresses, public_address
from cms.publication.queries import item_queries

from ..item_page import switch
from ..labels import WORDS
from ..messages import RETRY_AFTER, Way, answered, ended, message, missing, retry
from ..responses import encoded_page, look, moved, rendered, respond, tag_of
from .pdf import pdf_of
from .print_document import document
from .sources import Sources, sources
from .store import dropped, made_once
from .typesetting import NotTypeset, can_typeset, typesetter

logger = logging.getLogger(__name__)
# Of the file's name, in characters.
_LONGEST_NAME: Final = 80
View = Callable[..., HttpResponseBase]
Answer = Callable[[HttpRequest, Sources], HttpResponseBase]


def _for_any_site(view: View) -> View:
    """Documents for paper are named in payloads: browsers of any site may read them, as they may the API."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return preflight()
        response = view(request, **kwargs)
        add_public_headers(response)
        return response

    return wrapped


@csrf_exempt
@_for_any_site
@require_safe
@encoded_page
def printed_page(request: HttpRequest, language: Language, item: str) -> HttpResponseBase:
    """The document as a page with a style for paper."""
    return answered(language, lambda: _answer(request, language, UUID(item), _page))


@csrf_exempt
@_for_any_site
@require_safe
def printed_pdf(request: HttpRequest, language: Language, item: str) -> HttpResponseBase:
    """The document as a tagged PDF; 501 where the library for it is missing, 503 where it could not be made."""
    return answered(language, lambda: _answer(request, language, UUID(item), _pdf))


def _answer(request: HttpRequest, language: Language, item: UUID, answer: Answer) -> HttpResponseBase:
    found = item_queries.item(item, language)
    edition = found.edition(language) if found else None
    if found and edition and found.moved:
        dropped(item, language)
        name = "pdf" if answer is _pdf else "html"
        address = print_addresses(found.item, language)[name]
        policy = CachePolicy(edition.expires_at, keys=keys_of_rows(found.ids, language))
        return moved(address, language, policy, status=308)
    if found and edition:
        whole = sources(found, edition)
        response = answer(request, whole)
        response["Link"] = f'<{public_address(language, edition.path)}>; rel="canonical"'
        return response
    if found:
        dropped(item, language)
    return ended(found, language) or missing(found, language)


def _page(request: HttpRequest, whole: Sources) -> HttpResponseBase:
    item, language = whole.edition.item, whole.language
    twin = whole.found.status(other(language))
    # Beside the document there are the way to the other language and to the PDF.
    fingerprint = whole.fingerprint(look(), twin.state, twin.path, can_typeset())

    def made() -> bytes:
        context = {
            "document": document(whole),
            "language": language,
            "words": WORDS[language],
            "switch": switch(language, twin),
            "alternates": [(one.language, public_address(one.language, one.path)) for one in whole.found.available],
            "pdf": print_addresses(item, language)["pdf"] if can_typeset() else "",
        }
        return rendered("reading/print/document.html", context).encode()

    return respond(
        request, tag_of(fingerprint), _policy(whole), language,
        lambda: made_once(item, language, "html", fingerprint, made),
    )  # fmt: skip


def _pdf(request: HttpRequest, whole: Sources) -> HttpResponseBase:
    item, language = whole.edition.item, whole.language
    if not can_typeset():
        return message(language, "no_pdf", 501, instead=(_printed_instead(whole),))
    fingerprint = whole.fingerprint(look(), typesetter())
    try:
        response = respond(
            request, tag_of(fingerprint), _policy(whole), language,
            lambda: made_once(item, language, "pdf", fingerprint, lambda: pdf_of(document(whole))),
            "application/pdf",
        )  # fmt: skip
    except NotTypeset:
        logger.exception(
            "PDF not made: %s %s."
            " What to do: readers are led to the page for printing meanwhile; report it with what stands below.",
            language,
            item,
        )
        return retry(message(language, "pdf_failed", 503, instead=(_printed_instead(whole),)), RETRY_AFTER)
    # It is for pages: a browser's own PDF viewer is made of what it forbids.
    del response["Content-Security-Policy"]
    response["Content-Disposition"] = content_disposition_header(False, f"{_name(whole)}.pdf") or "inline"
    return response


def _policy(whole: Sources) -> CachePolicy:
    """Purged with the edition, and with those below it where the document holds them."""
    keys = keys_of_item(whole.edition.item, whole.language)
    if whole.below:
        keys |= keys_of_rows((row.item for row in whole.below.rows), whole.language) | keys_of_list(whole.language)
    return CachePolicy(whole.expires_at, keys=keys)


def _name(whole: Sources) -> str:
    return slugify(whole.edition.title, allow_unicode=True)[:_LONGEST_NAME].strip("-") or str(whole.edition.item)


def _printed_instead(whole: Sources) -> Way:
    language = whole.language
    return {
        "language": language,
        "sentence": f"{WORDS[language]['printable']}:",
        "title": whole.edition.title,
        "address": print_addresses(whole.edition.item, language)["html"],
    }
