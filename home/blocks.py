"""Promo cards: a picture, a few words and where they lead."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.content.blocks.media import check_described


class PromoBlock(blocks.StructBlock):
    """A card that leads to one of our pages."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    picture = ImageChooserBlock(label=_("Picture"), required=False)
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    decorative = blocks.BooleanBlock(label=_("Decoration only, no alternative text needed"), required=False)
    page = blocks.PageChooserBlock(label=_("Page it leads to"))

    def clean(self, value: Any) -> Any:
        """Refuses a picture that has neither alternative text nor the mark of decoration."""
        cleaned = super().clean(value)
        check_described(cleaned, "picture", "alt_text", "decorative")
        return cleaned

    class Meta:
        icon = "pick"
        label = _("Promo card")
