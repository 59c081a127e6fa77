"""Machine translation, off unless settings name one: whatever it says waits for a person, however it was asked for."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue
from wagtail_localize.views import edit_translation, update_translations

from .models import Origin, SegmentDraft
from .segment_texts import SegmentText, segments_of
from .translators_rights import may_write, target_of


def install() -> None:
    """Puts drafts in the place of what wagtail-localize makes of a machine's words; it has no hook for it."""
    for module in (edit_translation, update_translations):
        module.apply_machine_translation = write_drafts


def write_drafts(translation_id: int, user: Any, machine_translator: Any) -> bool:
    """Drafts of all texts that have neither a translation nor a draft; False where there are none.

    Raises Http404 for languages that the machine does not know, PermissionDenied for who may not write.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    if not may_write(user, target_of(translation)):
        raise PermissionDenied
    if not machine_translator.can_translate(translation.source.locale, translation.target_locale):
        raise Http404
    waiting = [one for one in segments_of(translation) if one.state == "missing"]
    if not waiting:
        return False
    values = list(dict.fromkeys(StringValue(one.source) for one in waiting))
    found = machine_translator.translate(translation.source.locale, translation.target_locale, values)
    drafts = [_draft(translation, one, found.get(StringValue(one.source)), machine_translator, user) for one in waiting]
    SegmentDraft.objects.bulk_create([one for one in drafts if one is not None], ignore_conflicts=True)
    return True


def machine_for(translation: Translation) -> str:
    """The name of the machine that knows both languages; empty where there is none."""
    machine = get_machine_translator()
    if machine is None or not machine.can_translate(translation.source.locale, translation.target_locale):
        return ""
    return str(machine.display_name)


def _draft(
    translation: Translation, segment: SegmentText, said: StringValue | None, machine: Any, user: Any
) -> SegmentDraft | None:
    if said is None or not said.data:
        return None
    return SegmentDraft(
        translation=translation, string_id=segment.string, context_id=segment.context, data=said.data,
        origin=Origin.MACHINE, tool=str(machine.display_name), user=user,
    )  # fmt: skip
