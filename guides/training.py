"""Recorded training modules."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.content.blocks import VideoBlock
from cms.content.pages import ContentPage


class TrainingIndexPage(ContentPage):
    """A series of recorded modules."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.ModulePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("training series")
        verbose_name_plural = _("training series")


class ModulePage(ContentPage):
    """One recorded module of a series."""

    part_number = models.PositiveSmallIntegerField(_("part number"))
    video = StreamField([("video", VideoBlock())], verbose_name=_("video"), max_num=1, blank=True)
    learning_outcomes = StreamField(
        [("outcome", blocks.TextBlock(label=_("Outcome")))], verbose_name=_("learning outcomes"), blank=True
    )
    who_it_is_for = models.TextField(_("who it is for"), blank=True)

    parent_page_types = ["guides.TrainingIndexPage"]
    subpage_types: list[str] = []
    content_panels = ContentPage.panels_with(
        FieldPanel("part_number"), FieldPanel("video"), FieldPanel("learning_outcomes"), FieldPanel("who_it_is_for")
    )

    class Meta:
        verbose_name = _("training module")
        verbose_name_plural = _("training modules")
