"""Which items there are, in which order and under what they are found, as a digest for each list: what lists depend on beside
the words of the items that they show.

Moving a page among its siblings is in no row of the log; the digest differs all the same.
"""

import hashlib
from collections import defaultdict
from typing import Any, Final

from django.utils import timezone

from cms.publication.models import Edition, Facet, State, TermEdition
from cms.publication.visibility import served

from .surrogate_keys import ALL_THERE_IS, GLOSSARY, Keys, keys_of_list, keys_of_titles

_FACETS: Final = ("audience", "topic")
_FACTS: Final = ("item", "kind", "number", "section", "parent", "reviewed_on", "new_until")
Digests = dict[str, str]
_Facets = list[tuple[str, str]]


def structure() -> Digests:
    """The digests by the keys of lists. Three queries."""
    hashes: dict[str, Any] = defaultdict(lambda: hashlib.blake2b(digest_size=8))
    public = Edition.objects.filter(served(timezone.now()))
    facets: dict[int, _Facets] = defaultdict(list)
    there: list[str] = []
    used = Facet.objects.filter(edition__in=public, name__in=_FACETS).order_by("name", "value")
    for edition, name, value in used.values_list("edition", "name", "value"):
        facets[edition].append((name, value))
    rows = public.order_by("position", "item").values_list(
        "pk", "language", "type", "withdrawn_at", "title_key", *_FACTS
    )
    for pk, language, kind, withdrawn_at, title_key, *facts in rows:
        there.append(f"{facts[0]} {language}")
        if withdrawn_at is None:
            row = repr((kind, facts, facets[pk])).encode()
            for key in _lists(language, kind, facets[pk]):
                hashes[key].update(row)
            for key in keys_of_titles(language):
                hashes[key].update(f"{facts[0]} {title_key}".encode())
    for item, language in (
        TermEdition.objects.filter(state=State.PUBLISHED).order_by("item").values_list("item", "language")
    ):
        there.append(f"{item} {language}")
        hashes[GLOSSARY] = hashlib.blake2b(digest_size=8)
    hashes[ALL_THERE_IS].update(repr(sorted(there)).encode())
    return {key: made.hexdigest() for key, made in hashes.items()}


def differing(before: Digests, now: Digests) -> set[str]:
    """The keys of what is not as it was."""
    return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _lists(language: Any, kind: str, facets: _Facets) -> Keys:
    """The keys of the lists that an item is in."""
    found = keys_of_list(language) | keys_of_list(language, "type", (kind,))
    return found.union(*(keys_of_list(language, name, (value,)) for name, value in facets))
