"""HomePage and LandingPage."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.content.blocks.text import RICH_TEXT_FEATURES
from cms.content.pages import ContentPage

from .blocks import PromoBlock


class HomePage(ContentPage):
    """The first page of one language."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    promos = StreamField([("promo", PromoBlock())], verbose_name=_("promo cards"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    content_panels = ContentPage.panels_with(FieldPanel("introduction"), FieldPanel("promos"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class LandingPage(ContentPage):
    """Leads a group of readers to what is theirs: "For professionals", "Adoption support"."""

    promos = StreamField([("promo", PromoBlock())], verbose_name=_("promo cards"), blank=True)

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    content_panels = ContentPage.panels_with(FieldPanel("promos"))

    class Meta:
        verbose_name = _("landing page")
        verbose_name_plural = _("landing pages")
