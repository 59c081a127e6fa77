"""Good practice guides."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.content.pages import ContentPage

from .blocks import ChapterBlock


class GuideIndexPage(ContentPage):
    """The good practice guides, one below the other."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.GuidePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("list of good practice guides")
        verbose_name_plural = _("lists of good practice guides")


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
