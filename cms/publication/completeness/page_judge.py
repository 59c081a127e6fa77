"""Whether a page is wholly in its language. Our own rule, stricter than wagtail-localize's progress, which counts strings.

It judges what would be served, not what was recorded: no line of the content may equal a line of the other language, be known
to wagtail-localize as the other language's words, or be in the other language by its words, until somebody confirms it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from wagtail_localize.models import SourceDeletedError

from cms.content.declaration.members import parts, strings
from cms.content.languages import Language, other
from cms.content.projection.gaps import Gap
from cms.content.projection.item import Projection, project
from cms.content.projection.lookups import Lookups

from .confirmations import confirmed_texts
from .evidence import Evidence
from .other_language import OtherLanguage, each_text_once, foreign_words, unconfirmed
from .snippet_judge import SnippetJudge
from .texts import content_addresses, content_texts, lines
from .translations import FrozenSource, TranslationRecords
from .versions import Version, with_content

_DELETED: Final = frozenset({"file_missing", "picture_missing"})


@dataclass(frozen=True)
class ProjectedVersion:
    """A version of a page, and its content as an edition would have it."""

    version: Version
    projection: Projection

    @property
    def page(self) -> Any:
        """The page with the version's content."""
        return self.version.page


class PageJudge:
    """Judges the pages of `items`, reading what many of them need once a run."""

    def __init__(self, items: set[UUID], lookups: Lookups) -> None:
        self.lookups = lookups
        self._evidence = Evidence(lookups)
        self._snippets = SnippetJudge(self._evidence)
        self._confirmed = confirmed_texts(items)
        # By identity, as in the evidence: every earlier version of a page stands beside the same twin.
        self._words: dict[tuple[int, int], tuple[Any, OtherLanguage]] = {}

    def read_strings(self, pages: Iterable[Any]) -> None:
        """Looks up at once what wagtail-localize knows of the strings of many pages."""
        self._evidence.read_foreign_strings(pages)

    def gaps(self, own: ProjectedVersion, twin: ProjectedVersion | None, records: TranslationRecords) -> list[Gap]:
        """What keeps a page from being an edition. `twin` is what is live in the other language."""
        translated = records.made_from(own.page, twin and twin.page)
        confirmed = self._confirmed.get(own.page.translation_key, set())
        gaps = unconfirmed(_own_gaps(own.projection, twin.projection if twin else None, translated), confirmed)
        gaps += self._snippets.gaps(own.projection.snippets)
        if translated:
            gaps += self._foreign(own, twin, records, confirmed)
        language: Language = own.page.locale.language_code
        gaps += unconfirmed(foreign_words(content_texts(own.projection), language), confirmed)
        if translated and twin is not None:
            gaps += _emptied(own.projection, twin.projection, {gap.path.split(".")[0] for gap in gaps})
        return each_text_once(gaps)

    def _foreign(
        self, own: ProjectedVersion, twin: ProjectedVersion | None, records: TranslationRecords, confirmed: set[str]
    ) -> Iterator[Gap]:
        """What is the other language's in a translation, and not confirmed to be right in both."""
        theirs = self._words_of(twin, records.sources.get(other(own.page.locale.language_code)))
        texts = [*content_texts(own.projection), *self._evidence.segments(own.page).texts()]
        yield from theirs.gaps(texts, content_addresses(own.projection), confirmed)
        yield from unconfirmed(self._evidence.foreign_strings(own.page), confirmed)

    def _words_of(self, twin: ProjectedVersion | None, source: FrozenSource | None) -> OtherLanguage:
        """The other language's words: as it is live, as it was last frozen for translation, or as what is left of it."""
        key = (id(twin), id(source))
        if key not in self._words:
            self._words[key] = ((twin, source), self._read_words(twin, source))
        return self._words[key][1]

    def _read_words(self, twin: ProjectedVersion | None, source: FrozenSource | None) -> OtherLanguage:
        theirs = OtherLanguage()
        if twin is not None:
            theirs.add(content_texts(twin.projection), content_addresses(twin.projection))
            theirs.add(self._evidence.segments(twin.page).texts())
        if source is None or (twin and source.holds(twin.version.content)):
            return theirs
        language: Language = source.record.locale.language_code
        try:
            frozen = project(_frozen_page(source, twin and twin.page, self.lookups), language, self.lookups)
            theirs.add(content_texts(frozen), content_addresses(frozen))
        except SourceDeletedError:
            rows = source.record.stringsegment_set.select_related("string", "context")
            theirs.add((row.context.path, line) for row in rows for line in lines(row.string.as_value().render_text()))
        return theirs


def _frozen_page(source: FrozenSource, twin: Any, lookups: Lookups) -> Any:
    """The page with its content as it was frozen. Raises SourceDeletedError."""
    if type(twin) is source.record.specific_content_type.model_class():
        return with_content(twin, source.content, lookups)
    return source.record.as_instance()


def _own_gaps(projection: Projection, twin: Projection | None, translated: bool) -> Iterator[Gap]:
    """The gaps of the content itself. What has been deleted is a gap only where the other language still has it:
    otherwise both simply go on without it."""
    lost_too = {(gap.kind, gap.path) for gap in twin.gaps} if twin else set()
    for gap in projection.gaps:
        if gap.kind not in _DELETED or (translated and (gap.kind, gap.path) not in lost_too):
            yield gap


def _emptied(projection: Projection, twin: Projection, known: set[str]) -> Iterator[Gap]:
    """Parts that the other language has and this one has nothing of, less those known to lack something."""
    for name in parts(projection.payload):
        if name not in known and any(strings(twin.content.get(name))) and not any(strings(projection.content[name])):
            yield Gap("empty", name)
