"""The Welsh Early Permanence framework: numbered sections and their resources."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.content.pages import ContentPage
from cms.content.vocabularies import KINDS, choices

SECTION_NUMBER = RegexValidator(r"^[0-9]{1,2}(\.[0-9]{1,2})?$", _("A number such as 6 or 6.2."))


class FrameworkPage(ContentPage):
    """A framework: an introduction with its sections below it."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.SectionPage", "guides.ResourcePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")


class SectionPage(ContentPage):
    """A numbered section of a framework."""

    number = models.CharField(_("number"), max_length=5, validators=[SECTION_NUMBER])

    override_translatable_fields = [SynchronizedField("number", overridable=False)]
    parent_page_types = ["guides.FrameworkPage"]
    subpage_types = ["guides.ResourcePage", "guides.InformationPage"]
    content_panels = ContentPage.panels_with(FieldPanel("number"))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")


class ResourcePage(ContentPage):
    """Something to use: a flowchart, an e-module, a checklist, a template …"""

    kind = models.CharField(_("kind"), max_length=30, choices=choices(KINDS))

    parent_page_types = ["guides.SectionPage", "guides.FrameworkPage", "home.LandingPage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with(FieldPanel("kind"))

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
