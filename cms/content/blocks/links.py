"""Links to our own items, which follow the reader's language, and to other sites, which are given per language."""

from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..declaration.values import LinkRef
from ..projection.context import Context
from .item_chooser import ItemChooserBlock


class LinkBlock(blocks.StructBlock):
    """One link: to a page of ours or to an address elsewhere."""

    text = blocks.CharBlock(label=_("Text of the link"), max_length=200)
    page = ItemChooserBlock(label=_("Page of ours"), required=False)
    address = blocks.URLBlock(label=_("Address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        """Refuses a link that leads nowhere or to two places, but in a draft."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and bool(cleaned["page"]) == bool(cleaned["address"]):
            raise ValidationError(_("Give either a page of ours or an address elsewhere."))
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class RelatedLinksBlock(blocks.StructBlock):
    """A short list of links under a title."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Related links")


def _links(value: Any, context: Context, path: str) -> dict[str, Any]:
    return {"title": value["title"], "links": [link for entry in value["links"] if (link := _link(entry))]}


def _link(entry: Any) -> dict[str, Any] | None:
    """A link as it is stored; composition gives a page's address and its language."""
    if entry["page"] is not None:
        return {"text": entry["text"], "item": str(entry["page"].translation_key), "address": None, "language": None}
    if entry["address"]:
        return {"text": entry["text"], "item": None, "address": entry["address"], "language": None}
    return None


@block("links", _links)
class LinksPayload(BlockPayload):
    """A list of links."""

    type: Literal["links"]
    title: str = fields.text("Its title.")
    links: list[LinkRef] = fields.part("The links, in order.")
