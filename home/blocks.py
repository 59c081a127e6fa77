"""Promo cards: a picture, a few words and where they lead."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PromoBlock(blocks.StructBlock):
    """A card that leads to one of our pages."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    picture = ImageChooserBlock(label=_("Picture"), required=False)
    alt_text = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        help_text=_("Empty where the picture is decoration."),
    )
    page = blocks.PageChooserBlock(label=_("Page it leads to"))

    class Meta:
        icon = "pick"
        label = _("Promo card")
