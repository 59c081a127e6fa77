"""In which language a message speaks: that of the address, else `lang`, else Accept-Language, else English."""

from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from cms.content.languages import Language, parse

API_PREFIX: Final = "/api/v1/"
UNDECIDED: Final[Language] = "en"
# Below these and below `/` the first step names the language.
_BEFORE_LANGUAGE: Final = (API_PREFIX, "/embed/")
# Addresses whose own words are of a language.
_IN_WORDS: Final[dict[str, Language]] = {"partneriaid": "cy", "partners": "en"}


def message_language(request: HttpRequest) -> tuple[Language, bool]:
    """The language, and whether Accept-Language was asked: then the response varies by it."""
    stated = language_of_address(request.path_info) or _in_query(request)
    return (stated, False) if stated else (_preferred(request.headers.get("Accept-Language", "")), True)


def language_of_address(path: str) -> Language | None:
    """The language that an address names, or None."""
    start = next((one for one in _BEFORE_LANGUAGE if path.startswith(one)), "/")
    step = path[len(start) :].split("/", 1)[0]
    return parse(step) or (_IN_WORDS.get(step) if start == "/" else None)


def _in_query(request: HttpRequest) -> Language | None:
    """`lang` where it names one language; where it asks for both, it does not say in which one to speak. Else the language of
    the page that is asked about (oEmbed's `url`).
    """
    try:
        return parse(request.GET.get("lang", "")) or language_of_address(urlsplit(request.GET.get("url", "")).path)
    except (SuspiciousOperation, ValueError):
        return None


def _preferred(header: str) -> Language:
    for tag, quality in parse_accept_lang_header(header):
        if quality > 0 and (language := parse(tag)) is not None:
            return language
    return UNDECIDED
