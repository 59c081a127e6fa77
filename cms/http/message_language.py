"""In which language a message speaks: that of the address, else `lang`, else Accept-Language, else English."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from cms.content.languages import Language, parse

API_PREFIX = "/api/v1/"
UNDECIDED: Language = "en"


def message_language(request: HttpRequest) -> tuple[Language, bool]:
    """The language, and whether Accept-Language was asked: then the response varies by it."""
    stated = _in_address(request.path_info) or _in_query(request)
    return (stated, False) if stated else (_preferred(request.headers.get("Accept-Language", "")), True)


def _in_address(path: str) -> Language | None:
    if not path.startswith(API_PREFIX):
        return None
    return parse(path[len(API_PREFIX) :].split("/", 1)[0])


def _in_query(request: HttpRequest) -> Language | None:
    """`lang` where it names one language; where it asks for both, it does not say in which one to speak."""
    try:
        return parse(request.GET.get("lang", ""))
    except (SuspiciousOperation, ValueError):
        return None


def _preferred(header: str) -> Language:
    for tag, quality in parse_accept_lang_header(header):
        if quality > 0 and (language := parse(tag)) is not None:
            return language
    return UNDECIDED
