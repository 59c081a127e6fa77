"""The line above an editor that says a translation is out of date, and the ways to what has changed."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision, TaskState

from cms.content.languages import Language, other

from ...completeness.translations import NO_RECORDS, FrozenSource, records_of
from ...completeness.versions import live_version
from ..inspection import Inspection
from .standings import standings


def warn_if_stale(request: HttpRequest, page: Page, since: datetime) -> None:
    """On opening a translation that readers are told is out of date: since when, and what to do."""
    language: Language = page.locale.language_code
    said = {
        "cy": _("Out of date in Welsh, and readers are told so: the English page changed on %(since)s."),
        "en": _("Out of date in English, and readers are told so: the Welsh page changed on %(since)s."),
    }[language]
    _warn(request, page, said, since)


def warn_if_waited_for(request: HttpRequest, page: Page) -> None:
    """On opening a translation whose original has a newer version that waits for it: since when, and what to do."""
    language: Language = page.locale.language_code
    originals = page.get_translations().filter(locale__language_code=other(language), live=True)
    original = originals.select_related("locale").first()
    if original is None or not standings([original], timezone.now())[original.pk].is_earlier:
        return
    key = (page.translation_key, other(language))
    desired = Inspection({page.translation_key}, timezone.now()).desired.get(key)
    if desired is None or other(language) not in desired.plan.held or original.last_published_at is None:
        return
    said = {
        "cy": _("The English page changed on %(since)s and waits for the Welsh. Readers see both as they were."),
        "en": _("The Welsh page changed on %(since)s and waits for the English. Readers see both as they were."),
    }[language]
    _warn(request, page, said, original.last_published_at)


def _warn(request: HttpRequest, page: Page, said: str, since: datetime) -> None:
    language: Language = page.locale.language_code
    records = records_of({page.translation_key}).get(page.translation_key, NO_RECORDS)
    source, translation = records.sources.get(other(language)), records.targets.get(language)
    original = page.get_translations().filter(locale__language_code=other(language)).first()
    said %= {"since": date_format(timezone.localtime(since), "j F Y, H:i")}
    buttons = []
    if _is_being_checked(page):
        todo = _("Its translation has been submitted, and waits to be checked and published.")
    elif source is None or translation is None or not translation.enabled or original is None:
        todo = _("Bring this page into step with it, and publish.")
    elif source.is_unchanged_in(live_version(original.specific).page):
        todo = _("Translate what is new below, and publish.")
    else:
        todo = _("Bring in what has changed, translate it, and publish.")
        buttons = _what_changed(request, source, original)
    messages.warning(request, f"{said} {todo}", buttons=buttons)


def _is_being_checked(page: Page) -> bool:
    """Whether a translation has been submitted: its translator's stage is behind it."""
    over = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
    states = page.current_workflow_state.task_states if page.workflow_in_progress else TaskState.objects.none()
    return bool(states.filter(status__in=over).exists())


def warn_of_stale_translation(request: HttpRequest, page: Page) -> None:
    """After publishing an original: says that its translation is out of date now, or waited for."""
    language = other(page.locale.language_code)
    translation = page.get_translations().filter(locale__language_code=language).select_related("locale").first()
    if translation is None:
        return
    standing = standings([page, translation], timezone.now())
    if standing[translation.pk].stale_since:
        said = {
            "cy": _("The Welsh translation is out of date now, and readers are told so."),
            "en": _("The English translation is out of date now, and readers are told so."),
        }[language]
    elif standing[page.pk].is_earlier and standing[translation.pk].is_public:
        said = {
            "cy": _("The new version waits for the Welsh translation."),
            "en": _("The new version waits for the English translation."),
        }[language]
    else:
        return
    records = records_of({page.translation_key}).get(page.translation_key, NO_RECORDS)
    source, record = records.sources.get(page.locale.language_code), records.targets.get(language)
    buttons = []
    if source and record and record.enabled and translation.permissions_for_user(request.user).can_edit():
        address = reverse("wagtailadmin_pages:edit", args=[translation.pk])
        buttons.append(messages.button(f"{address}#unfinished", _("Translate what has changed")))
    messages.warning(request, said, buttons=buttons)


def _what_changed(request: HttpRequest, source: FrozenSource, original: Page) -> list[Any]:
    """The way to Wagtail's comparison of what was translated with what is live."""
    known, live = source.content.get("live_revision"), original.live_revision_id
    may_see = original.permissions_for_user(request.user).can_view_revisions()
    if not known or not live or not may_see or not Revision.objects.filter(pk=known).exists():
        return []
    address = reverse("wagtailadmin_pages:revisions_compare", args=[original.pk, known, live])
    return [messages.button(address, _("See what has changed"))]
