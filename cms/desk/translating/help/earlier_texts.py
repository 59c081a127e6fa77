"""What the source said when its translator last saw it, and how that was translated."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

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
    seen = _seen(translation)
    written = _translations(translation)
    at_path: dict[str, list[SegmentText]] = defaultdict(list)
    for segment in segments:
        at_path[segment.path].append(segment)
    found = {}
    for path, here in at_path.items():
        before = seen[path] if seen is not None else [old for (where, old) in written if where == path]
        now = {segment.source for segment in here}
        gone = [old for old in dict.fromkeys(before) if old not in now]
        new = [one for one in here if one.source not in before and (seen is not None or not one.is_finished)]
        for segment, old in _paired(new, gone):
            found[segment.pk] = EarlierText(old, written.get((path, old), ""))
    return found


def seen_revision(translation: Translation) -> Revision | None:
    """The revision of the source that the translator saw; None where nobody noted it, as of snippets."""
    made = TranslationLog.objects.filter(source=translation.source, locale=translation.target_locale)
    newest = made.exclude(revision=None).order_by("-created_at").values_list("revision_id", flat=True).first()
    source = SeenSource.objects.filter(pk=newest).values_list("source_revision", flat=True).first()
    return Revision.objects.filter(pk=source).first() if source else None


def _seen(translation: Translation) -> dict[str, list[str]] | None:
    revision = seen_revision(translation)
    if revision is None:
        return None
    texts: dict[str, list[str]] = defaultdict(list)
    for segment in Segments(revision.as_object()).strings:
        texts[segment.path].append(segment.string.data)
    return texts


def _translations(translation: Translation) -> dict[tuple[str, str], str]:
    """(path, text of the source) -> translation, the newest last, of all that this item's texts have ever been."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale, has_error=False
    ).order_by("updated_at")
    return {
        (path, source): data for path, source, data in rows.values_list("context__path", "translation_of__data", "data")
    }


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
