"""HomePage and LandingPage."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from cms.content.blocks.text import RICH_TEXT_FEATURES
from cms.content.declaration import fields
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Single
from cms.content.declaration.registry import item
from cms.content.declaration.values import RichText
from cms.content.pages import ContentPage
from cms.content.vocabularies import Label

from .blocks import Promo, PromoBlock, with_promos


class HomePage(ContentPage):
    """The first page of one language."""

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    promos = StreamField([("promo", PromoBlock())], verbose_name=_("promo cards"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    content_panels = ContentPage.panels_with(FieldPanel("introduction"), FieldPanel("promos"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


@item(
    HomePage,
    label=Label("Hafan", "Home page"),
    projector=with_promos,
    single=Single("home", "The home page.", Label("Nid oes tudalen hafan gyhoeddus.", "There is no public home page.")),
)
class HomePayload(ItemPayload):
    """The home page."""

    type: Literal["home"]
    introduction: RichText = fields.rich_text("What stands at its head.", weight="summary", before_body=True)
    promos: list[Promo] = fields.part("The cards that lead on from it.", template="promos")


class LandingPage(ContentPage):
    """Leads a group of readers to what is theirs: "For professionals", "Adoption support"."""

    promos = StreamField([("promo", PromoBlock())], verbose_name=_("promo cards"), blank=True)

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    content_panels = ContentPage.panels_with(FieldPanel("promos"))

    class Meta:
        verbose_name = _("introduction page")
        verbose_name_plural = _("introduction pages")


@item(LandingPage, label=Label("Tudalen gyflwyno", "Introduction page"), projector=with_promos)
class LandingPayload(ItemPayload):
    """A page that introduces a part of the site."""

    type: Literal["landing"]
    promos: list[Promo] = fields.part("The cards that lead on from it.", template="promos")
