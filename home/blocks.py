"""Promo cards: a picture, a few words and where they lead."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.content.blocks.item_chooser import ItemChooserBlock
from cms.content.blocks.media import check_described
from cms.content.declaration import fields
from cms.content.declaration.values import Frozen, PictureRef
from cms.content.languages import Language
from cms.content.projection.context import Context
from cms.content.projection.media_refs import picture_ref


class PromoBlock(blocks.StructBlock):
    """A card that leads to one of our pages."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False)
    picture = ImageChooserBlock(label=_("Picture"), required=False)
    alt_text = blocks.CharBlock(label=_("Alternative text"), required=False, max_length=300)
    decorative = blocks.BooleanBlock(label=_("Decoration only, no alternative text needed"), required=False)
    page = ItemChooserBlock(label=_("Page it leads to"))

    def clean(self, value: Any) -> Any:
        """Refuses a picture that has neither alternative text nor the mark of decoration; a draft may wait for it."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            check_described(cleaned, "picture", "alt_text", "decorative")
        return cleaned

    class Meta:
        icon = "pick"
        label = _("Promo card")


class Promo(Frozen):
    """A card that leads to an item."""

    id: str = fields.code("The same in both languages; stays the same through edits.")
    lang: Language = fields.code("The language of the words.")
    title: str = fields.text("Its title.", weight=None)
    text: str = fields.text("What it says, as plain text.", weight=None)
    picture: PictureRef | None = fields.picture("Its picture; null where it has none.")
    item: UUID = fields.link("The UUID of the item that it leads to.")
    address: str = fields.address("The address of the item's public page.")
    language: Language = fields.code("The language of what is at `address`.")


def with_promos(page: Any, context: Context) -> dict[str, Any]:
    """The cards of a page that lead to a page which still exists."""
    return {"promos": [_promo(block, context) for block in page.promos if block.value["page"] is not None]}


def _promo(block: Any, context: Context) -> dict[str, Any]:
    value, path = block.value, f"promos.{block.id}"
    alt_text, decorative = value["alt_text"] or "", bool(value["decorative"])
    return {
        "id": str(block.id),
        "lang": context.language,
        "title": value["title"],
        "text": value["text"] or "",
        "picture": value["picture"] and picture_ref(value["picture"], alt_text, decorative, context, path),
        "item": str(value["page"].translation_key),
        "address": None,
        "language": None,
    }
