"""Snippets that pages share: organisations and topics. Each is translated like a page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize.fields import SynchronizedField


class Organisation(index.Indexed, TranslatableMixin, models.Model):
    """Who publishes or commissions content, or can be contacted about it."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True, help_text=_("The address in this language."))

    # Names are of no language of their own.
    names = ("name", "short_name")
    panels = [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("website")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, TranslatableMixin, models.Model):
    """What content is about. The code is the same in both languages and never changes once published."""

    code = models.SlugField(_("code"), max_length=60, help_text=_("The same in both languages, used in addresses."))
    name = models.CharField(_("name"), max_length=120)

    names = ()
    panels = [FieldPanel("code"), FieldPanel("name")]
    override_translatable_fields = [SynchronizedField("code", overridable=False)]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["code"]
        unique_together = [("translation_key", "locale"), ("code", "locale")]

    def __str__(self) -> str:
        return self.name


class TranslatedViewSet(SnippetViewSet):
    """Snippets' screens, whose breadcrumb Wagtail would keep in the language that the process started in."""

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Wagtail's first steps, named anew for each screen."""
        labels = (_("Home"), _("Snippets"))
        return [{**step, "label": label} for step, label in zip(super().breadcrumbs_items, labels, strict=False)]


class OrganisationViewSet(TranslatedViewSet):
    model = Organisation


class TopicViewSet(TranslatedViewSet):
    model = Topic


register_snippet(OrganisationViewSet)
register_snippet(TopicViewSet)
