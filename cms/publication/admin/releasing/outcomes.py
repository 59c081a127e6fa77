"""What happens to readers' view when a page is published, said before it is; and what a held version waits for."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.content.declaration.registry import type_of
from cms.content.languages import Language, other

from ...completeness.translations import NO_RECORDS, FrozenSource, records_of
from ...completeness.versions import live_version
from ...release_sets.set_members import open_set_of
from ...releases.item_dates import scheduled
from ...releases.last_releases import last_releases
from ...releases.planning import Waiting
from ...releases.policies import Policy, policy_of


def waits_for(language: Language, waiting: Waiting) -> str:
    """What a complete version in a language waits for."""
    if waiting == "set":
        return _("Held for a release of several pages.")
    if waiting == "undone":
        return _("Held: it was undone with a release. Publish it again, or put it in another release.")
    if language == "en":
        return {
            "twin_absent": _("Held until the page is published in Welsh."),
            "twin_incomplete": _("Held until the Welsh is complete."),
            "twin_differs": _("Held until the Welsh says the same."),
        }[waiting]
    return {
        "twin_absent": _("Held until the page is published in English."),
        "twin_incomplete": _("Held until the English is complete."),
        "twin_differs": _("Held until the English says the same."),
    }[waiting]


@dataclass(frozen=True)
class PublishingOutcome:
    """What publishing a page does to what readers see, in words, and whether it is held until the other language agrees."""

    text: str
    is_held: bool = False


def outcome(page: Any) -> PublishingOutcome:
    """What publishing a page does if nothing is missing in it; on the day for which it is scheduled, if it is."""
    found = _outcome(page)
    if page.go_live_at is None or page.go_live_at <= timezone.now():
        return found
    said = _("From %(moment)s: %(outcome)s") if found.is_held else _("It goes out on %(moment)s.")
    moment = date_format(timezone.localtime(page.go_live_at), "j F Y, H:i")
    return replace(found, text=said % {"moment": moment, "outcome": found.text})


def _outcome(page: Any) -> PublishingOutcome:
    if (waits := open_set_of(page.translation_key)) is not None:
        return PublishingOutcome(_("Held for the release “%(name)s”.") % {"name": waits.name}, is_held=True)
    kind = type_of(page)
    policy = policy_of(kind.name if kind else "")
    last = last_releases([page.translation_key]).get(page.translation_key)
    public = last.versions if last else {}
    if policy is Policy.INDEPENDENT or (policy is Policy.TOGETHER_AT_FIRST and public):
        return PublishingOutcome(_("This language goes out at once."))
    language: Language = page.locale.language_code
    twin = page.get_translations().filter(locale__language_code=other(language)).first()
    if twin is None or twin.alias_of_id is not None or not (twin.live or scheduled([twin])):
        return PublishingOutcome(waits_for(language, "twin_absent"), is_held=True)
    source = _source_of(page)
    if source is not None and source.is_unchanged_in(live_version(twin.specific).page):
        return PublishingOutcome(_("Both languages go out now."))
    shown = public.get(other(language))
    if source is not None and shown is not None and source.content.get("live_revision") == shown.revision:
        return PublishingOutcome(_("This language goes out now, beside the other as readers see it."))
    return PublishingOutcome(waits_for(language, "twin_differs"), is_held=True)


def _source_of(page: Any) -> FrozenSource | None:
    """What the page is translated from, as it was last frozen; None for an original, and for a page kept by hand."""
    language: Language = page.locale.language_code
    records = records_of({page.translation_key}).get(page.translation_key, NO_RECORDS)
    translation = records.targets.get(language)
    return records.sources.get(other(language)) if translation is not None and translation.enabled else None
