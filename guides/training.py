"""Recorded training modules."""

from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.content.blocks import VideoBlock
from cms.content.blocks.media import VideoPayload
from cms.content.declaration import fields
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.listings import Listing
from cms.content.declaration.registry import item
from cms.content.pages import ContentPage
from cms.content.vocabularies import Label


class TrainingIndexPage(ContentPage):
    """A series of recorded modules."""

    parent_page_types = ["home.HomePage", "home.LandingPage"]
    subpage_types = ["guides.ModulePage"]
    content_panels = ContentPage.panels_with()

    class Meta:
        verbose_name = _("training series")
        verbose_name_plural = _("training series")


@item(TrainingIndexPage, label=Label("Cyfres hyfforddi", "Training series"))
class TrainingPayload(ItemPayload):
    """The page that introduces a training series. Its modules are its children."""

    type: Literal["training"]


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


@item(
    ModulePage,
    label=Label("Modiwl hyfforddi", "Training module"),
    listing=Listing(
        "training",
        "The modules of the training series.",
        "training modules",
        "The page that introduces the series is at `/items?type=training`.",
    ),
)
class ModulePayload(ItemPayload):
    """One module of a training series."""

    type: Literal["module"]
    part_number: int = fields.number("Its number in the series, from 1.", title=Label("Rhan", "Part"), in_lists=True)
    video: VideoPayload | None = fields.part("Its recording; null where it has none.", before_body=True)
    learning_outcomes: list[str] = fields.text(
        "What one knows or can do after it.", title=Label("Deilliannau dysgu", "Learning outcomes"), before_body=True
    )
    who_it_is_for: str = fields.text(
        "Whom it is made for, in words; empty where that is not said.",
        title=Label("Ar gyfer pwy y mae'r modiwl hwn", "Who this module is for"),
        before_body=True,
    )
