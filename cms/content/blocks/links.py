"""Links to our own items, which follow the reader's language, and to other sites, which are given per language."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    """One link: to a page of ours or to an address elsewhere."""

    text = blocks.CharBlock(label=_("Text of the link"), max_length=200)
    page = blocks.PageChooserBlock(label=_("Page of ours"), required=False)
    address = blocks.URLBlock(label=_("Address elsewhere"), required=False)

    def clean(self, value: Any) -> Any:
        """Refuses a link that leads nowhere or to two places."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
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
