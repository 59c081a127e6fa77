"""System checks: a search that could not work as it is set up. They ask no server and load no tables, but for the last."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.content.languages import CODES


@register()
def machines_share_an_index(**kwargs: Any) -> list[CheckMessage]:
    """search.E001: with PostgreSQL there may be several machines, and an index in a file is one machine's."""
    on_postgresql = str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")
    # An index in memory is for tests: it is never taken for everybody's.
    in_a_file = not settings.ELASTICSEARCH["url"] and settings.SEARCH_INDEX != ":memory:"
    if settings.DEBUG or not on_postgresql or not in_a_file:
        return []
    return [
        Error(
            "Search has no Elasticsearch: each machine would find only what it published itself.",
            hint="Set ELASTICSEARCH_URL.",
            id="search.E001",
        )
    ]


@register()
def languages_agree(**kwargs: Any) -> list[CheckMessage]:
    """search.E002: the languages of the settings must be those that are analysed."""
    if {code for code, _ in settings.LANGUAGES} == set(CODES):
        return []
    return [Error("LANGUAGES must hold cy and en: search has an analysis for each.", id="search.E002")]


@register(deploy=True)
def analysis_loads(**kwargs: Any) -> list[CheckMessage]:
    """search.E003: without its tables of words, nothing could be indexed or searched for."""
    try:
        from .analysis import index_keys

        unread = [code for code in CODES if not index_keys("2026", code)]
    except (ImportError, OSError, ValueError) as error:
        return [Error(f"The analysis of words cannot be loaded ({type(error).__name__}: {error}).", id="search.E003")]
    return [Error(f"The analysis of {code} finds no words.", id="search.E003") for code in unread]
