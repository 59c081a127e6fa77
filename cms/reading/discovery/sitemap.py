"""`sitemap.xml` of the host that is asked (sitemaps.org): its pages with both languages, in parts where there are many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES, Language
from cms.edge.surrogate_keys import GLOSSARY, NOTHING, Keys, keys_of_anything
from cms.http.caching.cache_policy import CachePolicy
from cms.publication.glossary.term_addresses import glossary_address
from cms.publication.glossary.term_queries import has_terms
from cms.publication.payload.addresses import public_address
from cms.publication.queries.crawlers.sitemap_query import SitemapPage, last_updates, sitemap_part, sitemap_size
from cms.publication.queries.generation_cache import GenerationCache
from cms.publication.queries.item_queries import generation

from ..messages import answered
from ..responses import encoded_page, rendered, respond, tag_of
from .discovery_addresses import with_default
from .settled_moment import settled_moment

XML: Final = "application/xml; charset=utf-8"
# Pages of one part. The format allows 50,000; a part with both addresses of each is then about 2 MB.
MOST_PAGES: Final = 5_000
DIGITS: Final = "0123456789abcdef"
_LONGEST_PREFIX: Final = 3
Languages = tuple[Language, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    expires_at: datetime | None

    def holds(self) -> bool:
        return self.expires_at is None or self.expires_at > timezone.now()


_written: Final = GenerationCache[tuple[str, ...], _Written](limit=300)


@csrf_exempt
@require_safe
@encoded_page
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """All pages of this host, or where they are too many for one file, the parts that hold them."""
    languages = languages_of(request)

    def write() -> _Written:
        size = sitemap_size(languages)
        digits = digits_for(size.total)
        return _index(request, languages, digits, size.expires_at) if digits else _part(languages, "")

    keys = keys_of_anything(*CODES) | {GLOSSARY}
    return _respond(request, languages, ("sitemap", request.get_host(), *languages), write, keys)


@csrf_exempt
@require_safe
@encoded_page
def sitemap_of_part(request: HttpRequest, prefix: str) -> HttpResponseBase:
    """The pages of the items whose ids begin so. Most changes are in another part, so that nothing purges this one."""
    languages = languages_of(request)
    return _respond(request, languages, ("part", prefix, *languages), lambda: _part(languages, prefix))


def languages_of(request: HttpRequest) -> Languages:
    """The languages whose public site is at the host that is asked; all of them where it is nobody's."""
    host = request.get_host()
    own = tuple(code for code in CODES if urlsplit(settings.PUBLIC_URLS[code]).netloc == host)
    return own or CODES


def digits_for(total: int) -> int:
    """How many digits of ids tell the parts of a sitemap of so many pages apart. Ids are random, so parts are alike."""
    digits = 0
    while total > MOST_PAGES * 16**digits * 0.8 and digits < _LONGEST_PREFIX:
        digits += 1
    return digits


def _respond(
    request: HttpRequest,
    languages: Languages,
    key: tuple[str, ...],
    write: Callable[[], _Written],
    keys: Keys = NOTHING,
) -> HttpResponseBase:
    def answer() -> HttpResponseBase:
        at = generation()
        made = _written.get(key, at or None, write, _Written.holds)
        policy = CachePolicy(made.expires_at, keys=keys)
        changed_at = settled_moment(at)
        return respond(request, tag_of(made.text), policy, ", ".join(languages), lambda: made.text, XML, changed_at)

    return answered(languages[0], answer)


def _index(request: HttpRequest, languages: Languages, digits: int, expires_at: datetime | None) -> _Written:
    updates = last_updates(languages, _prefixes(digits))
    parts = [
        {"address": request.build_absolute_uri(f"/sitemap/{prefix}.xml"), "updated": moment}
        for prefix, moment in updates.items()
    ]
    return _Written(rendered("reading/discovery/sitemap_index.xml", {"parts": parts}), expires_at)


def _prefixes(digits: int) -> Sequence[str]:
    prefixes = [""]
    for _ in range(digits):
        prefixes = [f"{prefix}{digit}" for prefix in prefixes for digit in DIGITS]
    return prefixes


def _part(languages: Languages, prefix: str) -> _Written:
    found = sitemap_part(languages, prefix)
    pages = [_entry(page) for page in found.pages]
    if not prefix.strip("0") and has_terms():
        addresses = {code: glossary_address(code) for code in CODES}
        pages += [{"address": addresses[code], "alternates": with_default(addresses)} for code in languages]
    return _Written(rendered("reading/discovery/sitemap.xml", {"pages": pages}), found.expires_at)


def _entry(page: SitemapPage) -> dict[str, object]:
    addresses = {code: public_address(code, path) for code, path in page.paths.items()}
    return {
        "address": addresses[page.language],
        "updated": page.updated_at,
        "alternates": with_default(addresses),
    }
