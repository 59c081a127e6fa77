"""Where other rooms put their parts into the screen: by Wagtail's hooks, so that neither knows the other.

`construct_translation_notes(request, translation, rows)` appends HTML to the `notes` of rows, each of a `segment` (checks,
comments), when they are shown and when one is saved;
`construct_translation_panels(request, translation, instance, panels)` appends HTML above the texts; and
`construct_translation_actions(request, translation, instance, actions)` changes the list of what is done with the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import Translation

from ..machine_drafts import machine_for
from ..segment_texts import SegmentText
from .segment_rows import SegmentRow


@dataclass(frozen=True)
class TranslationAction:
    """Something that is done with the whole translation: a link, or a button that sends `name=value` to `url`."""

    label: str
    url: str
    icon: str = ""
    posts: bool = False
    name: str = ""
    value: str = ""
    is_main: bool = False
    in_new_tab: bool = False


@dataclass(frozen=True)
class SavedRow:
    """A text as it was just saved. `notes` are other rooms', as HTML."""

    segment: SegmentText
    notes: list[SafeString] = field(default_factory=list)


def add_notes(request: HttpRequest, translation: Translation, rows: Sequence[SegmentRow | SavedRow]) -> None:
    """What other rooms say of each text."""
    for hook in hooks.get_hooks("construct_translation_notes"):
        hook(request, translation, rows)


def notes_of(request: HttpRequest, translation: Translation, segment: SegmentText) -> str:
    """What they say of one that was just saved."""
    row = SavedRow(segment)
    add_notes(request, translation, [row])
    return "".join(row.notes)


def panels_for(request: HttpRequest, translation: Translation, instance: Any) -> list[SafeString]:
    """What other rooms say of the whole."""
    panels: list[SafeString] = []
    for hook in hooks.get_hooks("construct_translation_panels"):
        hook(request, translation, instance, panels)
    return panels


def actions_for(
    request: HttpRequest, translation: Translation, instance: Any, *, can_publish: bool, may_write: bool
) -> list[TranslationAction]:
    """What the user may do with the whole, the main thing first."""
    actions = [*_publishing(translation, can_publish), *_of_page(instance, request.user, can_publish)]
    if isinstance(instance, Page):
        actions += [_preview(translation, mode) for mode, _label in instance.preview_modes]
    if may_write:
        stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
        actions.append(TranslationAction(_("Stop Synced translation"), stop, "cross", posts=True))
        if machine := machine_for(translation):
            address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
            label = _("Fill what is missing with machine translation (%(name)s)") % {"name": machine}
            actions.append(TranslationAction(label, address, "cogs", posts=True))
    for hook in hooks.get_hooks("construct_translation_actions"):
        hook(request, translation, instance, actions)
    return actions


def _preview(translation: Translation, mode: str) -> TranslationAction:
    address = reverse("wagtail_localize:preview_translation", args=[translation.pk, *filter(None, [mode])])
    return TranslationAction(_("Preview"), address, "view", in_new_tab=True)


def _publishing(translation: Translation, can_publish: bool) -> list[TranslationAction]:
    if not can_publish:
        return []
    label = {"cy": _("Publish in Welsh"), "en": _("Publish in English")}[translation.target_locale.language_code]
    return [TranslationAction(label, "", "upload", posts=True, name="action", value="publish", is_main=True)]


def _of_page(instance: Any, user: Any, can_publish: bool) -> list[TranslationAction]:
    if not isinstance(instance, Page):
        options = instance._meta
        if not user.has_perm(f"{options.app_label}.delete_{options.model_name}"):
            return []
        address = reverse(instance.snippet_viewset.get_url_name("delete"), args=[quote(instance.pk)])
        return [TranslationAction(_("Delete"), address, "bin")]
    may, key = instance.permissions_for_user(user), [instance.pk]
    page = "wagtailadmin_pages"
    offered = [
        (may.can_unpublish(), _("Unpublish"), f"{page}:unpublish", "download", False),
        (may.can_lock() and not instance.locked, _("Lock"), f"{page}:lock", "lock", True),
        (may.can_unlock() and instance.locked, _("Unlock"), f"{page}:unlock", "lock-open", True),
        (can_publish, _("Convert to alias page"), "wagtail_localize:convert_to_alias", "wagtail-localize-convert", False),
        (may.can_delete(), _("Delete"), f"{page}:delete", "bin", False),
    ]  # fmt: skip
    return [
        TranslationAction(str(label), reverse(view, args=key), icon, posts)
        for may, label, view, icon, posts in offered
        if may
    ]
