"""PolicyPage and its clauses: what editors fill in, and the payload that all else is derived from."""

from datetime import date
from typing import Literal

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import TextBlock
from cms.content.declaration import fields
from cms.content.declaration.blocks import BlockPayload, block
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Listing
from cms.content.declaration.registry import item
from cms.content.declaration.values import RichText
from cms.content.pages import ContentPage
from cms.content.vocabularies import Label


class ClauseBlock(blocks.StructBlock):
    """One clause of a policy."""

    heading = blocks.CharBlock(max_length=200)
    text = TextBlock()
    duties = blocks.ListBlock(blocks.TextBlock(), default=[])
    guidance = blocks.URLBlock(required=False)


@block("clause")
class ClausePayload(BlockPayload):
    """One clause of a policy."""

    type: Literal["clause"]
    heading: str = fields.heading("What it is about.")
    text: RichText = fields.rich_text("What it says.")
    duties: list[str] = fields.text("What has to be done because of it.")
    guidance: str = fields.address("Where to read more; empty where that is not said.")


class PolicyPage(ContentPage):
    """A policy of an agency, clause by clause."""

    reference = models.CharField(max_length=20)
    effective_from = models.DateField(null=True, blank=True)
    scope = models.TextField(blank=True)
    clauses = StreamField([("clause", ClauseBlock())], blank=True)

    override_translatable_fields = [SynchronizedField("reference", overridable=False)]
    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with(
        FieldPanel("reference"), FieldPanel("effective_from"), FieldPanel("scope"), FieldPanel("clauses")
    )


@item(
    PolicyPage,
    label=Label("Polisi", "Policy"),
    listing=Listing("policies", "Policies of agencies.", "policies of agencies"),
)
class PolicyPayload(ItemPayload):
    """A policy of an agency."""

    type: Literal["policy"]
    reference: str = fields.code("Its reference, the same in both languages.", in_lists=True)
    effective_from: date | None = fields.date(
        "From when it holds; null where that is not said.",
        title=Label("Mewn grym o", "In force from"),
        before_body=True,
    )
    scope: str = fields.text(
        "Whom it binds.", title=Label("Pwy sydd wedi'i rwymo", "Who is bound by it"), before_body=True
    )
    clauses: list[ClausePayload] = fields.part("Its clauses, in order.")
