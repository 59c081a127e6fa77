"""Blocks of running text.

Rich text takes no pictures, embeds or documents: wagtail-localize copies their words unseen. They have blocks of their own.
"""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText as RichTextValue

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..declaration.values import RichText
from ..projection.context import Context
from ..projection.rich_text import rich_text
from ..projection.text_links import with_page_links

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the second or third level."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("2", _("Heading")), ("3", _("Subheading"))], default="2")

    class Meta:
        icon = "title"
        label = _("Heading")


@block("heading")
class HeadingPayload(BlockPayload):
    """A heading in the body."""

    type: Literal["heading"]
    text: str = fields.heading("Its words.")
    level: Literal[2, 3] = fields.number("2, or 3 for a heading below one.")


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Refuses links that lead nowhere outside the page; one to a path of ours becomes one to the page there."""
        cleaned = super().clean(value)
        return RichTextValue(with_page_links(cleaned.source)) if cleaned and cleaned.source else cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")


def _text(value: Any, context: Context, path: str) -> dict[str, Any]:
    return {"text": rich_text(value.source, context)}


@block("text", _text)
class TextPayload(BlockPayload):
    """Formatted text."""

    type: Literal["text"]
    text: RichText = fields.rich_text("The text.")


class KeyMessageBlock(blocks.StructBlock):
    """What a reader should take away, set apart."""

    text = TextBlock(label=_("Message"))

    class Meta:
        icon = "warning"
        label = _("Key message")


@block("key_message")
class KeyMessagePayload(BlockPayload):
    """Something to be remembered, set apart from the text."""

    type: Literal["key_message"]
    text: RichText = fields.rich_text("The message.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who they are if they agreed to be named by role."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


@block("quote")
class QuotePayload(BlockPayload):
    """Somebody's words."""

    type: Literal["quote"]
    text: str = fields.text("The words.")
    attribution: str = fields.text("Who said them; empty where that is not said.")


class ExpandableBlock(blocks.StructBlock):
    """Text behind a heading that opens it."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=200)
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "collapse-down"
        label = _("Expandable text")


@block("expandable")
class ExpandablePayload(BlockPayload):
    """Text that is shown when its heading is opened."""

    type: Literal["expandable"]
    heading: str = fields.heading("What is shown while it is closed.")
    text: RichText = fields.rich_text("What is shown when it is open.")
