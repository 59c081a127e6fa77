"""How each translation that wagtail-localize keeps stands, in the words of the screen: what readers see, not what it counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from cms.content.models import Term

from ...completeness.evidence import Evidence
from ...completeness.segments import Segments
from ...completeness.snippet_judge import gaps_of_snippets
from ...glossary.completeness import term_pairs
from ..inspection import Inspection
from .standings import Standing, standings

Kind = Literal["current", "stale", "held", "absent"]


@dataclass(frozen=True)
class TranslationStatus:
    """A translation with its two sides, None where one is deleted, what is to be said of it, and the address of the field
    of what is missing first.
    """

    kind: Kind
    source: Any
    target: Any
    standing: Standing = field(default_factory=Standing)
    reason: str = ""
    missing_at: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.label, self.reason)))

    @property
    def label(self) -> str:
        """In a few words."""
        if self.kind == "absent":
            return _("Deleted")
        if self.kind == "held" and isinstance(self.target, Page):
            return _("Earlier version public") if self.standing.is_public else _("Not public")
        if self.kind == "stale" and self.standing.stale_since:
            since = date_format(timezone.localtime(self.standing.stale_since), "j F Y, H:i")
            return _("Out of date since %(since)s") % {"since": since}
        return {"current": _("Up to date"), "stale": _("Out of date"), "held": _("Not complete")}[self.kind]


def statuses(translations: Iterable[Translation], now: datetime) -> dict[int, TranslationStatus]:
    """The status of each translation by its primary key, in a number of queries that depends on the types among them."""
    by_model: dict[Any, list[Translation]] = defaultdict(list)
    for translation in translations:
        by_model[translation.source.specific_content_type.model_class()].append(translation)
    pages = [one for model, some in by_model.items() if model and issubclass(model, Page) for one in some]
    found = _of_pages(pages, now) if pages else {}
    for model, some in by_model.items():
        if model and not issubclass(model, Page):
            found |= _of_snippets(model, some)
    return found


def with_reasons(found: dict[int, TranslationStatus], now: datetime) -> dict[int, TranslationStatus]:
    """The same, and why readers do not see what is live."""
    held = {key: one for key, one in found.items() if isinstance(one.target, Page) and one.kind in {"held", "stale"}}
    inspection = Inspection({one.target.translation_key for one in held.values()}, now)
    explained = dict(found)
    for key, one in held.items():
        if not one.standing.is_public or one.standing.is_earlier:
            where = (one.target.translation_key, one.target.locale.language_code)
            explained[key] = TranslationStatus(
                one.kind, one.source, one.target, one.standing, inspection.why(where), inspection.field(where)
            )
    return explained


def _of_pages(translations: Sequence[Translation], now: datetime) -> dict[int, TranslationStatus]:
    sides = _sides(Page, translations)
    standing = standings([page for side in sides.values() for page in side if page is not None], now)
    found = {}
    for key, (source, target) in sides.items():
        if target is None or target.pk not in standing:
            found[key] = TranslationStatus("absent", source, target)
            continue
        own = _beside(standing[target.pk], source, standing.get(source.pk) if source else None)
        found[key] = TranslationStatus(_kind(own), source, target, own)
    return found


def _beside(own: Standing, source: Any, of_source: Standing | None) -> Standing:
    """A translation is out of date also while its original has a newer version, which readers do not see yet."""
    if of_source is None or not source.live or not (own.is_public and of_source.is_earlier):
        return own
    return replace(own, stale_since=own.stale_since or source.last_published_at)


def _kind(standing: Standing) -> Kind:
    if standing.stale_since:
        return "stale"
    return "current" if standing.is_public and not standing.is_earlier else "held"


def _of_snippets(model: Any, translations: Sequence[Translation]) -> dict[int, TranslationStatus]:
    sides = _sides(model, translations)
    there = {key: (target, source) for key, (source, target) in sides.items() if target is not None}
    gaps = dict(zip(there, gaps_of_snippets(list(there.values()), Evidence()), strict=True))
    if model is Term:
        pairs = term_pairs({target.translation_key for target, _source in there.values()})
        for key, (target, _source) in there.items():
            gaps[key] = list(pairs[target.translation_key].gaps[target.locale.language_code])
    stale = _outdated(translations, {key: source for key, (source, _target) in sides.items()})
    found = {}
    for key, (source, target) in sides.items():
        kind: Kind = "absent" if target is None else "held" if gaps[key] else "stale" if key in stale else "current"
        reason = gaps[key][0].explanation if kind == "held" else ""
        found[key] = TranslationStatus(kind, source, target, reason=reason)
    return found


def _sides(model: Any, translations: Sequence[Translation]) -> dict[int, tuple[Any, Any]]:
    """(source, target) of each translation, None where there is none."""
    items: set[UUID] = {one.source.object_id for one in translations}
    rows = model.objects.filter(translation_key__in=items).select_related("locale")
    by_place = {(row.translation_key, row.locale_id): row for row in rows}
    return {
        one.pk: (
            by_place.get((one.source.object_id, one.source.locale_id)),
            by_place.get((one.source.object_id, one.target_locale_id)),
        )
        for one in translations
    }


def _outdated(translations: Sequence[Translation], sources: dict[int, Any]) -> set[int]:
    """The translations of snippets whose source has words that were not there, or not translated, at the last sync."""
    frozen: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = StringSegment.objects.filter(source__in=[one.source_id for one in translations])
    for source_id, path, data in rows.values_list("source_id", "context__path", "string__data"):
        frozen[source_id].add((path, data))
    outdated = set()
    for one in translations:
        source = sources[one.pk]
        if source is None or not one.enabled:
            continue
        words = {(segment.path, segment.string.data) for segment in Segments(source).strings}
        total, translated = one.get_progress()
        if words != frozen[one.source_id] or translated < total:
            outdated.add(one.pk)
    return outdated
