"""The facets of editions made what they should be, writing only what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..models import Edition, Facet

# By name, the values that an edition has.
Facets = Mapping[str, set[str]]
# The primary keys of facet rows by name and value, by edition.
StoredFacets = Mapping[int, Mapping[tuple[str, str], int]]


def stored_facets(editions: Iterable[Edition]) -> StoredFacets:
    """The facets that editions have in the database."""
    found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = Facet.objects.filter(edition__in=[edition.pk for edition in editions])
    for edition, name, value, pk in rows.values_list("edition_id", "name", "value", "pk"):
        found[edition][name, value] = pk
    return found


def save_facets(desired: Iterable[tuple[Edition, Facets]], stored: StoredFacets) -> None:
    """Makes each edition's facets those desired."""
    outdated: list[int] = []
    missing: list[Facet] = []
    for edition, facets in desired:
        pairs = {(name, value) for name, values in facets.items() for value in values}
        existing = stored.get(edition.pk, {})
        outdated += [pk for pair, pk in existing.items() if pair not in pairs]
        missing += [Facet(edition=edition, name=name, value=value) for name, value in sorted(pairs - existing.keys())]
    if outdated:
        Facet.objects.filter(pk__in=outdated).delete()
    Facet.objects.bulk_create(missing)
