"""The texts of a translation as the screen shows them: named by where they stand, with what helps whoever translates them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import TabHelper

from cms.content.languages import Language
from cms.publication.admin.locations import SEPARATOR, PlaceStep, trail_to

from ..help.earlier_texts import EarlierText, earlier_texts
from ..help.term_advice import TermAdvice, TermAdviser
from ..help.translation_memory import RememberedTranslation, memory_for
from ..inline_markup import has_tags, plain, shown, tags_of
from ..models import Origin
from ..segment_texts import SegmentText, segments_of, written_last
from ..word_difference import marked

# Its value is made of the title, and is seldom written by a translator.
_NOT_SUGGESTED: Final = {"slug"}


@dataclass(frozen=True)
class SegmentPlace:
    """Where a text or value stands: the section of the page, the block with its id, and the words for the place in it."""

    section: str
    block: str
    block_key: str
    label: str
    number: int = 0

    @property
    def full(self) -> str:
        """The place on the page."""
        return SEPARATOR.join(filter(None, (self.section, self.block, self.label)))

    @property
    def words(self) -> str:
        """The place in the block; a paragraph of several with its number."""
        if not self.number:
            return self.label
        return _("%(place)s, paragraph %(number)s") % {"place": self.label, "number": self.number}


@dataclass(frozen=True)
class SegmentRow:
    """A text, and all that the screen shows beside it. `notes` are other rooms', as HTML."""

    segment: SegmentText
    place: SegmentPlace
    anchor: str
    earlier: EarlierText | None
    suggestions: Sequence[RememberedTranslation]
    terms: Sequence[TermAdvice]
    notes: list[SafeString] = field(default_factory=list)

    @property
    def is_tagged(self) -> bool:
        """Whether its tags are shown as they are."""
        return has_tags(self.segment.source)

    @property
    def suggestion(self) -> RememberedTranslation | None:
        """What is put into the field although nobody has written it."""
        best = self.suggestions[0] if self.suggestions else None
        return best if self.segment.state == "missing" and best is not None and best.is_prefilled else None

    @property
    def state(self) -> str:
        """How it stands, a suggestion in the field included."""
        return "suggested" if self.suggestion else self.segment.state

    @property
    def is_machine(self) -> bool:
        """Whether what is in the field was written by a machine."""
        return self.segment.draft is not None and self.segment.draft.origin == Origin.MACHINE

    @property
    def source(self) -> str:
        """The source's text as a person reads it."""
        return shown(self.segment.source, tagged=self.is_tagged)

    @property
    def text(self) -> str:
        """What is in the field."""
        return shown(self.suggestion.target if self.suggestion else self.segment.text, tagged=self.is_tagged)

    @property
    def changes(self) -> SafeString | None:
        """The source with what changed since its translator saw it."""
        return marked(self.told(self.earlier.source), self.source) if self.earlier else None

    @property
    def earlier_source(self) -> str:
        """What the source said then."""
        return self.told(self.earlier.source) if self.earlier else ""

    @property
    def earlier_translation(self) -> str:
        """The translation of what the source said then."""
        return self.told(self.earlier.translation) if self.earlier else ""

    @property
    def shown_suggestions(self) -> list[dict[str, Any]]:
        """Suggestions with what their source has otherwise, but for what is in the field already."""
        if self.segment.is_finished:
            return []
        return [
            {
                "text": self.told(one.target),
                "percentage": one.percentage,
                "changes": "" if self._is_earlier(one) else marked(plain(one.source), plain(self.segment.source)),
                "is_prefilled": one is self.suggestion,
            }
            for one in self.suggestions
        ]

    def _is_earlier(self, suggestion: RememberedTranslation) -> bool:
        """Whether it is what stood here, whose changes are shown already."""
        return self.earlier is not None and self.earlier.source == suggestion.source

    @property
    def written(self) -> str:
        """Who wrote what is in the field, and when; empty where nobody did."""
        said = written_last(self.segment)
        return ", ".join(filter(None, (said["by"], said["at"])))

    @property
    def tags(self) -> list[str]:
        """The tags that its translation needs."""
        return sorted(tags_of(self.segment.source))

    @property
    def rows(self) -> int:
        """How many lines its field begins with."""
        return min(12, max(1, -(-len(self.source) // 60)) + self.source.count("\n"))

    def told(self, data: str) -> str:
        """Any text of this place as a person reads it."""
        return shown(data, tagged=self.is_tagged)


class SegmentPlaces:
    """Names where things stand on a source."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def of(self, path: str, number: int = 0) -> SegmentPlace:
        """The place of a path, by the labels and headings of the form."""
        trail = trail_to(self._source, path)
        inmost = max((place for place, step in enumerate(trail) if step.in_stream), default=-1)
        if inmost < 0:
            return SegmentPlace("", "", "", SEPARATOR.join(step.named for step in trail), number)
        block, inside = trail[inmost], trail[inmost + 1 :]
        outer = [step.named for step in trail[:inmost] if step.in_stream]
        label = SEPARATOR.join(_of_list(inside)) if inside else block.label.partition(". ")[2]
        if _holds_blocks(block.value):
            # A chapter is a section, not a block of one.
            return SegmentPlace(SEPARATOR.join([trail[0].label, *outer, block.named]), "", "", label, number)
        return SegmentPlace(SEPARATOR.join([trail[0].label, *outer]), block.named, block.block, label, number)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each field in the form."""
        found: dict[str, int] = TabHelper(self._source).field_ordering_mapping
        return found


def _holds_blocks(value: Any) -> bool:
    return isinstance(value, StructValue) and any(isinstance(member, StreamValue) for member in value.values())


def _of_list(steps: Iterable[PlaceStep]) -> list[str]:
    """The steps inside a block, less the list that numbered ones are members of: it says no more than they do."""
    kept = list(steps)
    return [step.named for number, step in enumerate(kept) if number + 1 == len(kept) or not kept[number + 1].block]


def rows_of(translation: Translation, source: Any, language: Language) -> list[SegmentRow]:
    """All texts of a translation; `language` is the source's."""
    segments, places = segments_of(translation), SegmentPlaces(source)
    if not isinstance(source, Page):
        segments = [one for one in segments if plain(one.source).strip()]
    earlier, memory, adviser = earlier_texts(translation, segments), memory_for(translation), TermAdviser(language)
    times: Counter[str] = Counter()
    all_times = Counter(one.path for one in segments)
    rows = []
    for segment in segments:
        times[segment.path] += 1
        number = times[segment.path]
        suggests = not segment.is_finished and segment.path not in _NOT_SUGGESTED
        rows.append(
            SegmentRow(
                segment=segment,
                place=places.of(segment.path, number if all_times[segment.path] > 1 else 0),
                anchor=f"segment-{segment.path}" + (f"-{number}" if number > 1 else ""),
                earlier=earlier.get(segment.pk),
                suggestions=memory.suggestions(segment.source) if suggests else (),
                terms=adviser.advice(segment.source, segment.text),
            )
        )
    return rows
