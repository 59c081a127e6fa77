"""Where the glossary is: its public page in each language, a term's place on it, and a term over REST."""

from typing import Final
from uuid import UUID

from django.conf import settings

from cms.content.languages import Language

# An editors' page at the same path would be shown in its stead.
GLOSSARY_PATHS: Final[dict[Language, str]] = {"cy": "/cy/termau/", "en": "/en/terms/"}


def glossary_address(language: Language) -> str:
    """The public address of the glossary."""
    return f"{settings.PUBLIC_URLS[language]}{GLOSSARY_PATHS[language]}"


def anchor_of(item: UUID | str) -> str:
    """The id of a term's element on the glossary's page; it outlives a change of name."""
    return f"term-{item}"


def term_address(item: UUID | str, language: Language) -> str:
    """The public address of a term."""
    return f"{glossary_address(language)}#{anchor_of(item)}"


def term_api_address(item: UUID | str, language: Language) -> str:
    """The address of a term over REST."""
    return f"{settings.API_URL}/api/v1/{language}/terms/{item}"
