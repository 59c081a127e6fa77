"""What happens to readers' view when a page is published, said before it is; and what a held version waits for."""

from typing import Any

from django.utils.translation import gettext as _

from cms.content.declaration.registry import type_of
from cms.content.languages import Language, other

from ...completeness.translations import NO_RECORDS, records_of
from ...completeness.versions import live_version
from ...release_sets.set_members import open_set_of
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


def outcome(page: Any) -> str:
    """What publishing a page does to what readers see, if nothing is missing in it."""
    if (waits := open_set_of(page.translation_key)) is not None:
        return _("Held for the release “%(name)s”.") % {"name": waits.name}
    kind = type_of(page)
    policy = policy_of(kind.name if kind else "")
    is_public = bool((last := last_releases([page.translation_key]).get(page.translation_key)) and last.versions)
    if policy is Policy.INDEPENDENT or (policy is Policy.TOGETHER_AT_FIRST and is_public):
        return _("This language goes out at once.")
    language: Language = page.locale.language_code
    twin = page.get_translations().filter(locale__language_code=other(language)).first()
    if twin is None or not twin.live or twin.alias_of_id is not None:
        return waits_for(language, "twin_absent")
    return _("Both languages go out now.") if _keeps_up(page, twin) else waits_for(language, "twin_differs")


def _keeps_up(page: Any, twin: Any) -> bool:
    """Whether the page is a translation that is made from its original as that is live."""
    language: Language = page.locale.language_code
    records = records_of({page.translation_key}).get(page.translation_key, NO_RECORDS)
    source, translation = records.sources.get(other(language)), records.targets.get(language)
    if source is None or translation is None or not translation.enabled:
        return False
    return source.is_unchanged_in(live_version(twin.specific).page)
