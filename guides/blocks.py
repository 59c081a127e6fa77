"""Blocks that only guides and training have."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.content.blocks import BodyBlock
from cms.content.declaration import fields
from cms.content.declaration.blocks import AnyBlock
from cms.content.declaration.values import Frozen
from cms.content.languages import Language


class ChapterBlock(blocks.StructBlock):
    """One chapter of a good practice guide."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    summary = blocks.TextBlock(label=_("Summary"), required=False)
    body = BodyBlock(label=_("Text"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Chapter")


class Chapter(Frozen):
    """A chapter of a good practice guide."""

    id: str = fields.code("The same in both languages; stays the same through edits.")
    lang: Language = fields.code("The language of the words.")
    title: str = fields.heading("Its title.")
    summary: str = fields.text("What it is about; empty where that is not said.")
    body: list[AnyBlock] = fields.part("Its content, block by block.")
