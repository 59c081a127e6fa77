"""Whom noted changes concern: the items whose editions are made from the rows, or show something of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Final
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
)

from cms.content.declaration.registry import page_models
from cms.content.models import File, FileReading, Organisation, PageItem, Picture, SnippetItem, Term, Topic

from ..models import Facet, Intent, ReleaseSet, ReleaseSetItem
from ..visibility import paths_in_both_trees
from .watched import INSERT, REORDER

SNIPPETS: Final = (Organisation, Topic)
MEDIA: Final = (File, Picture)
# The facet by which editions that offer a file or show a picture are found.
_FACETS: Final = {File: "file", Picture: "picture"}


@dataclass
class Concerned:
    """Items whose editions may differ from their pages now, terms likewise, and items that only stand elsewhere in order."""

    items: set[UUID] = field(default_factory=set)
    terms: set[UUID] = field(default_factory=set)
    reordered: set[UUID] = field(default_factory=set)


def concerned_by(intents: Iterable[Intent]) -> Concerned:
    """Whom the changes concern, as things stand now: what is gone is found by what still names it."""
    intents, found = list(intents), Concerned()
    rows: dict[str, set[int]] = defaultdict(set)
    keys: dict[str, set[UUID]] = defaultdict(set)
    for intent in intents:
        if intent.event == REORDER:
            found.reordered.add(UUID(intent.item))
            continue
        if intent.row:
            rows[intent.table].add(int(intent.row))
        if intent.item:
            keys[intent.table].add(UUID(intent.item))
    found.items = keys.pop(Page._meta.db_table, set())
    for model in MEDIA:
        found.items |= _items_with(_FACETS[model], keys.pop(model._meta.db_table, set()))
    # The keys of what is translated: pages, snippets, terms.
    translated = set[UUID]().union(*keys.values())
    if translated:
        found.terms = set(Term.objects.filter(translation_key__in=translated).values_list("translation_key", flat=True))
        found.terms |= keys[Term._meta.db_table]
        found.items |= (translated - found.terms) | items_naming(translated - found.terms)
    known = _items_of_rows(intents)
    for table, find in _finders().items():
        unknown = rows[table] - known if find is _items_of_pages else rows[table]
        if unknown:
            found.items |= find(unknown)
    return found


def _items_of_rows(intents: Iterable[Intent]) -> set[int]:
    """The pages of which the intents name the items, too."""
    named = (one for one in intents if one.table == Page._meta.db_table and one.row and one.item)
    return {int(one.row) for one in named if one.event != REORDER}


def remember_items(intents: Iterable[Intent]) -> None:
    """Notes which items new pages and snippets are, for when they are gone."""
    new = [one for one in intents if one.event == INSERT and one.item]
    made = {int(one.row): UUID(one.item) for one in new if one.table == Page._meta.db_table}
    if made:
        PageItem.objects.bulk_create(
            [PageItem(page=page, item=item) for page, item in made.items()],
            update_conflicts=True, unique_fields=["page"], update_fields=["item"],
        )  # fmt: skip
    tables = {model._meta.db_table for model in SNIPPETS}
    snippets = {(one.table, int(one.row)): UUID(one.item) for one in new if one.table in tables}
    if snippets:
        SnippetItem.objects.bulk_create(
            [SnippetItem(table=table, row=row, item=item) for (table, row), item in snippets.items()],
            update_conflicts=True, unique_fields=["table", "row"], update_fields=["item"],
        )  # fmt: skip


def items_naming(translation_keys: Iterable[UUID]) -> set[UUID]:
    """The items that name snippets in either language: each language's completeness depends on the other's text."""
    found = _items_with("snippet", translation_keys)
    for model in SNIPPETS:
        pks = set(model.objects.filter(translation_key__in=translation_keys).values_list("pk", flat=True))
        found |= items_referring(model, pks)
    return found


def _items_with(facet: str, keys: Iterable[UUID]) -> set[UUID]:
    """The items whose editions show objects, perhaps in an earlier version than the pages' own."""
    values = [str(key) for key in keys]
    if not values:
        return set()
    return set(Facet.objects.filter(name=facet, value__in=values).values_list("edition__item", flat=True))


def items_referring(model: type[Any], pks: set[int]) -> set[UUID]:
    """The items whose pages refer to objects, which may be gone, by Wagtail's reference index."""
    if not pks:
        return set()
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=[str(pk) for pk in pks],
    )
    return _items_of_pages(references.annotate(page=Cast("object_id", BigIntegerField())).values("page"))


def items_below(paths: Iterable[str]) -> set[UUID]:
    """The items of pages and all items below them in the page tree, by their places in it."""
    below = [Q(path__startswith=path) for path in paths]
    if not below:
        return set()
    return set(Page.objects.filter(Q(*below, _connector=Q.OR)).values_list("translation_key", flat=True))


def _items_of_pages(pks: Any) -> set[UUID]:
    return set(Page.objects.filter(pk__in=pks).values_list("translation_key", flat=True))


def _items_of_sets(pks: set[int]) -> set[UUID]:
    return set(ReleaseSetItem.objects.filter(release_set__in=pks).values_list("item", flat=True))


def _items_using_media(model: type[Any], pks: set[int]) -> set[UUID]:
    """By the pages that refer to it now, and by the editions that offer it, perhaps in an earlier version."""
    uids = model.objects.filter(pk__in=pks).values_list("uid", flat=True)
    return items_referring(model, pks) | _items_with(_FACETS[model], uids)


def _in_collections(pks: set[int]) -> set[UUID]:
    """The items that use a file or picture of the collections or of one below them."""
    paths = Collection.objects.filter(pk__in=pks).values_list("path", flat=True)
    inside = [Q(collection__path__startswith=path) for path in paths]
    if not inside:
        return set()
    members = Q(*inside, _connector=Q.OR)
    return {
        item
        for model in MEDIA
        for item in _items_using_media(model, set(model.objects.filter(members).values_list("pk", flat=True)))
    }


def _below_pages(pks: set[int]) -> set[UUID]:
    """Of a restriction: it holds below its page and, in the other language's tree, below what it hides there."""
    return items_below(paths_in_both_trees(Page.objects.filter(pk__in=pks).values_list("path", flat=True)))


@cache
def _finders() -> dict[str, Callable[[set[int]], set[UUID]]]:
    """By table: how the items are found that a row of it concerns, by the row's key."""
    return {
        **{model._meta.db_table: _items_of_pages for model in (*page_models(), Revision, PageLogEntry, ReferenceIndex)},
        **{model._meta.db_table: partial(items_referring, model) for model in SNIPPETS},
        **{model._meta.db_table: partial(_items_using_media, model) for model in MEDIA},
        FileReading._meta.db_table: partial(_items_using_media, File),
        Collection._meta.db_table: _in_collections,
        CollectionViewRestriction._meta.db_table: _in_collections,
        PageViewRestriction._meta.db_table: _below_pages,
        ReleaseSet._meta.db_table: _items_of_sets,
    }
