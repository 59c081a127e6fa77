"""What the source says now, brought beside its translation: nothing that readers see changes by it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from cms.publication.completeness.segments import Segments
from cms.publication.completeness.translations import FrozenSource
from cms.publication.completeness.versions import live_version

from .models import SegmentDraft
from .translators_rights import may_write, target_of


def newer_source(translation: Translation, source: Any) -> int | None:
    """How many texts of what is live in the source are not here; None where nothing has changed."""
    if isinstance(source, Page):
        if not source.live:
            return None
        source = live_version(source).page
        if FrozenSource(translation.source).is_unchanged_in(source):
            return None
    known = set(StringSegment.objects.filter(source=translation.source_id).values_list("context__path", "string__data"))
    now = {(segment.path, segment.string.data) for segment in Segments(source).strings}
    return len(now - known) if isinstance(source, Page) or now != known else None


def bring_in_unasked(translation: Translation) -> None:
    """For a translation that is about to begin: not where texts are half written, or where somebody has locked the page.

    There whoever writes brings it in, and sees what becomes of their words.
    """
    with transaction.atomic():
        # Who saves a text waits for this, and this for them.
        Translation.objects.select_for_update().get(pk=translation.pk)
        is_locked = translation.get_target_instance().get_lock() is not None
        if not is_locked and not SegmentDraft.objects.filter(translation=translation).exists():
            translation.source.update_from_db()


@require_POST
def bring_in(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Takes over what the source says now, as "Sync translated pages" does, for who may write the translation."""
    translation = get_object_or_404(Translation, pk=translation_id)
    instance = target_of(translation)
    if not may_write(request.user, instance):
        raise PermissionDenied
    translation.source.update_from_db()
    messages.success(request, _("The original is here as it is now. What has changed is marked below."))
    return redirect(f"{translation.get_target_instance_edit_url()}#unfinished")
