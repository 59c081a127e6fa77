"""The readers of stored files and pictures: where their bytes are. Whether the public may have them, `queries.offer` says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.images.models import Filter

from cms.content.files.extraction import PageText
from cms.content.files.single_flight import single_flight
from cms.content.models import File, FileReading, Picture
from cms.content.projection.media_refs import PICTURE_WIDTHS

from ..models import Edition, Facet
from ..visibility import served


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """Bytes in the storage under `key`, which the public has at `address`: another one for other bytes. `language` is `cy`,
    `en`, `mul` (both) or `zxx` (no words).
    """

    uid: UUID
    address: str
    mark: str
    key: str
    name: str
    language: str
    bytes: int
    modified: datetime | None


def file_text(uid: UUID) -> list[PageText]:
    """The words of a download, page by page, while a public edition offers it; none otherwise, or where none were read."""
    return file_texts([uid]).get(uid, [])


def file_texts(uids: Collection[UUID]) -> dict[UUID, list[PageText]]:
    """`file_text` of many downloads, in two queries; those without words are not in it."""
    if not uids:
        return {}
    offering = Facet.objects.filter(name="file", value__in=[str(uid) for uid in uids])
    offered = offering.filter(edition__in=Edition.objects.filter(served(timezone.now()))).values_list(
        "value", flat=True
    )
    wanted = {UUID(value) for value in offered}
    readings = FileReading.objects.filter(file__uid__in=wanted).values_list("file__uid", "texts")
    return {uid: pages for uid, pages in readings if pages}


def stored_file(uid: UUID) -> StoredMedia | None:
    """A download; None where there is none of this uid, or where its bytes are lost."""
    file = File.objects.filter(uid=uid).first()
    return None if file is None else _stored(file, file.file, file.url, file.filename)


def picture_widths(uid: UUID) -> tuple[int, ...]:
    """The widths in which a picture is offered, as payloads name them; none where there is no such picture."""
    width = Picture.objects.filter(uid=uid).values_list("width", flat=True).first()
    if width is None:
        return ()
    return tuple(size for size in PICTURE_WIDTHS if size <= width) or (width,)


def stored_picture(uid: UUID, width: int) -> StoredMedia | None:
    """A picture as WebP in one of its widths, made when first asked for; None where it or its bytes are missing."""
    picture = Picture.objects.filter(uid=uid).first()
    if picture is None:
        return None
    try:
        with single_flight((uid, width)):
            rendition = _rendition(picture, width)
    except OSError:
        return None
    return _stored(picture, rendition.file, picture.address(width), f"{uid}-{width}.webp")


def _rendition(picture: Picture, width: int) -> Any:
    """One that is made of the picture's own bytes: what somebody was making while they were replaced shows the old ones."""
    picture.look_again()
    wanted = f"width-{width}|format-webp"
    found = picture.get_rendition(wanted)
    if found.made_of != picture.digest:
        picture.renditions.filter(pk=found.pk).delete()
        found = picture.create_rendition(Filter(spec=wanted))
    return found


def _stored(media: File | Picture, file: Any, address: str, name: str) -> StoredMedia | None:
    """`file` is a Django FieldFile."""
    storage, key = file.storage, file.name
    try:
        size = storage.size(key)
    except OSError:
        return None
    try:
        modified = storage.get_modified_time(key)
    except NotImplementedError:
        modified = None
    return StoredMedia(media.uid, address, media.mark, key, name, media.language, size, modified)
