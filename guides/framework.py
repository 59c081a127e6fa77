"""The Welsh Early Permanence framework: numbered sections and their resources."""

from typing import Literal

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.content.declaration import fields
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Listing, Numbered, Single
from cms.content.declaration.registry import item
from cms.content.declaration.values import Coded
from cms.content.pages import ContentPage
from cms.content.vocabularies import KINDS, Label, choices

SECTION_NUMBER = RegexValidator(r"^[0-9]{1,2}(\.[0-9]{1,2})?$", _("A number such as 6 or 6.2."))


class FrameworkPage(ContentPage):
    """A framework: an introduction with its sections below it."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.SectionPage", "guides.ResourcePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")


@item(
    FrameworkPage,
    label=Label("Y fframwaith", "The framework"),
    single=Single(
        "framework",
        "The framework: the first in the editors' order, where there are several.",
        Label("Nid oes fframwaith cyhoeddus.", "There is no public framework."),
    ),
)
class FrameworkPayload(ItemPayload):
    """The framework: its introduction. Its sections are its children."""

    type: Literal["framework"]


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


@item(
    SectionPage,
    label=Label("Adran o'r fframwaith", "Section of the framework"),
    listing=Listing("sections", "The framework's sections.", "sections of the framework"),
    numbered=Numbered(
        "section",
        "One section of the framework, by its number.",
        Label("Nid oes adran gyhoeddus â'r rhif hwn.", "There is no public section with this number."),
    ),
    gathers=True,
)
class SectionPayload(ItemPayload):
    """A numbered section of the framework."""

    type: Literal["section"]
    number: str = fields.number("Its number, such as `6` or `6.2`.", title=Label("Adran", "Section"), in_lists=True)


class ResourcePage(ContentPage):
    """Something to use: a flowchart, an e-module, a checklist, a template …"""

    kind = models.CharField(_("kind"), max_length=30, choices=choices(KINDS))

    parent_page_types = ["guides.SectionPage", "guides.FrameworkPage", "home.LandingPage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with(FieldPanel("kind"))

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")


@item(
    ResourcePage,
    label=Label("Adnodd", "Resource"),
    listing=Listing(
        "resources",
        "Resources for practice.",
        "resources",
        "Flowcharts, e-modules, checklists, templates and the like; `kind` says which.",
    ),
)
class ResourcePayload(ItemPayload):
    """A resource for practice: a checklist, a flowchart, a template."""

    type: Literal["resource"]
    kind: Coded = fields.coded("What kind of resource it is.", KINDS, in_lists=True)
