"""The forms of notes: a new one, an answer, and that one is done with."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Comment, Page

from . import segment_notes


@require_POST
def add_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Writes a note on the segment that is chosen."""
    page = get_object_or_404(Page, pk=page_id)
    _demand(page, request.user)
    path, text = request.POST.get("path", ""), request.POST.get("text", "").strip()
    if path not in dict(segment_notes.places_of(page)) or not text:
        messages.error(request, _("Choose a text, and write a note."))
    else:
        segment_notes.add(page, path, text, request.user)
        messages.success(request, _("The note is written."))
    return _back(request, page_id)


@require_POST
def answer_view(request: HttpRequest, note_id: int) -> HttpResponse:
    """Answers a note, resolves it, or both: by the button that was pressed."""
    note = get_object_or_404(Comment.objects.select_related("page"), pk=note_id)
    _demand(note.page, request.user)
    text = request.POST.get("text", "").strip()
    if text:
        segment_notes.reply(note, text, request.user)
    if "resolve" in request.POST and note.resolved_at is None:
        segment_notes.resolve(note, request.user)
        messages.success(request, _("The note is resolved."))
    elif text:
        messages.success(request, _("The answer is written."))
    else:
        messages.error(request, _("Write an answer first."))
    return _back(request, note.page_id)


def _demand(page: Page, user: Any) -> None:
    if not segment_notes.may_note(page, user):
        raise PermissionDenied


def _back(request: HttpRequest, page_id: int) -> HttpResponse:
    address = get_valid_next_url_from_request(request) or redirect("wagtailadmin_pages:edit", page_id).url
    return redirect(f"{address}#segment-notes")
