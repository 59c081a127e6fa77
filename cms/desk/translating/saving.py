"""Texts and values as they are written: kept while somebody types, counted once somebody confirms.

Nobody's words are overwritten: who saves says which words were seen, and is told of others that came meanwhile.
"""

from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail_localize.models import OverridableSegment, StringTranslation, Translation

from .help.term_advice import TermAdviser
from .inline_markup import faults, has_tags, shown, tags_of, written
from .models import Origin, SegmentDraft
from .screen.extensions import notes_of
from .screen.value_rows import cleaned_value, overrides_of, token_of_value, write_value
from .segment_texts import SegmentText, segment_of, segments_of, written_last
from .translators_rights import lock_for, may_write, target_of

_CONFLICT: Final = 409
_INVALID: Final = 422
_LOCKED: Final = 423
_GONE: Final = 410
_WORDS: Final = {"draft", "confirm", "reopen"}


@require_GET
def state(request: HttpRequest, translation_id: int) -> JsonResponse:
    """Whether the user is logged in, with a token for saving: asked when saving has failed."""
    translation = get_object_or_404(Translation, pk=translation_id)
    may = may_write(request.user, target_of(translation))
    return JsonResponse({"csrf": get_token(request), "may_write": may, "unfinished": _unfinished(translation)})


@require_POST
def save_text(request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
    """Keeps a text (`word` is draft), counts it as translated (confirm) or has it wait again (reopen)."""
    word = request.POST.get("word", "")
    if word not in _WORDS:
        return _refused(_("Nothing was saved."), 400)
    with transaction.atomic():
        translation = get_object_or_404(Translation.objects.select_for_update(), pk=translation_id)
        if answer := _not_now(request, translation):
            return answer
        segment = segment_of(translation, segment_id)
        if segment is None:
            return _refused(_("The original has changed: load the page again. Your text stays in the field."), _GONE)
        tagged = has_tags(segment.source)
        if request.POST.get("base") != segment.token:
            return _theirs(segment, tagged=tagged)
        try:
            data = written(request.POST.get("text", ""), tagged=tagged)
        except ValueError as error:
            return _refused(str(error), _INVALID)
        found = _problems(segment, data) if word == "confirm" else []
        if found:
            return _refused(" ".join(found), _INVALID)
        _WRITERS[word](translation, segment, data, request.user)
        saved = segment_of(translation, segment_id)
        told = _told(translation, saved)
    # Others need not wait until it is read through.
    return JsonResponse({**told, "notes": notes_of(request, translation, saved)} if saved else told)


@require_POST
def save_value(request: HttpRequest, translation_id: int, segment_id: int) -> JsonResponse:
    """Gives the translation a file, picture or address of its own; without one it has the source's."""
    with transaction.atomic():
        translation = get_object_or_404(Translation.objects.select_for_update(), pk=translation_id)
        if answer := _not_now(request, translation):
            return answer
        rows = OverridableSegment.objects.select_related("context")
        segment = get_object_or_404(rows, pk=segment_id, source=translation.source_id)
        own = overrides_of(translation).filter(context=segment.context).first()
        if request.POST.get("base") != token_of_value(own):
            return _refused(_("Somebody else has changed this meanwhile: load the page again."), _CONFLICT)
        given = request.POST.get("value", "")
        try:
            value = cleaned_value(segment, translation.source.get_source_instance(), given) if given else None
        except ValidationError as error:
            return _refused(" ".join(error.messages), _INVALID)
        if value is None or value == segment.data:
            overrides_of(translation).filter(context=segment.context).delete()
        else:
            write_value(translation, segment, value, request.user)
        own = overrides_of(translation).filter(context=segment.context).first()
        return JsonResponse({"token": token_of_value(own), "is_own": own is not None})


def confirm(translation: Translation, segment: SegmentText, data: str, user: Any, *, tool: str = "") -> None:
    """Counts a text as translated by a person, as wagtail-localize records it; its draft goes."""
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string, context_id=segment.context, locale=translation.target_locale,
        defaults={
            "data": data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL, "tool_name": tool,
            "last_translated_by": user, "has_error": False, "field_error": "",
        },
    )  # fmt: skip
    _drafts(translation, segment).delete()


def keep(
    translation: Translation, segment: SegmentText, data: str, user: Any, *, origin: str = Origin.PERSON, tool: str = ""
) -> None:
    """Keeps a text that does not count as translated yet; none where it is what counts already."""
    if segment.state != "error" and data == (segment.confirmed.data if segment.confirmed else ""):
        _drafts(translation, segment).delete()
        return
    SegmentDraft.objects.update_or_create(
        translation=translation, string_id=segment.string, context_id=segment.context,
        defaults={"data": data, "origin": origin, "tool": tool, "user": user},
    )  # fmt: skip


def reopen(translation: Translation, segment: SegmentText, data: str, user: Any) -> None:
    """Has a translation wait for a person again; its words stay."""
    if segment.confirmed is not None:
        segment.confirmed.delete()
    SegmentDraft.objects.update_or_create(
        translation=translation, string_id=segment.string, context_id=segment.context,
        defaults={"data": data or segment.text, "origin": Origin.PERSON, "tool": "", "user": user},
    )  # fmt: skip


_WRITERS: Final = {"draft": keep, "confirm": confirm, "reopen": reopen}


def _drafts(translation: Translation, segment: SegmentText) -> Any:
    return SegmentDraft.objects.filter(translation=translation, string_id=segment.string, context_id=segment.context)


def _problems(segment: SegmentText, data: str) -> list[str]:
    if not data.strip():
        return [_("There is no text yet.")]
    return faults(segment.source, data)


def _not_now(request: HttpRequest, translation: Translation) -> JsonResponse | None:
    """Why the user may not write; None where it is allowed."""
    try:
        instance = target_of(translation)
    except Http404:
        return _refused(
            _("The page has been deleted. Your text is kept in this browser until the page is restored."), _GONE
        )
    if lock := lock_for(request.user, instance):
        return _refused(lock.get_message(request.user) or _("The page is locked."), _LOCKED)
    if not may_write(request.user, instance):
        raise PermissionDenied
    if not translation.enabled:
        return _refused(_("The translation was stopped. Nothing was saved."), _GONE)
    return None


def _refused(said: Any, status: int) -> JsonResponse:
    return JsonResponse({"error": str(said)}, status=status)


def _theirs(segment: SegmentText, *, tagged: bool) -> JsonResponse:
    """What somebody else has written meanwhile."""
    return JsonResponse(
        {**written_last(segment), "text": shown(segment.text, tagged=tagged), "token": segment.token}, status=_CONFLICT
    )


def _told(translation: Translation, segment: SegmentText | None) -> dict[str, Any]:
    """How a text stands after it was saved."""
    if segment is None:
        return {}
    source = translation.source.locale.language_code
    terms = TermAdviser(source).advice(segment.source, segment.text)
    wanted = tags_of(segment.source) - tags_of(segment.text)
    return {
        "state": segment.state,
        "token": segment.token,
        "text": shown(segment.text, tagged=has_tags(segment.source)),
        "terms": [term.twin for term in terms if not term.is_followed] if segment.text else [],
        "tags": sorted(wanted) if segment.text else [],
        "unfinished": _unfinished(translation),
        **written_last(segment),
    }


def _unfinished(translation: Translation) -> int:
    return sum(not segment.is_finished for segment in segments_of(translation))
