"""Blocks of running text.

Rich text takes no pictures, embeds or documents: wagtail-localize copies their words unseen. They have blocks of their own.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the second or third level."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("Heading")), ("3", _("Subheading"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class KeyMessageBlock(blocks.StructBlock):
    """What a reader should take away, set apart."""

    text = TextBlock(label=_("Message"))

    class Meta:
        icon = "warning"
        label = _("Key message")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who they are if they agreed to be named by role."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class ExpandableBlock(blocks.StructBlock):
    """Text behind a heading that opens it."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "collapse-down"
        label = _("Expandable text")
