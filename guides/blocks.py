"""Blocks that only guides and training have."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.content.blocks import BodyBlock


class ChapterBlock(blocks.StructBlock):
    """One chapter of a good practice guide."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    summary = blocks.TextBlock(label=_("Summary"), required=False)
    body = BodyBlock(label=_("Text"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Chapter")
