"""Pictures, downloads and recordings. Each language has its own; completeness is judged in cms.publication."""

import re
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..declaration.values import FileRef, Frozen, PictureRef, RichText
from ..files.captions import explanation
from ..files.models import captions_fault
from ..projection.context import Context
from ..projection.media_refs import captions_ref, file_ref, iso_duration, picture_ref
from ..projection.rich_text import rich_text
from .shared import Shared
from .text import TextBlock

# British Sign Language (ISO 639-3).
BSL: Final = "bfi"

# `m:ss`, or `h:mm:ss` from an hour on.
DURATION: Final = re.compile(r"(?:(?P<hours>[1-9]\d?):(?P<wide>[0-5]\d)|(?P<minutes>[1-5]?\d)):(?P<seconds>[0-5]\d)")


def seconds_of(duration: str) -> int:
    """How many seconds a duration as it is typed has: 750 for `12:30`. 0 for what is none."""
    match = DURATION.fullmatch(duration)
    if match is None:
        return 0
    minutes = int(match["wide"] or match["minutes"]) + 60 * int(match["hours"] or 0)
    return minutes * 60 + int(match["seconds"])


class ImageBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it, or marked as decoration."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    decorative = blocks.BooleanBlock(label=_("Decoration only, no alternative text needed"), required=False)
    caption = blocks.CharBlock(label=_("Caption under the picture"), required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        """Refuses a picture that has neither alternative text nor the mark of decoration; a draft may wait for it."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            check_described(cleaned, "picture", "alt_text", "decorative")
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")


def _image(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    picture = picture_ref(value["picture"], value["alt_text"] or "", bool(value["decorative"]), context, path)
    return picture and {"picture": picture, "caption": value["caption"] or ""}


@block("image", _image)
class ImagePayload(BlockPayload):
    """A picture in the body."""

    type: Literal["image"]
    picture: PictureRef = fields.picture("The picture.")
    caption: str = fields.text("What is written below it; empty where nothing is.")


def check_described(value: Any, picture: str, alt_text: str, decorative: str) -> None:
    """Raises StructBlockValidationError for a picture with neither alternative text nor the mark of decoration."""
    if value[picture] and not value[decorative] and not value[alt_text]:
        message = _("Describe the picture for people who cannot see it, or mark it as decoration.")
        raise StructBlockValidationError(block_errors={alt_text: ValidationError(message)})


class FileBlock(blocks.StructBlock):
    """A download. Its name on the page is the title given here, in the page's language."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("File")


def _file(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    found = file_ref(value["file"], value["title"], context, path)
    return found and {"file": found}


@block("file", _file)
class FilePayload(BlockPayload):
    """A download in the body."""

    type: Literal["file"]
    file: FileRef = fields.file("The download.")


class DurationBlock(blocks.RegexBlock):
    """How long a recording is. Figures have no language: wagtail-localize copies them."""

    def __init__(self, **kwargs: Any) -> None:
        message = _("Write minutes and seconds, 12:30, or hours too, 1:02:30.")
        kwargs.setdefault("help_text", message)
        # The whole text, and not only zeros.
        pattern = rf"\A(?!0+:00\Z)(?:{DURATION.pattern})\Z"
        super().__init__(regex=pattern, error_messages={"invalid": message}, **kwargs)


class SharedAddressBlock(Shared, blocks.URLBlock):
    """An address that serves both languages."""


class VideoBlock(blocks.StructBlock):
    """A recording with its captions and its transcript, without which no language is published.

    A draft may lack them, or have another language's; what is faulty is refused at once.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    address = blocks.URLBlock(label=_("Address of the video"))
    duration = DurationBlock(label=_("Duration"))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    poster_alt_text = blocks.CharBlock(label=_("Alternative text of the still picture"), required=False, max_length=300)
    poster_decorative = blocks.BooleanBlock(
        label=_("The still picture is decoration only, no alternative text needed"), required=False
    )
    captions = DocumentChooserBlock(
        label=_("Captions (WebVTT)"),
        required=False,
        help_text=_("A file in this page's language. Needed before the page can be public."),
    )
    transcript = TextBlock(label=_("Transcript"), required=False, help_text=_("Needed before the page can be public."))
    sign_language = SharedAddressBlock(
        label=_("Address of the version in British Sign Language"),
        required=False,
        help_text=_("One recording serves both languages."),
    )

    def clean(self, value: Any) -> Any:
        """Refuses captions that no browser would show and, but for a draft, a still picture that is not described."""
        cleaned = super().clean(value)
        if cleaned["captions"] and (fault := captions_fault(cleaned["captions"])):
            raise StructBlockValidationError(block_errors={"captions": ValidationError(explanation(*fault))})
        if not self.is_deferred_validation:
            check_described(cleaned, "poster", "poster_alt_text", "poster_decorative")
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")


def _video(value: Any, context: Context, path: str) -> dict[str, Any]:
    alt_text, decorative = value["poster_alt_text"] or "", bool(value["poster_decorative"])
    seconds = seconds_of(value["duration"] or "")
    return {
        "title": value["title"],
        "address": value["address"],
        "duration": iso_duration(seconds) if seconds else None,
        "seconds": seconds or None,
        "poster": value["poster"] and picture_ref(value["poster"], alt_text, decorative, context, f"{path}.poster"),
        "captions": captions_ref(value["captions"], value["title"], context, f"{path}.captions"),
        "transcript": _transcript(value, context, f"{path}.transcript"),
        "sign_language": {"address": value["sign_language"], "language": BSL} if value["sign_language"] else None,
    }


def _transcript(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    written = value["transcript"]
    transcript = rich_text(written.source, context) if written and written.source else None
    if transcript is None or not transcript["plain"]:
        context.lacks("transcript_missing", path, value["title"])
        return None
    return transcript


class SignLanguage(Frozen):
    """A recording's version in British Sign Language, which serves both languages."""

    address: str = fields.address("Where it can be seen.", shared=True)
    language: Literal["bfi"] = fields.code("`bfi`: British Sign Language in ISO 639-3.")


@block("video", _video)
class VideoPayload(BlockPayload):
    """A recording. None is without captions and a transcript in the language of the item."""

    type: Literal["video"]
    title: str = fields.heading("Its title.")
    address: str = fields.address("Where it can be seen.")
    duration: str | None = fields.code("Its length in ISO 8601, such as `PT12M30S`; null where not known.")
    seconds: int | None = fields.number("Its length in seconds; null where not known.")
    poster: PictureRef | None = fields.picture("The picture to show before it plays; null where there is none.")
    captions: FileRef = fields.file("A WebVTT file, which may be a `track` as it is.", weight=None)
    transcript: RichText = fields.rich_text("All that is said.")
    sign_language: SignLanguage | None = fields.part("Its version in British Sign Language; null where there is none.")
