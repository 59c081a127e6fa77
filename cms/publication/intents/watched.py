"""The tables that editions are made from, and what a change of a row of each says of whom it concerns."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageLogEntry,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
)
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)

from cms.content.declaration.registry import page_models
from cms.content.models import File, FileReading, Organisation, Picture, Term, Topic

from ..models import HeldWithdrawal, ReaderNotice, ReleaseInstruction, ReleaseSet, ReleaseSetItem, SameInBoth

INSERT: Final = "insert"
UPDATE: Final = "update"
DELETE: Final = "delete"
# The order of a page among its siblings, and nothing else.
REORDER: Final = "reorder"
_PAGE_TYPE: Final = "SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' AND model = 'page'"
# Columns that say who works on what, when it was saved, or how things are kept: nothing of them is shown.
_UNSHOWN: Final = {
    Page: (
        "numchild", "draft_title", "has_unpublished_changes", "latest_revision_id", "latest_revision_created_at", "locked",
        "locked_at", "locked_by_id", "owner_id", "go_live_at", "expired", "show_in_menus",
    ),
    Translation: ("translations_last_updated_at", "destination_last_updated_at"),
    StringTranslation: ("updated_at", "last_translated_by_id", "tool_name", "translation_type", "field_error"),
    SegmentOverride: ("updated_at", "last_translated_by_id", "field_error"),
    Collection: ("numchild", "name"),
    FileReading: ("key",),
    File: ("bytes_key", "file_hash"),
    Picture: ("bytes_key", "file_hash"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Watched:
    """A kind of change of a table's rows. `{row}` in an expression is the row: as it is now, or as it was.

    `row` and `item` are SQL expressions: the key by which the row is known to others, and its item where the row knows it.
    `columns` are those of which one differs in a change that counts, and `same` those of which none does. `condition`
    says which rows count, and `urgent` which take something from readers; both may use `{old}` and `{new}`.
    """

    table: str
    event: str
    row: str
    item: str = "NULL"
    columns: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    condition: str = ""
    urgent: str = "FALSE"

    @property
    def statement(self) -> str:
        """What is done to a row: `REORDER` is an update too."""
        return UPDATE if self.event == REORDER else self.event


def watched() -> Iterator[Watched]:
    """All that is watched."""
    yield from _pages()
    for model in page_models():
        yield replace(_updates(model), row="{row}.page_ptr_id")
    yield replace(_updates(Revision), row="{row}.object_id", columns=("content",))
    yield replace(
        _inserts(PageLogEntry),
        row="{row}.page_id",
        condition="{new}.action IN ('wagtail.publish', 'wagtail.unpublish', 'wagtail_localize.convert_to_alias', "
        "'wagtail.convert_alias')",
    )
    for model in (Organisation, Topic, Term):
        yield from _all(model, item="{row}.translation_key")
    for model in (File, Picture):
        yield _updates(model, item="{row}.uid", urgent="{old}.collection_id <> {new}.collection_id")
        yield _deletes(model, item="{row}.uid")
    # Wagtail forgets who referred to an object when that is deleted.
    yield _deletes(
        ReferenceIndex, row=f"CASE WHEN {{row}}.base_content_type_id = ({_PAGE_TYPE}) THEN {{row}}.object_id END"
    )
    yield from _all(FileReading)
    yield _updates(Collection, urgent="TRUE")
    yield from _all(CollectionViewRestriction, row="{row}.collection_id", urgent="TRUE")
    yield from _all(PageViewRestriction, row="{row}.page_id", urgent="TRUE")
    yield from _all(SameInBoth, item="{row}.item")
    yield _inserts(ReleaseInstruction, item="{row}.item")
    # What a set that goes out does to its items is done by whoever lets it.
    yield replace(_updates(ReleaseSet), columns=("state",), condition="{new}.state = 'cancelled'")
    yield replace(_deletes(ReleaseSetItem, item="{row}.item"), urgent="FALSE")
    yield _inserts(ReaderNotice, item="{row}.item")
    yield replace(_updates(HeldWithdrawal, item="{row}.item", urgent="TRUE"), columns=("confirmed_at",))
    yield from _translations()


def _pages() -> Iterator[Watched]:
    item = "{row}.translation_key"
    columns = _columns(Page)
    others = tuple(column for column in columns if column != "path")
    yield _inserts(Page, item=item)
    yield replace(
        _updates(Page, item=item, urgent="{old}.live AND NOT {new}.live OR {old}.url_path <> {new}.url_path"),
        columns=others,
    )
    yield replace(_updates(Page, item=item), event=REORDER, columns=("path",), same=others)
    yield _deletes(Page, item=item)


def _translations() -> Iterator[Watched]:
    """What wagtail-localize keeps of texts: which language is the source, what was frozen of it, and what was translated."""
    yield from _all(TranslationSource, item="{row}.object_id")
    of_source = _found(TranslationSource, "source_id")
    yield from _all(Translation, item=of_source)
    yield _inserts(TranslationLog, item=of_source)
    for model in (StringTranslation, SegmentOverride):
        yield from _all(model, item=_found(TranslationContext, "context_id"))


def _found(model: type[Any], column: str) -> str:
    return f"(SELECT object_id FROM {model._meta.db_table} WHERE id = {{row}}.{column})"  # noqa: S608 - names of the code alone


def _all(model: type[Any], **more: str) -> Iterator[Watched]:
    yield _inserts(model, **more)
    yield _updates(model, **more)
    yield _deletes(model, **more)


def _inserts(model: type[Any], **more: str) -> Watched:
    return Watched(**{"table": model._meta.db_table, "event": INSERT, "row": _key(model), **more})


def _updates(model: type[Any], **more: str) -> Watched:
    return Watched(
        **{"table": model._meta.db_table, "event": UPDATE, "row": _key(model), **more}, columns=_columns(model)
    )


def _deletes(model: type[Any], **more: str) -> Watched:
    return Watched(**{"table": model._meta.db_table, "event": DELETE, "row": _key(model), **more, "urgent": "TRUE"})


def _key(model: type[Any]) -> str:
    return f"{{row}}.{model._meta.pk.column}"


def _columns(model: type[Any]) -> tuple[str, ...]:
    unshown = _UNSHOWN.get(model, ())
    return tuple(field.column for field in model._meta.local_concrete_fields if field.column not in unshown)
