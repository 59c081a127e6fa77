"""Whether a page is wholly in its language. Our own rule, stricter than wagtail-localize's progress, which counts strings.

It judges what would be served, not what was recorded: no line of the content may equal a line of the other language, nor be
known to wagtail-localize as the other language's words, until somebody confirms that it is the same in both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from typing import Any, Final
from uuid import UUID

from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.models import SourceDeletedError, String
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.languages import Language, other

from .gaps import Gap
from .models import SameInBoth
from .projections import Projection, project
from .texts import Found, content_addresses, content_texts, digest, has_words, lines
from .translations import NO_RECORDS, Records, records_of, translated_strings

_DELETED: Final = frozenset({"file_missing", "picture_missing"})


@dataclass
class Completeness:
    """Judges pages and snippets, remembering what it has already judged during one action."""

    items: InitVar[set[UUID]]
    _snippets: dict[tuple[type, int], bool] = field(default_factory=dict)
    _confirmed: dict[UUID, set[str]] = field(default_factory=dict)

    def __post_init__(self, items: set[UUID]) -> None:
        self._confirmed = confirmed_texts(items)

    def page_gaps(
        self, page: Any, projection: Projection, twin: Any, twin_projection: Projection | None, records: Records
    ) -> list[Gap]:
        """What keeps `page` from being an edition. `twin` is the page in the other language, with its projection, or None."""
        translated = records.made_from(page, twin)
        gaps = [*_own_gaps(projection, twin_projection, translated), *self._snippet_gaps(projection)]
        if translated:
            twin_content = twin_projection.content if twin_projection else None
            known = _known_content(twin, twin_content, records, other(page.locale.language_code))
            own = [*content_texts(projection.content), *_segment_texts(page)]
            addresses = list(content_addresses(projection.content))
            confirmed = self._confirmed.get(page.translation_key, set())
            gaps += _foreign(page, own, addresses, known, confirmed)
            gaps += _emptied(projection.content, twin_content, {gap.path.split(".")[0] for gap in gaps})
        return _unique(gaps)

    def snippet_is_complete(self, snippet: Any) -> bool:
        """Whether a snippet is wholly in its own language."""
        key = (type(snippet), snippet.pk)
        if key not in self._snippets:
            self._snippets[key] = not snippet_gaps(snippet)
        return self._snippets[key]

    def _snippet_gaps(self, projection: Projection) -> Iterator[Gap]:
        for path, snippet in projection.snippets:
            if not self.snippet_is_complete(snippet):
                yield Gap("snippet_incomplete", path, str(snippet))


def _own_gaps(projection: Projection, twin: Projection | None, translated: bool) -> list[Gap]:
    """The gaps of the content itself. What has been deleted is a gap only where the other language still has it:
    otherwise both simply go on without it."""
    lost_too = {(gap.kind, gap.path) for gap in twin.gaps} if twin else set()
    return [
        gap
        for gap in projection.gaps
        if gap.kind not in _DELETED or (translated and (gap.kind, gap.path) not in lost_too)
    ]


def snippet_gaps(snippet: Any) -> list[Gap]:
    """What is missing for a snippet to be wholly in its language."""
    twin = snippet.get_translations().first()
    records = records_of({snippet.translation_key}).get(snippet.translation_key, NO_RECORDS)
    if not records.made_from(snippet, twin):
        return []
    known = Known(set(), set())
    if twin is not None:
        known.add(_segment_texts(twin), _segment_addresses(twin))
    confirmed = confirmed_texts({snippet.translation_key}).get(snippet.translation_key, set())
    own, addresses = list(_segment_texts(snippet)), list(_segment_addresses(snippet))
    return _unique(_foreign(snippet, own, addresses, known, confirmed))


def confirmed_texts(keys: set[UUID]) -> dict[UUID, set[str]]:
    """Digests of what has been confirmed to be the same in both languages, by item or snippet."""
    found: dict[UUID, set[str]] = {}
    for key, text in SameInBoth.objects.filter(item__in=keys).values_list("item", "digest"):
        found.setdefault(key, set()).add(text)
    return found


@dataclass
class Known:
    """Digests of the other language's lines and addresses."""

    texts: set[str]
    addresses: set[str]

    def add(self, texts: Iterable[Found], addresses: Iterable[Found]) -> None:
        """Takes in what was found in the other language."""
        self.texts.update(digest(text) for _, text in texts)
        self.addresses.update(digest(address) for _, address in addresses)


def _known_content(twin: Any, twin_content: Any, records: Records, language: Language) -> Known:
    """The other language's words: as it is live, as it was last frozen for translation, or as what is left of it."""
    known = Known(set(), set())
    if twin_content is not None:
        known.add(content_texts(twin_content), content_addresses(twin_content))
    if twin is not None:
        known.add(_segment_texts(twin), [])
    source = records.sources.get(language)
    if source is None:
        return known
    try:
        frozen = project(source.as_instance(), language).content
        known.add(content_texts(frozen), content_addresses(frozen))
    except SourceDeletedError:
        rows = source.stringsegment_set.select_related("string", "context")
        known.add(((row.context.path, line) for row in rows for line in lines(row.string.as_value().render_text())), [])
    return known


def _foreign(instance: Any, own: list[Found], addresses: list[Found], known: Known, confirmed: set[str]) -> list[Gap]:
    """The lines and addresses that are the other language's and that nobody confirmed to be right in both."""
    texts, places = known.texts - confirmed, known.addresses - confirmed
    gaps = [Gap("same_text", path, text) for path, text in own if digest(text) in texts]
    gaps += [Gap("same_address", path, text) for path, text in addresses if digest(text) in places]
    gaps += [gap for gap in _recorded_as_foreign(instance) if digest(gap.text) not in confirmed]
    return gaps


def _recorded_as_foreign(instance: Any) -> Iterator[Gap]:
    """Strings of the instance that wagtail-localize knows as the other language's and nobody wrote as translations.

    They are what a publication with fallback put in, also after the source has moved on.
    """
    segments = [segment for segment in _segments(instance) if isinstance(segment, StringSegmentValue)]
    by_hash = {String._get_data_hash(segment.string.data): segment for segment in segments}
    foreign = Locale.objects.exclude(pk=instance.locale_id)
    rows = String.objects.filter(locale__in=foreign, data_hash__in=by_hash).values_list("data_hash", "data")
    suspects = [(by_hash[hash_], data) for hash_, data in rows]
    if not suspects:
        return
    written = translated_strings(instance.translation_key, instance.locale_id)
    for segment, data in suspects:
        if data not in written:
            yield from (Gap("untranslated", segment.path, line) for line in lines(segment.string.render_text()))


def _emptied(content: dict[str, Any], twin_content: dict[str, Any] | None, known: set[str]) -> Iterator[Gap]:
    """Parts that the other language has and this one has nothing of, less those known to lack something."""
    for name in ("body", "chapters", "files", "introduction", "learning_outcomes", "promos"):
        theirs = (twin_content or {}).get(name)
        if theirs and not content.get(name) and name not in known:
            yield Gap("empty", name)


def _segments(instance: Any) -> list[Any]:
    """wagtail-localize's segments of an instance, extracted once: neither changes while it is judged."""
    if not hasattr(instance, "_judged_segments"):
        instance._judged_segments = extract_segments(instance)
    found: list[Any] = instance._judged_segments
    return found


def _segment_texts(instance: TranslatableMixin) -> Iterator[Found]:
    for segment in _segments(instance):
        if isinstance(segment, StringSegmentValue):
            yield from ((segment.path, line) for line in lines(segment.render_text()))


def _segment_addresses(instance: TranslatableMixin) -> Iterator[Found]:
    for segment in _segments(instance):
        if isinstance(segment, OverridableSegmentValue) and isinstance(segment.data, str) and has_words(segment.data):
            yield segment.path, segment.data


def _unique(gaps: Iterable[Gap]) -> list[Gap]:
    """Each text once, where it is first met."""
    seen: set[tuple[str, str]] = set()
    result: list[Gap] = []
    for gap in gaps:
        kind = "text" if gap.kind in {"same_text", "untranslated"} else gap.kind
        key = (kind, digest(gap.text) if gap.text else gap.path)
        if key not in seen:
            seen.add(key)
            result.append(gap)
    return result


def confirmations(item: UUID, texts: Iterable[str], user: Any) -> list[SameInBoth]:
    """Unsaved confirmations of texts, line by line as they are compared."""
    found = {digest(line): line for text in texts for line in text.split("\n") if line.strip()}
    return [SameInBoth(item=item, text=line, digest=key, confirmed_by=user) for key, line in found.items()]
