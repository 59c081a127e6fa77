"""A page on which a council's web editor makes the lines that show something of ours on their own, without a developer."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES, NAMES, Language, other, parse
from cms.http.caching.cache_policy import PUBLIC
from cms.http.identifiers import uuid_of
from cms.http.message_language import message_language
from cms.publication.glossary import term_queries
from cms.publication.glossary.term_queries import GlossaryEntry
from cms.publication.payload.addresses import embed_address, public_address
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, LanguageStatus
from cms.reading.item_page import SEARCH_PATHS, shared_context
from cms.reading.labels import WORDS
from cms.reading.messages import answered
from cms.reading.responses import rendered, respond, tag_of

from .embed_labels import EMBED_WORDS
from .fragments import PARTS
from .oembed import frame_for, page_at

Value = dict[str, Any]


def elements_address() -> str:
    """Where the file of the elements is."""
    return f"{settings.API_URL}/embed/v1/cynnwys.js"


def lines_for(item: object, status: LanguageStatus, parts: tuple[str, ...] = PARTS) -> str:
    """What is pasted into a page to show an item in one language; without JavaScript it is a link."""
    context = {
        "elements": elements_address(),
        "item": item,
        "status": status,
        "parts": ",".join(parts) if parts != PARTS else "",
        "address": public_address(status.language, status.path),
    }
    return rendered("embed/lines.html", context).strip()


def search_lines(language: Language) -> str:
    """What is pasted into a page for a box that searches our content; without JavaScript it is a link."""
    words = EMBED_WORDS[language]["search_ours"]
    context = {"elements": elements_address(), "address": public_address(language, SEARCH_PATHS[language])}
    return rendered("embed/search_lines.html", {**context, "language": language, "words": words}).strip()


def term_lines(term: GlossaryEntry, language: Language) -> str:
    """What is pasted where a word stands that is to be explained; without JavaScript it is the word."""
    context = {"elements": elements_address(), "term": term, "language": language}
    return rendered("embed/term_lines.html", context).strip()


@csrf_exempt
@require_safe
def generator_in_readers_language(request: HttpRequest) -> HttpResponseBase:
    """The way to the page in the language of `lang`, else that of Accept-Language."""
    language, negotiated = message_language(request)
    response = HttpResponseRedirect(f"/embed/{language}/")
    response["Cache-Control"] = PUBLIC.cache_control
    response["Vary"] = "Accept-Encoding, Accept-Language" if negotiated else "Accept-Encoding"
    return response


@csrf_exempt
@require_safe
def generator(request: HttpRequest, language: Language) -> HttpResponseBase:
    """The form; with an address, the lines, the same for the other language, and a preview."""
    return answered(language, lambda: _answer(request, language))


def _answer(request: HttpRequest, language: Language) -> HttpResponseBase:
    address = request.GET.get("address", "").strip()
    shown = parse(request.GET.get("language", "")) or language
    parts = tuple(part for part in PARTS if part in request.GET.getlist("part")) or PARTS
    found = _item_at(address, shown) if address else None
    status = _public_in(found, shown)
    words = {**WORDS[language], **EMBED_WORDS[language]}
    twin = other(language)
    terms = term_queries.glossary(shown)
    explained = next((term for term in terms if str(term.item) == request.GET.get("term")), None)
    context = {
        **shared_context(
            language, words["generator"], {"language": twin, "name": NAMES[twin], "address": f"/embed/{twin}/"}
        ),
        "words": words,
        "address": address,
        "unknown": bool(address) and status is None,
        "languages": [(code, NAMES[code], code == shown) for code in CODES],
        "parts": [(part, words[f"part_{part}"], part in parts) for part in PARTS],
        **(_made(found, status, parts, words) if found and status else {}),
        "shown_language": shown,
        "search_lines": search_lines(shown),
        "terms": terms,
        "explained": explained,
        "term_lines": term_lines(explained, shown) if explained else "",
    }
    page = rendered("embed/generator.html", context)
    response = respond(request, tag_of(page), PUBLIC, language, lambda: page)
    return _may_show_a_preview(response)


def _made(found: FoundItem, status: LanguageStatus, parts: tuple[str, ...], words: dict[str, str]) -> Value:
    twin = found.status(other(status.language))
    return {
        "lines": lines_for(found.item, status, parts),
        "twin_lines": lines_for(found.item, twin, parts) if twin.public else "",
        "twin_sentence": words[f"generator_twin_{twin.language}"],
        "frame": frame_for(embed_address(found.item, status.language), status.title),
        "item": found.item,
        "shown": status,
        "shown_parts": ",".join(parts),
        "link": public_address(status.language, status.path),
    }


def _item_at(address: str, language: Language) -> FoundItem | None:
    item = uuid_of(address)
    if item is not None:
        return item_queries.item(item, language)
    at, path = page_at(address)
    return item_queries.item_at(path, at) if path else None


def _public_in(found: FoundItem | None, language: Language) -> LanguageStatus | None:
    """How the item is in the language; in the other, where it is public in that only."""
    own = found.available if found else ()
    return next((one for one in own if one.language == language), own[0] if own else None)


def _may_show_a_preview(response: HttpResponseBase) -> HttpResponseBase:
    """The page runs our own elements and nothing else."""
    pictures = urlsplit(settings.API_URL)
    ours = f"{pictures.scheme}://{pictures.netloc}"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data: {ours}; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return response
