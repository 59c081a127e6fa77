"""The texts of an item as they are being edited, each beside the one in the other language that it translates."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from wagtail.models import Page

from cms.content.languages import CODES, Language, other
from cms.content.models import Term
from cms.content.projection.lookups import Lookups
from cms.publication.completeness.segments import Segments
from cms.publication.completeness.translations import NO_RECORDS, TranslationRecords, records_of
from cms.publication.completeness.versions import with_content

# No words of a text: an address, and how a term may be written.
NO_TEXTS: Final = frozenset({"slug", "other_forms"})


@dataclass(frozen=True)
class EditedText:
    """A string of a page or term, with its path. `original` is what it translates: None where it translates nothing."""

    path: str
    text: str
    original: str | None


@dataclass(frozen=True)
class EditedItem:
    """An item in one language: what it was read from, its strings, and those of fields whose strings do not pair by one."""

    instance: Any
    language: Language
    texts: tuple[EditedText, ...]
    together: tuple[EditedText, ...]


def edited_item(item: UUID) -> dict[Language, EditedItem]:
    """An item's texts by language; aliases of pages, which say nothing of their own, are left out."""
    rows = _rows(item)
    records = records_of({item}).get(item, NO_RECORDS)
    read = {language: _as_edited(row, records, language) for language, row in rows.items()}
    found = {}
    for language, row in rows.items():
        twin = rows.get(other(language))
        original = _original(records, twin, read.get(other(language)), language) if twin else None
        if original is not None and not records.made_from(row, twin):
            original = None
        found[language] = _paired(row, language, read[language], original)
    return found


def _rows(item: UUID) -> dict[Language, Any]:
    pages = Page.objects.filter(translation_key=item, locale__language_code__in=CODES, alias_of=None)
    rows = [page.specific for page in pages.select_related("locale")]
    rows += Term.objects.filter(translation_key=item, locale__language_code__in=CODES).select_related("locale")
    return {row.locale.language_code: row for row in rows}


def _as_edited(row: Any, records: TranslationRecords, language: Language) -> Any:
    """A translation with what its translators have written, saved or not; anything else as it was last saved."""
    target, source = records.targets.get(language), records.sources.get(other(language))
    if target is not None and target.enabled and source is not None:
        try:
            return source.record.get_ephemeral_translated_instance(row.locale, fallback=True)
        except Exception:  # what it is made from was deleted, or does not fit any more
            return _as_saved(row)
    return _as_saved(row)


def _as_saved(row: Any) -> Any:
    revision = row.latest_revision if isinstance(row, Page) else None
    return row if revision is None else with_content(row, revision.content, Lookups())


def _original(records: TranslationRecords, twin: Any, twin_read: Any, language: Language) -> Any:
    """What a text is held to: the original as it was frozen for translation, or as it is."""
    target, source = records.targets.get(language), records.sources.get(other(language))
    if target is not None and target.enabled and source is not None:
        try:
            return source.record.as_instance()
        except Exception:  # its type has changed since
            return twin_read
    return twin_read


def _paired(row: Any, language: Language, read: Any, original: Any) -> EditedItem:
    own, theirs = _by_path(read), _by_path(original) if original is not None else {}
    texts: list[EditedText] = []
    apart: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for path in dict.fromkeys([*own, *theirs]):
        mine, other_side = own.get(path, []), theirs.get(path, [])
        if original is not None and len(mine) == len(other_side):
            texts += [EditedText(path, *pair) for pair in zip(mine, other_side, strict=True) if pair[0] != pair[1]]
            continue
        texts += [EditedText(path, text, None) for text in mine if text not in other_side]
        if original is not None:
            field = path.partition(".")[0]
            apart[field][0].extend(mine)
            apart[field][1].extend(other_side)
    together = [
        EditedText(field, "\n".join(mine), "\n".join(other_side)) for field, (mine, other_side) in apart.items()
    ]
    return EditedItem(row, language, tuple(texts), tuple(one for one in together if one.text and one.original))


def _by_path(instance: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment in Segments(instance).strings:
        if segment.path not in NO_TEXTS:
            found.setdefault(segment.path, []).append(segment.string.data)
    return found
