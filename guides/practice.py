"""Good practice guides."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.content.declaration import fields
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Listing
from cms.content.declaration.registry import item
from cms.content.pages import ContentPage
from cms.content.vocabularies import Label

from .blocks import Chapter, ChapterBlock


class GuideIndexPage(ContentPage):
    """The good practice guides, one below the other."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.GuidePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("list of good practice guides")
        verbose_name_plural = _("lists of good practice guides")


@item(GuideIndexPage, label=Label("Cyfres o ganllawiau", "Series of guides"))
class GuideIndexPayload(ItemPayload):
    """The page that introduces the good practice guides, which are its children."""

    type: Literal["guide_index"]


class GuidePage(ContentPage):
    """A good practice guide in chapters."""

    key_messages = StreamField(
        [("message", blocks.TextBlock(label=_("Message")))], verbose_name=_("key messages"), blank=True
    )
    chapters = StreamField([("chapter", ChapterBlock())], verbose_name=_("chapters"), blank=True)
    practice_points = StreamField(
        [("point", blocks.TextBlock(label=_("Point")))], verbose_name=_("practice points"), blank=True
    )

    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with(
        FieldPanel("key_messages"), FieldPanel("chapters"), FieldPanel("practice_points")
    )

    class Meta:
        verbose_name = _("good practice guide")
        verbose_name_plural = _("good practice guides")


@item(
    GuidePage,
    label=Label("Canllaw arfer da", "Good practice guide"),
    listing=Listing(
        "guides",
        "Good practice guides.",
        "good practice guides",
        "The page that introduces them is at `/items?type=guide_index`.",
    ),
)
class GuidePayload(ItemPayload):
    """A good practice guide."""

    type: Literal["guide"]
    key_messages: list[str] = fields.text(
        "What is to be remembered of it.", title=Label("Negeseuon allweddol", "Key messages"), before_body=True
    )
    chapters: list[Chapter] = fields.part("Its chapters, in order.", template="chapters")
    practice_points: list[str] = fields.text(
        "What to do in practice.", title=Label("Pwyntiau ymarfer", "Practice points")
    )
