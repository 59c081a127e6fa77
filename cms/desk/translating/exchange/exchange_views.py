"""Downloading a translation for a translator outside, and uploading what comes back."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from ..screen.segment_rows import SegmentPlaces
from ..segment_texts import SegmentText, segments_of
from ..translators_rights import may_write, target_of
from .incoming_texts import LARGEST, LineFault, Taken, UnfitFileError, take
from .po_files import read_po, write_po
from .xliff_files import read_xliff, write_xliff

_FORMATS: Final = {
    "xliff": (write_xliff, "xlf", "application/xliff+xml"),
    "po": (write_po, "po", "text/x-gettext-translation"),
}
_MOST_SHOWN: Final = 20


@require_GET
def export_file(request: HttpRequest, translation_id: int, kind: str = "po") -> HttpResponse:
    """The file, for whoever may edit the translation."""
    if kind not in _FORMATS:
        raise Http404
    translation = get_object_or_404(Translation, pk=translation_id)
    if not user_can_edit_instance(request.user, target_of(translation)):
        raise PermissionDenied
    write, ending, media_type = _FORMATS[kind]
    places = SegmentPlaces(translation.source.as_instance())

    def place(segment: SegmentText) -> str:
        return places.of(segment.path).full

    response = HttpResponse(write(translation, segments_of(translation), place), content_type=media_type)
    name = f"{slugify(translation.source.object_repr)}-{translation.target_locale.language_code}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def import_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Takes over what came back, and says what did; or says with their lines why nothing did."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not may_write(request.user, target_of(translation)):
        raise PermissionDenied
    try:
        taken = _taken(request, translation)
    except UnfitFileError as error:
        messages.error(request, _why(error.faults))
    else:
        messages.success(request, _outcome(taken))
    return redirect(translation.get_target_instance_edit_url())


def _taken(request: HttpRequest, translation: Translation) -> Taken:
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        raise UnfitFileError([LineFault(1, _("there is no file, or it is empty."))])
    if upload.size > LARGEST:
        raise UnfitFileError([LineFault(1, _("the file is too large."))])
    content = upload.read()
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    reading = read_xliff if is_xml else read_po
    segments = segments_of(translation)
    return take(translation, reading(content, translation, segments), request.user, "XLIFF" if is_xml else "PO")


def _why(faults: list[LineFault]) -> str:
    listed = format_html_join("", "<li>{}</li>", ((str(fault),) for fault in faults[:_MOST_SHOWN]))
    more = len(faults) - _MOST_SHOWN
    rest = _("… and %(count)s more") % {"count": more} if more > 0 else ""
    return format_html("{}<ul>{}</ul>{}", _("Nothing was taken over from the file."), listed, rest)


def _outcome(taken: Taken) -> str:
    said = [
        ngettext("%(count)s text was taken over.", "%(count)s texts were taken over.", taken.confirmed)
        % {"count": taken.confirmed}
    ]
    if taken.kept:
        words = ngettext(
            "%(count)s text that the file does not call translated waits for you to confirm it.",
            "%(count)s texts that the file does not call translated wait for you to confirm them.",
            taken.kept,
        )
        said.append(words % {"count": taken.kept})
    return " ".join(said)
