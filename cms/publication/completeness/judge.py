"""Whether a page is wholly in its language. Our own rule, stricter than wagtail-localize's progress, which counts strings.

It judges what would be served, not what was recorded: no line of the content may equal a line of the other language, nor be
known to wagtail-localize as the other language's words, until somebody confirms that it is the same in both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from wagtail_localize.models import SourceDeletedError, String

from cms.content.declaration.members import parts, strings
from cms.content.languages import Language, other
from cms.content.projection.gaps import Gap
from cms.content.projection.item import Projection, project
from cms.content.projection.lookups import Lookups

from ..models import SameInBoth
from ..projections.versions import with_content
from .segments import plain, segments_of
from .texts import Found, content_addresses, content_texts, lines
from .texts import digest as digest_of
from .translations import NO_RECORDS, Records, frozen_content, holds, records_of, translated_strings

# The same line is met in the content and in wagtail-localize's strings, of the page and of its twin.
digest = lru_cache(maxsize=4096)(digest_of)
# Strings looked up in one query; SQLite takes some thousands of parameters.
_AT_ONCE: Final = 5000
_DELETED: Final = frozenset({"file_missing", "picture_missing"})


@dataclass
class Completeness:
    """Judges pages and snippets, remembering what it has already judged during one action."""

    items: InitVar[set[UUID]]
    lookups: Lookups = field(default_factory=Lookups)
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
            known = _known_content(twin, twin_projection, records, other(page.locale.language_code), self.lookups)
            own = [*content_texts(projection), *segments_of(page).texts()]
            addresses = list(content_addresses(projection))
            confirmed = self._confirmed.get(page.translation_key, set())
            gaps += _foreign(own, addresses, known, confirmed)
            gaps += self._recorded(page, confirmed)
            gaps += _emptied(projection, twin_projection, {gap.path.split(".")[0] for gap in gaps})
        return _unique(gaps)

    def read_strings(self, pages: Iterable[Any]) -> None:
        """Looks up at once what wagtail-localize knows of the strings of many pages."""
        pages = list(pages)
        for page, gaps in zip(pages, recorded_as_foreign(pages, self.lookups), strict=True):
            page._recorded_as_foreign = gaps

    def _recorded(self, page: Any, confirmed: set[str]) -> list[Gap]:
        if not hasattr(page, "_recorded_as_foreign"):
            self.read_strings([page])
        return [gap for gap in page._recorded_as_foreign if digest(gap.text) not in confirmed]

    def snippet_is_complete(self, snippet: Any) -> bool:
        """Whether a snippet is wholly in its own language."""
        key = (type(snippet), snippet.pk)
        if key not in self._snippets:
            self._judge([snippet])
        return self._snippets[key]

    def _judge(self, snippets: Iterable[Any]) -> None:
        """Judges snippets, and their twins, which are soon asked about."""
        pairs = [(snippet, self.lookups.twin(snippet, other(snippet.locale.language_code))) for snippet in snippets]
        pairs += [(twin, snippet) for snippet, twin in pairs if twin is not None]
        unknown = {(type(one), one.pk): (one, twin) for one, twin in pairs if (type(one), one.pk) not in self._snippets}
        for key, gaps in zip(unknown, gaps_of_snippets(list(unknown.values()), self.lookups), strict=True):
            self._snippets[key] = not gaps

    def _snippet_gaps(self, projection: Projection) -> Iterator[Gap]:
        unknown = [one for _, one in projection.snippets if (type(one), one.pk) not in self._snippets]
        if unknown:
            self._judge(unknown)
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
    return gaps_of_snippets([(snippet, snippet.get_translations().first())], Lookups())[0]


def gaps_of_snippets(pairs: list[tuple[Any, Any]], lookups: Lookups) -> list[list[Gap]]:
    """What is missing in each snippet, beside which stands its twin in the other language or None."""
    keys = {snippet.translation_key for snippet, _ in pairs}
    records, confirmed = records_of(keys), confirmed_texts(keys)
    translated = [
        snippet for snippet, twin in pairs if records.get(snippet.translation_key, NO_RECORDS).made_from(snippet, twin)
    ]
    recorded = dict(zip(map(id, translated), recorded_as_foreign(translated, lookups), strict=True))
    return [
        _gaps_of_snippet(snippet, twin, confirmed.get(snippet.translation_key, set()), recorded[id(snippet)])
        if id(snippet) in recorded
        else []
        for snippet, twin in pairs
    ]


def _gaps_of_snippet(snippet: Any, twin: Any, confirmed: set[str], recorded: list[Gap]) -> list[Gap]:
    known = Known(set(), set())
    if twin is not None:
        known.add(segments_of(twin).texts(), segments_of(twin).addresses)
    own, addresses = list(segments_of(snippet).texts()), segments_of(snippet).addresses
    unconfirmed = [gap for gap in recorded if digest(gap.text) not in confirmed]
    return _unique([*_foreign(own, addresses, known, confirmed), *unconfirmed])


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


def _known_content(
    twin: Any, twin_projection: Projection | None, records: Records, language: Language, lookups: Lookups
) -> Known:
    """The other language's words: as it is live, as it was last frozen for translation, or as what is left of it."""
    known = Known(set(), set())
    if twin_projection is not None:
        known.add(content_texts(twin_projection), content_addresses(twin_projection))
    if twin is not None:
        known.add(segments_of(twin).texts(), [])
    source = records.sources.get(language)
    if source is None or holds(source, getattr(twin, "restored_from", None)):
        return known
    try:
        frozen = project(frozen_page(source, twin, lookups), language, lookups)
        known.add(content_texts(frozen), content_addresses(frozen))
    except SourceDeletedError:
        rows = source.stringsegment_set.select_related("string", "context")
        known.add(((row.context.path, line) for row in rows for line in lines(row.string.as_value().render_text())), [])
    return known


def frozen_page(source: Any, twin: Any, lookups: Lookups) -> Any:
    """The page with its content as it was frozen. Raises SourceDeletedError."""
    if type(twin) is source.specific_content_type.model_class():
        return with_content(twin, frozen_content(source), lookups)
    return source.as_instance()


def _foreign(own: list[Found], addresses: list[Found], known: Known, confirmed: set[str]) -> list[Gap]:
    """The lines and addresses that are the other language's and that nobody confirmed to be right in both."""
    texts, places = known.texts - confirmed, known.addresses - confirmed
    gaps = [Gap("same_text", path, text) for path, text in own if digest(text) in texts]
    gaps += [Gap("same_address", path, text) for path, text in addresses if digest(text) in places]
    return gaps


def recorded_as_foreign(instances: list[Any], lookups: Lookups) -> list[list[Gap]]:
    """For each instance its strings that wagtail-localize knows as another language's and nobody wrote as translations.

    They are what a publication with fallback put in, also after the source has moved on.
    """
    hashed = [
        {String._get_data_hash(segment.string.data): segment for segment in segments_of(instance).strings}
        for instance in instances
    ]
    known: dict[UUID, set[int]] = {}
    hashes = [key for by_hash in hashed for key in by_hash]
    # The index of strings begins with their language: without it each would be looked for among all strings.
    for start in range(0, len(hashes), _AT_ONCE):
        rows = String.objects.filter(locale__in=list(lookups.locales), data_hash__in=hashes[start : start + _AT_ONCE])
        for key, locale in rows.values_list("data_hash", "locale_id"):
            known.setdefault(key, set()).add(locale)
    return [_not_written(instance, by_hash, known) for instance, by_hash in zip(instances, hashed, strict=True)]


def _not_written(instance: Any, by_hash: dict[UUID, Any], known: dict[UUID, set[int]]) -> list[Gap]:
    suspects = [segment for key, segment in by_hash.items() if known.get(key, set()) - {instance.locale_id}]
    written = translated_strings(instance.translation_key, instance.locale_id) if suspects else set()
    return [
        Gap("untranslated", segment.path, line)
        for segment in suspects
        if segment.string.data not in written
        for line in lines(plain(segment.string))
    ]


def _emptied(projection: Projection, twin: Projection | None, known: set[str]) -> Iterator[Gap]:
    """Parts that the other language has and this one has nothing of, less those known to lack something."""
    for name in parts(projection.payload) if twin else ():
        if name not in known and any(strings(twin.content.get(name))) and not any(strings(projection.content[name])):  # type: ignore[union-attr]
            yield Gap("empty", name)


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
