"""Files and pictures as payloads hold them, and what is wrong with those that cannot be shown in this language."""

from pathlib import PurePosixPath
from typing import Any, Final

from ..files.models import File, Picture, captions_fault
from .context import Context

# From a small telephone to a wide column on a sharp screen. Every picture is had in these widths and no others.
PICTURE_WIDTHS: Final = (320, 480, 800, 1200, 1600)
PICTURE_TYPE: Final = "image/webp"


def file_ref(file: File | None, title: str, context: Context, path: str) -> dict[str, Any] | None:
    """A download as offered in this language; None, with a gap noted, where it can't be."""
    if file is None:
        context.lacks("file_missing", path, title)
        return None
    if not context.speaks(file.language):
        context.lacks("file_language", path, file.title)
        return None
    if not context.in_public_collection(file):
        return None
    if file.is_spoken_otherwise:  # until somebody confirms that it is right, which is not known here
        context.lacks("file_words", path, file.beginning)
    context.files.add(file.uid)
    file.look_again()
    return {
        "id": str(file.uid),
        "title": title,
        "name": file.filename,
        "format": PurePosixPath(file.filename).suffix.lstrip(".").lower(),
        "bytes": file.file_size or 0,
        "digest": file.digest,
        "changed": (file.changed_at or file.created_at).isoformat(),
        "pages": file.pages,
        "language": file.language,
        "address": file.url,
    }


def captions_ref(file: File | None, title: str, context: Context, path: str) -> dict[str, Any] | None:
    """A video's captions; None, with a gap noted, where there are none that its viewers in this language could read."""
    if file is None:
        context.lacks("captions_missing", path, title)
    elif not context.speaks(file.language):
        context.lacks("captions_language", path, file.title)
    elif captions_fault(file):
        context.lacks("captions_broken", path, file.title)
    elif not context.in_public_collection(file):
        context.lacks("captions_private", path, file.title)
    else:
        return file_ref(file, title, context, path)
    return None


def iso_duration(seconds: int) -> str:
    """ISO 8601: `PT12M30S` for 750."""
    hours, rest = divmod(seconds, 3600)
    parts = ((hours, "H"), (rest // 60, "M"), (rest % 60, "S"))
    return "PT" + "".join(f"{count}{unit}" for count, unit in parts if count)


def picture_ref(
    picture: Picture | None, alt_text: str, decorative: bool, context: Context, path: str
) -> dict[str, Any] | None:
    """A picture as shown in this language; None, with a gap noted, where it can't be."""
    if picture is None:
        context.lacks("picture_missing", path)
        return None
    if not context.speaks(picture.language):
        context.lacks("picture_language" if picture.language else "picture_unsaid", path, picture.title)
        return None
    if not decorative and not alt_text:
        context.lacks("alt_text", path, picture.title)
        return None
    if not context.in_public_collection(picture):
        return None
    context.pictures.add(picture.uid)
    picture.look_again()
    sizes = [_size(picture, width) for width in PICTURE_WIDTHS if width <= picture.width] or [
        _size(picture, picture.width)
    ]
    return {
        "id": str(picture.uid),
        "digest": picture.digest,
        "bytes": picture.file_size or 0,
        "changed": (picture.changed_at or picture.created_at).isoformat(),
        **sizes[-1],
        "sizes": sizes,
        "alt_text": "" if decorative else alt_text,
        "decorative": decorative,
    }


def _size(picture: Picture, width: int) -> dict[str, Any]:
    height = max(1, round(picture.height * width / picture.width))
    return {
        "address": picture.address(width),
        "width": width,
        "height": height,
        "media_type": PICTURE_TYPE,
    }
