"""The glossary as a page."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.content.languages import CODES, NAMES, Language, other
from cms.edge.surrogate_keys import keys_of_terms
from cms.http.caching.cache_policy import CachePolicy
from cms.publication.glossary import term_queries
from cms.publication.glossary.term_addresses import GLOSSARY_PATHS, glossary_address
from cms.publication.glossary.term_queries import GlossaryEntry

from ..discovery.discovery_addresses import with_default
from ..discovery.structured_data import of_glossary
from ..item_page import shared_context
from ..labels import WORDS
from ..responses import rendered, respond, tag_of

Value = dict[str, Any]


def glossary_page(request: HttpRequest, language: Language, path: str) -> HttpResponseBase | None:
    """The glossary, if it is at that path and there is any term; else None."""
    if path != GLOSSARY_PATHS[language]:
        return None
    entries = term_queries.glossary(language)
    if not entries:
        return None
    policy = CachePolicy(keys=keys_of_terms(language))
    tag = tag_of("terms", language, *((entry.item, entry.version) for entry in entries))
    return respond(
        request,
        tag,
        policy,
        language,
        lambda: rendered("reading/terms.html", _context(language, entries)),
        remembered=True,
    )


def _context(language: Language, entries: Sequence[GlossaryEntry]) -> Value:
    twin = other(language)
    to_other = {"language": twin, "name": NAMES[twin], "address": glossary_address(twin)}
    letters = [(letter, list(some)) for letter, some in groupby(entries, key=lambda entry: entry.letter)]
    return {
        **shared_context(language, WORDS[language]["terms_title"], to_other),
        "letters": [
            {"letter": letter, "anchor": f"letter-{number}", "entries": some}
            for number, (letter, some) in enumerate(letters, 1)
        ],
        "twin": twin,
        "canonical": glossary_address(language),
        "alternates": with_default({code: glossary_address(code) for code in CODES}),
        "structured_data": of_glossary(language, entries),
    }
