"""`robots.txt` (RFC 9309): what is worth a crawler's time on the host that is asked, and where its sitemap is."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES
from cms.http.caching.cache_policy import OF_THE_SOFTWARE
from cms.http.hosts import admin_host, host_name

from ..item_page import SEARCH_PATHS
from ..responses import respond, tag_of
from .discovery_addresses import sitemap_address

# Searches have no end of addresses. What partners' pages show of ours has to be reachable for whoever reads those.
_NOT_WORTH_IT: Final = ("/admin/", "/graphql", *SEARCH_PATHS.values())
_NOTHING: Final = "User-agent: *\nDisallow: /\n"


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Nothing of the admin's own host; elsewhere all but searches and what is for programs."""
    own = admin_host()
    text = _NOTHING if own is not None and host_name(request) == own else _for_readers()
    return respond(request, tag_of(text), OF_THE_SOFTWARE, ", ".join(CODES), lambda: text, "text/plain; charset=utf-8")


def _for_readers() -> str:
    sitemaps = dict.fromkeys(sitemap_address(code) for code in CODES)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_WORTH_IT), ""]
    return "\n".join([*lines, *(f"Sitemap: {address}" for address in sitemaps), ""])
