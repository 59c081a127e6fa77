"""Pictures, downloads and recordings. Each language has its own; completeness is judged in cms.publication."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from ..files.captions import explanation
from ..files.models import captions_fault
from .shared import Shared
from .text import TextBlock

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
        """Refuses a picture that has neither alternative text nor the mark of decoration."""
        cleaned = super().clean(value)
        check_described(cleaned, "picture", "alt_text", "decorative")
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")


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
        """Refuses captions that no browser would show and a still picture that is not described."""
        cleaned = super().clean(value)
        if cleaned["captions"] and (fault := captions_fault(cleaned["captions"])):
            raise StructBlockValidationError(block_errors={"captions": ValidationError(explanation(*fault))})
        check_described(cleaned, "poster", "poster_alt_text", "poster_decorative")
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
