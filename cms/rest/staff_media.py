"""Stored files as the admin shows them (thumbnails): for editors who have a right in their collection, and nobody else."""

from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase

from cms.publication.queries.media_rights import may_see_stored

from .files import BYTES, reading

_SHOWN: Final = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@reading
def staff_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored file, for who has a right in its collection. For others there is nothing here: not even whether there is one."""
    if not may_see_stored(getattr(request, "user", None), name):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousOperation, ValueError):
        raise Http404 from None
    content_type = _SHOWN.get(PurePosixPath(name).suffix.lower(), BYTES)
    response = FileResponse(file, as_attachment=content_type == BYTES, content_type=content_type)
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
