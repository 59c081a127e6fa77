"""What of a demo is in the database already, in one query for each kind of object."""

from dataclasses import dataclass

from wagtail.models import Page

from cms.content.models import PageItem

from . import assets, snippets
from .source import Demo
from .texts.references import References


@dataclass(frozen=True)
class Existing:
    """`present` are the keys of items with a page in any language; `outlined` those whose source has no content yet.

    `deleted` are those that an editor has deleted, with all below them: they do not come back.
    """

    references: References
    present: frozenset[str]
    outlined: frozenset[str]
    deleted: frozenset[str]


def find(demo: Demo) -> Existing:
    """Looks for everything by the ids of demo.loading.identity."""
    items = {item.id: item for item in demo.items}
    references = References(
        organisations=snippets.existing(snippets.MODELS["organisation"], demo.organisations),
        topics=snippets.existing(snippets.MODELS["topic"], demo.topics),
        terms=snippets.existing(snippets.MODELS["term"], demo.terms),
        files=assets.existing_files(demo.downloads),
        pictures=assets.existing_pictures(demo.drawings),
    )
    outlined = set()
    rows = Page.objects.filter(translation_key__in=items).values_list(
        "translation_key", "locale__language_code", "pk", "latest_revision"
    )
    for translation_key, language, pk, revision in rows:
        item = items[translation_key]
        references.pages[item.key, language] = pk
        # The loader's own outlines are the only pages without a revision: any editor's save makes one.
        if language == item.source and revision is None:
            outlined.add(item.key)
    present = frozenset(key for key, _language in references.pages)
    return Existing(references, present, frozenset(outlined), _deleted(demo, present))


def _deleted(demo: Demo, present: frozenset[str]) -> frozenset[str]:
    once = set(PageItem.objects.filter(item__in=[item.id for item in demo.items]).values_list("item", flat=True))
    deleted = {item.key for item in demo.items if item.id in once and item.key not in present}
    while below := {item.key for item in demo.items if item.parent in deleted} - deleted - present:
        deleted |= below
    return frozenset(deleted)
