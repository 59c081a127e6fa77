"""Whom to ask."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ContactBlock(blocks.StructBlock):
    """A service's contact details. Never a private person's."""

    name = blocks.CharBlock(label=_("Name of the service or role"), max_length=200)
    organisation = SnippetChooserBlock("content.Organisation", label=_("Organisation"), required=False)
    telephone = blocks.CharBlock(label=_("Telephone"), required=False, max_length=40)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    website = blocks.URLBlock(label=_("Website"), required=False)
    hours = blocks.CharBlock(label=_("When it answers"), required=False, max_length=200)

    class Meta:
        icon = "mail"
        label = _("Contact")
