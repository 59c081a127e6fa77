"""Information for the people whose lives it is about and for those who stand by them."""

from typing import Literal

from django.utils.translation import gettext_lazy as _

from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Listing
from cms.content.declaration.registry import item
from cms.content.pages import ContentPage
from cms.content.vocabularies import Label


class InformationPage(ContentPage):
    """For parents, referees, parents' legal representatives, prospective adopters and carers."""

    parent_page_types = ["guides.SectionPage", "home.LandingPage", "home.HomePage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")


@item(
    InformationPage,
    label=Label("Gwybodaeth", "Information"),
    listing=Listing(
        "information",
        "Information for parents, referees and professionals.",
        "information for parents, referees and professionals",
        "For parents, referees, legal representatives, prospective adopters and carers; see `audience`.",
    ),
)
class InformationPayload(ItemPayload):
    """Information for parents, referees or professionals."""

    type: Literal["information"]
