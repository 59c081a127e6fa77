"""What the source said when its translator last saw it, and how that was translated."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from wagtail.models import Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationLog

from cms.content.translating.seen_sources import SeenSource
from cms.publication.completeness.segments import Segments

from ..segment_texts import SegmentText
from ..word_difference import likeness

# Less alike, a text took the place of another and is no version of it.
_SAME_TEXT: Final = 0.3


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A text of the source as it was, and its translation, empty where there was none; both are inline HTML."""

    source: str
    translation: str


def earlier_texts(translation: Translation, segments: Sequence[SegmentText]) -> dict[int, EarlierText]:
    """By the segments' primary keys, for those that the translator has not seen as they are and that stood there otherwise."""
    log = _last_made(translation)
    seen = _seen(log)
    written = _translations(translation)
    at_path: dict[str, list[SegmentText]] = defaultdict(list)
    for segment in segments:
        at_path[segment.path].append(segment)
    found = {}
    for path, here in at_path.items():
        # What was translated since the last publication was seen too.
        before = [*(seen or {}).get(path, []), *_translated_since(written[path], log if seen is not None else None)]
        now = {segment.source for segment in here}
        gone = [old for old in dict.fromkeys(before) if old not in now]
        new = [one for one in here if (not one.is_finished if seen is None else one.source not in seen[path])]
        for segment, old in _paired(new, gone):
            found[segment.pk] = EarlierText(old, written[path][old].data if old in written[path] else "")
    return found


def seen_revision(log: TranslationLog | None) -> Revision | None:
    """The revision of the source that the translator saw; None where nobody noted it, as of snippets."""
    made = SeenSource.objects.filter(pk=log.revision_id) if log is not None else SeenSource.objects.none()
    source = made.values_list("source_revision", flat=True).first()
    return Revision.objects.filter(pk=source).first() if source else None


def _last_made(translation: Translation) -> TranslationLog | None:
    """The record of the last time that the translation's page was made."""
    logs = TranslationLog.objects.filter(source=translation.source, locale=translation.target_locale)
    found: TranslationLog | None = logs.exclude(revision=None).order_by("-created_at").first()
    return found


def _seen(log: TranslationLog | None) -> dict[str, list[str]] | None:
    revision = seen_revision(log)
    if revision is None:
        return None
    texts: dict[str, list[str]] = defaultdict(list)
    for segment in Segments(revision.as_object()).strings:
        texts[segment.path].append(segment.string.data)
    return texts


class _Written(NamedTuple):
    data: str
    at: datetime


def _translations(translation: Translation) -> dict[str, dict[str, _Written]]:
    """Path -> text of the source -> its translation, the newest last, of all that this item's texts have ever been."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale, has_error=False
    ).order_by("updated_at")
    found: dict[str, dict[str, _Written]] = defaultdict(dict)
    for path, source, data, at in rows.values_list("context__path", "translation_of__data", "data", "updated_at"):
        found[path][source] = _Written(data, at)
    return found


def _translated_since(written: dict[str, _Written], log: TranslationLog | None) -> Iterator[str]:
    """The texts that were translated after a page was made of them; all there ever were without a record of that."""
    yield from (old for old, one in written.items() if log is None or one.at > log.created_at)


def _paired(new: list[SegmentText], gone: list[str]) -> Iterable[tuple[SegmentText, str]]:
    """Each new text beside the one that it took the place of: the most alike first, each once."""
    if len(new) == len(gone) == 1:
        yield new[0], gone[0]
        return
    likenesses = sorted(
        (
            (likeness(old, one.source), number, place)
            for number, one in enumerate(new)
            for place, old in enumerate(gone)
        ),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    taken: set[int] = set()
    used: set[int] = set()
    for alike, number, place in likenesses:
        if alike >= _SAME_TEXT and number not in taken and place not in used:
            taken.add(number)
            used.add(place)
            yield new[number], gone[place]
