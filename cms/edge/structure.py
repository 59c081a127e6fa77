"""Which items there are, in which order and under what they are found, as a digest for each list: what lists depend on beside
the words of the items that they show.

Moving a page among its siblings is in no row of the log; the digest differs all the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from cms.content.languages import Language
from cms.publication.models import Edition, Facet, State, TermEdition
from cms.publication.visibility import served

from .surrogate_keys import ALL_THERE_IS, GLOSSARY, keys_of_list, keys_of_titles

_FACETS: Final = ("audience", "topic")
_FACTS: Final = ("item", "kind", "number", "parent", "reviewed_on", "new_until")
Digests = dict[str, str]
_Facets = tuple[tuple[str, str], ...]


def structure() -> Digests:
    """The digests by the keys of lists. Three queries."""
    parts: dict[str, list[str]] = defaultdict(list)
    public = Edition.objects.filter(served(timezone.now()))
    facets: dict[int, _Facets] = defaultdict(tuple)
    used = Facet.objects.filter(edition__in=public, name__in=_FACETS).order_by("name", "value")
    for edition, name, value in _plain(used.values_list("edition", "name", "value")):
        facets[edition] += ((name, value),)
    rows = public.order_by("position", "item").values_list(
        "pk", "language", "type", "section", "withdrawn_at", "title_key", *_FACTS
    )
    for pk, language, kind, section, withdrawn_at, title_key, *facts in _plain(rows):
        parts[ALL_THERE_IS].append(f"{facts[0]} {language}")
        if withdrawn_at is None:
            lists, titles = _keys(language, kind, section, facets[pk])
            row = f"{facts}{section} {facets[pk]}"
            for key in lists:
                parts[key].append(row)
            parts[titles].append(f"{title_key} {facts[0]}")
    terms = TermEdition.objects.filter(state=State.PUBLISHED)
    for item, language in _plain(terms.values_list("item", "language")):
        parts[ALL_THERE_IS].append(f"{item} {language}")
        parts[GLOSSARY] = [""]
    parts[ALL_THERE_IS].sort()
    return {key: hashlib.blake2b("\n".join(some).encode(), digest_size=8).hexdigest() for key, some in parts.items()}


def differing(before: Digests, now: Digests) -> set[str]:
    """The keys of what is not as it was."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


@lru_cache(maxsize=10_000)
def _keys(language: Language, kind: str, section: str, facets: _Facets) -> tuple[tuple[str, ...], str]:
    """The keys of the lists that an item is in, and that of the titles."""
    found = keys_of_list(language) | keys_of_list(language, "type", (kind,))
    if section:
        found |= keys_of_list(language, "section", (section,))
    (titles,) = keys_of_titles(language)
    return tuple(found.union(*(keys_of_list(language, name, (value,)) for name, value in facets))), titles


def _plain(rows: QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver gives them: they are compared as texts, and values of Python's own take longer to make."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        yield from cursor.fetchall()
