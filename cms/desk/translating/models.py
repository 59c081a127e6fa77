"""Texts that nobody has confirmed yet. They stand beside wagtail-localize's records, which hold what counts as translated."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import String, Translation, TranslationContext


class Origin(models.TextChoices):
    """Where a draft comes from."""

    PERSON = "person", _("Written here")
    MACHINE = "machine", _("Machine translation")
    FILE = "file", _("From a file")


class SegmentDraft(models.Model):
    """What is being written as the translation of a source's text in one place: kept as somebody types, by a machine or a file.

    No page is made from it. It goes when a person confirms it, which makes a `StringTranslation` of it.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="drafts")
    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    data = models.TextField(_("text"), blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PERSON)
    tool = models.CharField(max_length=255, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a translated text")
        verbose_name_plural = _("drafts of translated texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation", "string", "context"], name="translating_draft_of_segment")
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.string_id} {self.context_id}"
