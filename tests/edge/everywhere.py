"""Every public address at which anything can be read, now or once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLPattern, get_resolver

from cms.content.languages import CODES
from cms.content.models import File, Picture
from cms.publication.intents.settlement import settle
from cms.publication.models import AddressHistory, Edition, TermEdition
from cms.publication.payload.addresses import public_address
from home.models import HomePage
from tests.database.once import once
from tests.factories import content as make
from tests.rest.test_keeping_a_copy import library

# What is the same in all libraries.
OF_THE_SOFTWARE = (
    "/", "/robots.txt", "/.well-known/security.txt", "/llms.txt",
    "/api/v1", "/api/v1/", "/api/v1/schema/item.json", "/api/v1/openapi.json",
    "/api/v1/openapi.yaml", "/api/docs/?lang=en", "/api/docs/rest.md", "/api/problems/?lang=cy", "/api/problems/gone?lang=cy",
    "/embed/v1/cynnwys.js", "/embed/?lang=cy", "/sitemap/0.xml", "/embed/cy/", "/embed/en/", "/cy", "/en/nothing",
)  # fmt: skip
PORTAL = {"cy": "partneriaid", "en": "partners"}
OF_PARTNERS = {
    "cy": (
        "", "cymraeg/", "priodoli/", "newidiadau/", "terfynau/", "fersiynau/", "telerau/", "statws/", "cysylltu/", "allweddi/",
        "allweddi/gofyn/", "allweddi/rhoi/", "allweddi/diddymu/", "allweddi/contract/", "allweddi/danfoniadau/",
        "allweddi/allgofnodi/", "allweddi/allgofnodi-ym-mhobman/", "allweddi/mynd-i-mewn/x/",
    ),
    "en": (
        "", "welsh/", "attribution/", "changes/", "limits/", "versions/", "terms/", "status/", "contact/", "keys/", "keys/ask/",
        "keys/issue/", "keys/revoke/", "keys/contract/", "keys/deliveries/", "keys/log-out/", "keys/log-out-everywhere/",
        "keys/enter/x/",
    ),
}  # fmt: skip
OF_ALL = (
    "/sitemap.xml", "/api/v1/manifest", "/api/v1/manifest?limit=1", "/api/v1/releases", "/api/v1/changes",
    "/api/v1/parity",
    "/api/v1/export", "/graphql?query={home(language:CY){title}}", "/media/x",
)  # fmt: skip
LISTS = (
    "items", "items?limit=1", "items?audience=parents", "items?sort=title&limit=2", "items?fields=full", "items?section=6",
    "home", "framework", "sections", "sections/6", "resources", "information", "guides", "training", "terms", "topics",
    "audiences",
)  # fmt: skip
# Shared previews, by a token that there is not.
PREVIEWS = (
    "/preview/x/", "/preview/x/cy/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11/page", "/preview/x/files/x/name",
    "/preview/x/files/x/mark/name", "/preview/x/nothing/",
)  # fmt: skip
SEARCHES = (
    "/cy/chwilio/?q=cymraeg", "/cy/chwilio/", "/en/search/?q=english", "/en/search/", "/embed/cy/search?q=cymraeg",
    "/api/v1/cy/search?q=cymraeg", "/api/v1/cy/suggest?q=cy",
)  # fmt: skip


@once
def whole_library() -> None:
    """The little tree, with a section of a framework that shows a picture, and what is below it."""
    library()
    home = HomePage.objects.get(locale__language_code="en")
    picture = {"picture": make.picture(), "alt_text": "", "decorative": True, "caption": ""}
    above = make.framework(home, "en")
    section = make.section(above, "en", number="6", body=[("image", picture)])
    for page in (above, section, make.resource(section, "en")):
        make.translate(page)
    settle()


def addresses() -> Iterator[str]:
    """Where anything can be read that comes of the library, now or once; but not what takes long to make."""
    yield from OF_ALL
    for code in CODES:
        yield from (f"/api/v1/{code}/{name}" for name in LISTS)
        yield from (f"/{code}/atom.xml", f"/{code}/atom/6.xml", f"/embed/{code}/search", f"/embed/{code}/search/")
        yield from (f"/embed/{code}", f"/embed/{code}/nothing/here")
    for row in Edition.objects.all():
        own, path = f"{row.language}/items/{row.item}", row.path
        yield from (path, f"/api/v1/{own}", f"/api/v1/{own}?fallback=cy", f"/{row.language}/print/{row.item}/")
        yield from (f"/api/v1/{code}/items/by-path?path={path}" for code in CODES)
        fragment = f"/embed/{row.language}/{row.item}"
        yield from (fragment, f"{fragment}/", f"{fragment}/frame", f"{fragment}/frame/")
        yield f"/embed/oembed?url={public_address(row.lang, path)}"
    for item in sorted(set(Edition.objects.values_list("item", flat=True))):
        both = f"/api/v1/items/{item}"
        yield from (both, f"{both}?lang=cy,en", f"/api/v1/items?id={item}", f"{both}/releases")
    for term in TermEdition.objects.all():
        fragment = f"/embed/{term.language}/terms/{term.item}"
        yield from (f"/api/v1/{term.language}/terms/{term.item}", fragment, f"{fragment}/")
    yield from AddressHistory.objects.filter(path__startswith="/").values_list("path", flat=True)
    for file in File.objects.all():
        yield from (f"/files/{file.uid}/{file.filename}", urlsplit(file.url).path)
    for picture in Picture.objects.all():
        yield from (f"/pictures/{picture.uid}/800.webp", urlsplit(picture.address(800)).path)


def others() -> Iterator[str]:
    """All other addresses: what no editor changes, and what takes long to make."""
    yield from (*OF_THE_SOFTWARE, *SEARCHES, *PREVIEWS)
    yield from (f"/{PORTAL[code]}/{slug}" for code in CODES for slug in OF_PARTNERS[code])
    yield from (f"/{row.language}/print/{row.item}.pdf" for row in Edition.objects.all()[:1])


def routes(resolver: Any = None, above: str = "") -> Iterator[str]:
    """The routes of all views but those of the admin, as Django names them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        own = str(pattern.pattern)
        route = above + (own.removeprefix("^") if above else own)
        if isinstance(pattern, URLPattern):
            yield route
        elif own != "admin/":
            yield from routes(pattern, route)
