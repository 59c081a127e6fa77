"""Whom to ask."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..projection.context import Context
from ..projection.named_snippets import organisation
from .item_chooser import SharedChooserBlock


class ContactBlock(blocks.StructBlock):
    """A service's contact details. Never a private person's."""

    name = blocks.CharBlock(label=_("Name of the service or role"), max_length=200)
    organisation = SharedChooserBlock("content.Organisation", label=_("Organisation"), required=False)
    telephone = blocks.CharBlock(label=_("Telephone"), required=False, max_length=40)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    website = blocks.URLBlock(label=_("Website"), required=False)
    hours = blocks.CharBlock(label=_("When it answers"), required=False, max_length=200)

    class Meta:
        icon = "mail"
        label = _("Contact")


def _contact(value: Any, context: Context, path: str) -> dict[str, Any]:
    named = organisation(value["organisation"], context, f"{path}.organisation")
    plain = {name: value[name] or "" for name in ("name", "telephone", "email", "website", "hours")}
    return {**plain, "organisation": named["name"] if named else ""}


@block("contact", _contact)
class ContactPayload(BlockPayload):
    """How somebody is to be reached. What is not known is empty."""

    type: Literal["contact"]
    name: str = fields.text("Who or what is to be reached.")
    organisation: str = fields.name("The organisation that it belongs to.")
    telephone: str = fields.code("The telephone number.")
    email: str = fields.address("The e-mail address.")
    website: str = fields.address("The address of the website.")
    hours: str = fields.text("When it can be reached.")
