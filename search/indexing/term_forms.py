"""The forms of the public terms, as the indexer's cursor holds them: by item, then language. JSON."""

from collections.abc import Collection
from uuid import UUID

from cms.publication.models import State, TermEdition

TermForms = dict[str, dict[str, list[str]]]


def public_forms(items: Collection[UUID] | None = None) -> TermForms:
    """The forms of all public terms, or of those among `items`."""
    rows = TermEdition.objects.filter(state=State.PUBLISHED)
    if items is not None:
        rows = rows.filter(item__in=items)
    found: TermForms = {}
    for item, language, forms in rows.order_by("item", "language").values_list("item", "language", "forms"):
        found.setdefault(str(item), {})[language] = forms
    return found


def holds_a_term(items: Collection[UUID]) -> bool:
    """Whether any of the items is a term, or was one."""
    return TermEdition.objects.filter(item__in=items).exists()
