"""Findings as screens show them: where each stands, and the way to its field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.admin.locations import field_address, location_of

from ..models import TextFinding
from .finding_wording import kind_name, what_to_do

_BEGINNING = 120


@dataclass(frozen=True)
class ShownFinding:
    """A finding in words. `place` names its field, `address` leads there; `words` are in `language`."""

    row: TextFinding
    kind: str
    said: str
    words: str
    language: str
    place: str
    address: str

    @property
    def may_be_dismissed(self) -> bool:
        """All but what keeps a page from readers."""
        return self.row.kind != "language"

    @property
    def may_be_known(self) -> bool:
        """Whether it is a word that the list of known words may have."""
        return self.row.kind == "spelling"


def shown(rows: Iterable[TextFinding]) -> list[ShownFinding]:
    """The findings of some items, as they are listed."""
    listed = list(rows)
    instances: dict[int, Any] = {}
    translated = _translated({row.proof.item for row in listed})
    found = []
    for row in listed:
        proof = row.proof
        if proof.pk not in instances:
            instances[proof.pk] = _as_saved(proof)
        instance = instances[proof.pk]
        is_translated = (proof.item, proof.language) in translated
        words = row.context or (row.found if row.kind == "language" else "")
        place = location_of(instance, row.path).label if instance is not None else ""
        address = _address(instance, row.path, is_translated=is_translated)
        said = what_to_do(row)
        words = Truncator(words).chars(_BEGINNING)
        found.append(ShownFinding(row, kind_name(row), said, words, proof.language, place, address))
    return found


def language_name(language: str) -> str:
    """Welsh or English, in the language of the screen."""
    return str(LANGUAGE_NAMES[language])


def checks_address(item: UUID) -> str:
    """The screen of all findings of an item."""
    return reverse("proofreading:item", args=[item])


def _as_saved(proof: Any) -> Any:
    if proof.page is not None:
        return proof.page.specific.get_latest_revision_as_object()
    return proof.term


def _address(instance: Any, path: str, *, is_translated: bool) -> str:
    if isinstance(instance, Page):
        return field_address(instance, path, is_translated=is_translated)
    return reverse("wagtailsnippets_content_term:edit", args=[instance.pk]) if instance is not None else ""


def _translated(items: set[UUID]) -> set[tuple[UUID, str]]:
    """The items and languages that wagtail-localize's editor shows."""
    rows = Translation.objects.filter(source__object_id__in=items, enabled=True)
    return set(rows.values_list("source__object_id", "target_locale__language_code"))
