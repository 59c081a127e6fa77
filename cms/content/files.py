"""Files and pictures: what is downloaded or shown, each saying which language its words are in."""

import uuid
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from .languages import FILE_LANGUAGES, PICTURE_LANGUAGES, WORDLESS
from .page_count import count_pages


class File(AbstractDocument):
    """A download in one language, or in both side by side."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=FILE_LANGUAGES)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)

    admin_form_fields = ("title", "language", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Counts the pages of a newly uploaded PDF or Word file before saving."""
        if self.file and not self.file._committed:
            self.pages = count_pages(self.file, self.file_extension)
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """The public address; it answers only while a public edition offers this file."""
        return f"{settings.API_URL}/files/{self.uid}/{quote(self.filename)}"


class Picture(AbstractImage):
    """A picture. One with words in it belongs to a language like a file does."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(
        _("language of the words in it"), max_length=3, choices=PICTURE_LANGUAGES, default=WORDLESS
    )

    admin_form_fields = (
        "title",
        "language",
        "file",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class Rendition(AbstractRendition):
    """A picture at one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_size")
        ]
