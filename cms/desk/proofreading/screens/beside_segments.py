"""What there is to look at in one text as it is being typed, for screens that show a translation text by text."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail_localize.models import Translation

from cms.content.languages import Language

from ..checking.finding import Kind
from ..checking.knowledge import Knowledge
from ..checking.text_checks import findings
from ..keeping.edited_texts import NO_TEXTS
from ..keeping.present_knowledge import present_knowledge
from ..models import FindingDismissal
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
    text: str,
    original: str | None,
    language: Language,
    knowledge: Knowledge | None = None,
    dismissed: Collection[str] = (),
) -> list[SegmentFinding]:
    """What is found in a text in `language`, as wagtail-localize keeps it, beside its original in the other language.

    Writes nothing. For many texts ask for `present_knowledge()` once and give it. `dismissed` are digests of findings.
    """
    found = findings(text, original, language, present_knowledge() if knowledge is None else knowledge)
    return [
        SegmentFinding(one.kind, kind_name(one), what_to_do(one), one.found, one.wanted)
        for one in found
        if one.digest(text, original or "") not in dismissed
    ]


def translation_notes(request: HttpRequest, translation: Translation, rows: Iterable[Any]) -> None:
    """Adds what is found in each text of a translation's screen to its row's `notes`. Terms are said there already."""
    language = translation.target_locale.language_code
    rightly = FindingDismissal.objects.filter(item=translation.source.object_id, language=language)
    dismissed, knowledge = frozenset(rightly.values_list("digest", flat=True)), present_knowledge()
    for row in rows:
        text, original = row.segment.text, row.segment.source
        if not text or text == original or row.segment.path in NO_TEXTS:
            continue
        found = segment_findings(text, original, language, knowledge, dismissed)
        if shown := [one for one in found if one.kind != "terms"]:
            row.notes.append(render_to_string("proofreading/includes/segment_notes.html", {"findings": shown}))
