"""What editors say of files and pictures over both languages: which two files are one, and what a picture shows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.languages import Language


class FilePair(models.Model):
    """Two files that say the same, one in each language. Somebody confirmed it."""

    cy = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.CASCADE,
        related_name="pair_as_cy",
        verbose_name=_("Welsh"),
    )
    en = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.CASCADE,
        related_name="pair_as_en",
        verbose_name=_("English"),
    )

    class Meta:
        verbose_name = _("pair of files")
        verbose_name_plural = _("pairs of files")

    def __str__(self) -> str:
        return f"{self.cy} / {self.en}"


class PictureDescription(models.Model):
    """What a picture shows, in both languages, for those who cannot see it: where it is chosen it begins with these words."""

    picture = models.OneToOneField(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="described"
    )
    cy = models.CharField(max_length=255, blank=True)
    en = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = _("description of a picture")
        verbose_name_plural = _("descriptions of pictures")

    def __str__(self) -> str:
        return f"{self.cy} / {self.en}"

    def text(self, language: Language) -> str:
        """What is said in a language."""
        return self.cy if language == "cy" else self.en
