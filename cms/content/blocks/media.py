"""Pictures, downloads and recordings. Each language has its own; completeness is judged in cms.publication."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .text import TextBlock


class ImageBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it, or marked as decoration."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    decorative = blocks.BooleanBlock(label=_("Decoration only, no alternative text needed"), required=False)
    caption = blocks.CharBlock(label=_("Caption under the picture"), required=False, max_length=300)

    def clean(self, value: Any) -> Any:
        """Refuses a picture that has neither alternative text nor the mark of decoration."""
        cleaned = super().clean(value)
        if not cleaned["decorative"] and not cleaned["alt_text"]:
            message = _("Describe the picture for people who cannot see it, or mark it as decoration.")
            raise StructBlockValidationError(block_errors={"alt_text": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")


class FileBlock(blocks.StructBlock):
    """A download. Its name on the page is the title given here, in the page's language."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("File")


class VideoBlock(blocks.StructBlock):
    """A recording with its captions and its transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    address = blocks.URLBlock(label=_("Address of the video"))
    minutes = blocks.IntegerBlock(label=_("Duration in minutes"), min_value=1, required=False)
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    poster_alt_text = blocks.CharBlock(label=_("Alternative text of the still picture"), required=False, max_length=300)
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    transcript = TextBlock(label=_("Transcript"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
