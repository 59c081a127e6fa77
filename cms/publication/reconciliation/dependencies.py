"""Which items depend on an object: a snippet, a file, a picture, a collection or a part of the page tree."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Collection, Page, ReferenceIndex

from cms.content.models import File, Organisation, Picture, Topic

SNIPPETS = (Organisation, Topic)
MEDIA = (File, Picture)


def items_using(objects: Iterable[Any]) -> set[UUID]:
    """The items whose pages refer to any of the objects, by Wagtail's reference index."""
    found: set[UUID] = set()
    for instance in objects:
        page_type = ContentType.objects.get_for_model(Page)
        references = ReferenceIndex.get_references_to(instance).filter(base_content_type=page_type)
        pages = references.annotate(page=Cast("object_id", BigIntegerField())).values("page")
        found.update(Page.objects.filter(pk__in=pages).values_list("translation_key", flat=True))
    return found


def items_using_snippet(snippet: Any) -> set[UUID]:
    """The items that name the snippet in either language: each language's completeness depends on the other's text."""
    return items_using(type(snippet).objects.filter(translation_key=snippet.translation_key))


def items_naming(translation_key: UUID) -> set[UUID]:
    """The items that name the snippet of a translation key; empty where the key is no snippet's."""
    return items_using(
        snippet for model in SNIPPETS for snippet in model.objects.filter(translation_key=translation_key)
    )


def items_in_collection(collection: Collection) -> set[UUID]:
    """The items that use a file or picture of a collection or of one below it."""
    inside = Q(collection__path__startswith=collection.path)
    members = [member for model in MEDIA for member in model.objects.filter(inside)]
    return items_using(members)


def items_below(page: Page) -> set[UUID]:
    """The item of a page and all items below it in the page tree."""
    return set(tree_of(page).values_list("translation_key", flat=True))


def tree_of(page: Page) -> QuerySet[Page]:
    """The page and its descendants, by the path the database has for it now."""
    tree: QuerySet[Page] = Page.objects.filter(path__startswith=page.path)
    return tree
