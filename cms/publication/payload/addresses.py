"""Where an item is: its place on the public site, over REST and on paper."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils.encoding import iri_to_uri, uri_to_iri

from cms.content.languages import Language


def public_address(language: Language, path: str) -> str:
    """The public site's address of a path: a URI (RFC 3986), whose letters with a circumflex are percent-encoded."""
    return f"{settings.PUBLIC_URLS[language]}{iri_to_uri(path)}"


def shown_address(address: str) -> str:
    """An address for people to read: its letters as they are (`/cy/tŷ/`). It leads there from wherever it is copied to."""
    return uri_to_iri(address)


def api_address(item: UUID, language: Language) -> str:
    """The address of an edition over REST."""
    return f"{settings.API_URL}/api/v1/{language}/items/{item}"


def both_address(item: UUID) -> str:
    """The address of both languages of an item over REST."""
    return f"{settings.API_URL}/api/v1/items/{item}"


def print_addresses(item: UUID, language: Language) -> dict[str, str]:
    """The addresses of an edition's printable document."""
    address = public_address(language, f"/{language}/print/{item}")
    return {"html": f"{address}/", "pdf": f"{address}.pdf"}


def embed_address(item: UUID | str, language: Language) -> str:
    """The address of an edition as a fragment that other sites show in their pages."""
    return f"{settings.API_URL}/embed/{language}/{item}"


def oembed_address(address: str) -> str:
    """Where it is said how other sites show the page at a public address (oembed.com)."""
    return f"{settings.API_URL}/embed/oembed?{urlencode({'url': address})}"


def ancestor_paths(path: str) -> list[str]:
    """`/cy/`, `/cy/a/` for `/cy/a/b/`."""
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:length]) + "/" for length in range(1, len(steps))]
