"""Information for the people whose lives it is about and for those who stand by them."""

from django.utils.translation import gettext_lazy as _

from cms.content.pages import ContentPage


class InformationPage(ContentPage):
    """For parents, referees, parents' legal representatives, prospective adopters and carers."""

    parent_page_types = ["guides.SectionPage", "home.LandingPage", "home.HomePage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
