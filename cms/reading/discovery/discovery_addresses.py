"""Where feeds and sitemaps are."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings

from cms.content.languages import CODES, Language
from cms.publication.payload.addresses import public_address
from cms.publication.queries.query_types import LanguageStatus

SITEMAP: Final = "/sitemap.xml"
Alternates = list[tuple[str, str]]


def feed_address(language: Language, section: str = "") -> str:
    """The feed of a language, or of a section of the framework in it."""
    return public_address(language, f"/{language}/atom{section and '/'}{section}.xml")


def sitemap_address(language: Language) -> str:
    """The sitemap on the host of a language's public site."""
    return f"{settings.PUBLIC_URLS[language]}{SITEMAP}"


def alternates(available: Iterable[LanguageStatus]) -> Alternates:
    """The languages in which an item can be read, with the address of each."""
    return with_default({one.language: public_address(one.language, one.path) for one in available})


def with_default(addresses: dict[Language, str]) -> Alternates:
    """Addresses by language as `hreflang` has them. Home pages lead readers of other languages to the choice of one
    (x-default); no other page does, since neither language is the default.
    """
    found: Alternates = [(code, addresses[code]) for code in CODES if code in addresses]
    if found and all(address == public_address(code, f"/{code}/") for code, address in addresses.items()):
        found.append(("x-default", found[0][1].removesuffix(f"{found[0][0]}/")))
    return found
