"""What there is to look at in one text as it is being typed, for screens that show a translation text by text."""

from dataclasses import dataclass

from cms.content.languages import Language

from ..checking.finding import Kind
from ..checking.knowledge import Knowledge
from ..checking.text_checks import findings
from ..keeping.present_knowledge import present_knowledge
from .finding_wording import kind_name, what_to_do


@dataclass(frozen=True)
class SegmentFinding:
    """A finding in the language of the screen: what its kind is called, and what to do."""

    kind: Kind
    name: str
    said: str
    found: str
    wanted: str


def segment_findings(
    text: str, original: str | None, language: Language, knowledge: Knowledge | None = None
) -> list[SegmentFinding]:
    """What is found in a text in `language`, as wagtail-localize keeps it, beside its original in the other language.

    Writes nothing. For many texts ask for `present_knowledge()` once and give it.
    """
    found = findings(text, original, language, present_knowledge() if knowledge is None else knowledge)
    return [SegmentFinding(one.kind, kind_name(one), what_to_do(one), one.found, one.wanted) for one in found]
