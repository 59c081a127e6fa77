"""Downloads and pictures: given while a public edition offers them, and to editors with a right in their collection."""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from pathlib import PurePosixPath
from typing import Any, Final, Literal
from urllib.parse import quote
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cms.content.languages import BILINGUAL, CODES
from cms.content.vocabularies import Label
from cms.edge.surrogate_keys import NOTHING, Keys, keys_of_item
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.caching.conditional_requests import add_validators, known_tag
from cms.http.headers import add_public_headers, preflight
from cms.http.identifiers import uuid_of
from cms.http.problems.problem import Problem, error_response, read_only
from cms.http.responses import respond_moved
from cms.publication.address_history import was_given_at
from cms.publication.queries import item_queries
from cms.publication.queries.media_queries import StoredMedia, picture_widths, stored_file, stored_picture
from cms.publication.queries.media_rights import may_see_media
from cms.publication.queries.query_types import Offer

from .ranges import Part, PartOfFile, Streamed, asked_part

# Anything else is given as mere bytes, so that no browser runs what somebody has uploaded.
CONTENT_TYPES: Final = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".rtf": "application/rtf",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
}
# Captions are for the players of other sites (`track`), not for keeping.
_INLINE: Final = {".vtt"}
# Keys of one answer: caches take some kilobytes of headers.
MOST_OFFERING: Final = 100
BYTES: Final = "application/octet-stream"
_WIDTH: Final = re.compile(r"([1-9][0-9]{0,4})\.webp")
_NOT_IN_FALLBACK_NAME: Final = re.compile(r"[^ !#$&+.0-9A-Z^_`a-z|~-]")
View = Callable[..., HttpResponseBase]


def reading(view: View) -> View:
    """A view that only reads, and whose every error is a problem."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method == "OPTIONS":
                return preflight()
            if request.method not in {"GET", "HEAD"}:
                raise read_only()
            return view(request, **kwargs)
        except Exception as error:
            return error_response(request, error)

    return wrapped


@reading
def file_view(request: HttpRequest, uid: str, name: str, mark: str = "") -> HttpResponseBase:
    """A download under its name. From the mark of bytes that were replaced, and from a name that it had while it was public,
    the way to what is there now.
    """
    known = uuid_of(uid)
    offer = item_queries.offer("file", known) if known else None
    policy = _allowed(request, "file", known, offer, messages.NO_SUCH_FILE)
    stored = stored_file(known) if known else None
    if known is None or stored is None:
        raise Problem("not-found", messages.NO_SUCH_FILE)
    if (mark or stored.mark, name) != (stored.mark, stored.name):
        if mark or was_given_at(request.path, known):
            return _replaced(stored, policy)
        raise Problem("not-found", messages.NO_SUCH_FILE)
    return _send(request, stored, policy, attachment=PurePosixPath(name).suffix.lower() not in _INLINE)


@reading
def picture_view(request: HttpRequest, uid: str, name: str, mark: str = "") -> HttpResponseBase:
    """A picture in one of the widths that payloads name: `{width}.webp`. From the mark of one that was replaced, the way to the
    one that is there now; from a width that it had while it was public, and has no more, to the nearest below it.
    """
    known, width = uuid_of(uid), _WIDTH.fullmatch(name)
    offer = item_queries.offer("picture", known) if known else None
    policy = _allowed(request, "picture", known, offer, messages.NO_SUCH_PICTURE)
    widths = picture_widths(known) if known else ()
    if known is None or not widths:
        raise Problem("not-found", messages.NO_SUCH_PICTURE)
    if width is None or int(width[1]) not in widths:
        if width is not None and was_given_at(request.path, known):
            nearest = max((size for size in widths if size < int(width[1])), default=widths[0])
            if found := stored_picture(known, nearest):
                return _replaced(found, policy)
        allowed = [f"{size}.webp" for size in widths]
        raise Problem("not-found", messages.NO_SUCH_WIDTH, {"allowed": allowed}, allowed=allowed)
    stored = stored_picture(known, int(width[1]))
    if stored is None:
        raise Problem("not-found", messages.NO_SUCH_PICTURE)
    if mark and mark != stored.mark:
        return _replaced(stored, policy)
    return _send(request, stored, policy, attachment=False)


def _allowed(
    request: HttpRequest, kind: Literal["file", "picture"], uid: UUID | None, offer: Offer | None, none: Label
) -> CachePolicy:
    """Who may have it: everybody, until the last edition that offers it expires, or an editor with a right in its collection.
    Raises Problem before anything is said of what is stored.
    """
    if offer is not None and offer.state == "offered":
        return CachePolicy(offer.until, keys=_keys(offer))
    # Public addresses have no session unless a cookie came.
    if uid is not None and may_see_media(getattr(request, "user", None), kind, uid):
        return CachePolicy(private=True, storable=False)
    if offer is not None and offer.state == "withdrawn":
        raise Problem("withdrawn", messages.FILE_WITHDRAWN)
    raise Problem("not-found", none)


def _keys(offer: Offer) -> Keys:
    """Those of all that offer it: whatever is replaced, renamed or no longer offered changes them. What very many offer has
    none.
    """
    if len(offer.items) > MOST_OFFERING:
        return NOTHING
    return frozenset(key for item, language in offer.items for key in keys_of_item(item, language))


def _replaced(stored: StoredMedia, policy: CachePolicy) -> HttpResponseBase:
    """308 to what took the place of what was asked for: an old address never gives other bytes, nor the old ones."""
    return respond_moved(stored.address, policy)


def _send(request: HttpRequest, stored: StoredMedia, policy: CachePolicy, *, attachment: bool) -> HttpResponseBase:
    tag = _tag(stored)
    if known_tag(request, tag, stored.modified) is not None:
        response: HttpResponseBase = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _body(request, stored, tag, attachment=attachment)
    add_validators(response, tag, stored.modified)
    policy.add_headers(response)
    add_public_headers(response)
    return response


def _body(request: HttpRequest, stored: StoredMedia, tag: str, *, attachment: bool) -> HttpResponseBase:
    content_type = CONTENT_TYPES.get(PurePosixPath(stored.name).suffix.lower(), BYTES)
    response: HttpResponseBase
    if request.method == "HEAD":
        part = Part(0, stored.bytes)
        response = HttpResponse(content_type=content_type)
    else:
        part = asked_part(request, stored.bytes, tag, stored.modified)
        response = Streamed(PartOfFile(default_storage.open(stored.key), part), content_type=content_type)
    if part.asked:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.start}-{part.start + part.length - 1}/{stored.bytes}"
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(part.length)
    response["Content-Disposition"] = disposition(stored.name, attachment=attachment)
    languages = CODES if stored.language == BILINGUAL else (stored.language,)
    if stored.language in {*CODES, BILINGUAL}:
        response["Content-Language"] = ", ".join(languages)
    return response


def _tag(stored: StoredMedia) -> str:
    """Says nothing of the content: who may not read a file must not be able to compare it with one they have."""
    facts = (str(stored.uid), stored.key, stored.bytes, str(stored.modified))
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()


def disposition(name: str, *, attachment: bool) -> str:
    """Content-Disposition with the name in both forms (RFC 6266)."""
    plain = _NOT_IN_FALLBACK_NAME.sub("_", name)
    return f"{'attachment' if attachment else 'inline'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
