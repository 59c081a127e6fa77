"""Files and pictures: what is downloaded or shown, each saying which language its words are in."""

import uuid
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from ..languages import FILE_LANGUAGES, PICTURE_LANGUAGES, WORDLESS
from .captions import explanation
from .extraction import Extraction, Outcome, PageText, extract


class File(AbstractDocument):
    """A download in one language, or in both side by side."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=FILE_LANGUAGES)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)

    admin_form_fields = ("title", "language", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def clean(self) -> None:
        """Checks the extension. A file dropped on the page is checked as it comes, and its form has no file any more."""
        if self.file:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Reads the words and counts the pages of a newly uploaded file. What cannot be read is saved all the same."""
        if kwargs.get("update_fields") is not None or not self._needs_reading() or not self.read_again(*args, **kwargs):
            super().save(*args, **kwargs)

    def read_again(self, *args: Any, **kwargs: Any) -> bool:
        """Reads what the file says, and saves it with that. False, and nothing saved, where its bytes are lost."""
        found = self._read()
        if found is None:
            return False
        self.pages = found.count
        # Whoever hears of the file must find what was read of it.
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.reading = FileReading.record(self, found)
        return True

    def _needs_reading(self) -> bool:
        if not self.file:
            return False
        return not self.file._committed or self.reading_or_none is None or self.reading.key != self.file.name

    def _read(self) -> Extraction | None:
        """What the bytes say; None where they are lost."""
        try:
            with self.open_file() as file:
                self.file_size = self.file.size
                return extract(file, self.file_extension, self.file_size)
        except OSError:
            return None

    @property
    def reading_or_none(self) -> "FileReading | None":
        """What was read of it, or None where nobody has tried."""
        try:
            return self.reading
        except FileReading.DoesNotExist:
            return None

    @property
    def reading_report(self) -> str:
        """What could be read of it, or why nothing could, in the language of the screen."""
        reading = self.reading_or_none
        return reading.report if reading else gettext("Its words have not been read yet.")

    @property
    def url(self) -> str:
        """The public address; it answers only while a public edition offers this file."""
        return f"{settings.API_URL}/files/{self.uid}/{quote(self.filename)}"


class FileReading(models.Model):
    """What was read of a file when it was uploaded. A table of its own, so that lists of files stay light.

    `key` is where the bytes lay that were read. `texts` is a list of `{"page", "text"}`. `fault` and `line` say what is
    wrong with captions.
    """

    file = models.OneToOneField(File, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    key = models.CharField(max_length=255)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    words = models.PositiveIntegerField(default=0)
    texts = models.JSONField(default=list)
    fault = models.CharField(max_length=12, blank=True)
    line = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"

    @classmethod
    def record(cls, file: File, found: Extraction) -> "FileReading":
        """Stores what was read of a saved file."""
        values = {
            "key": file.file.name,
            "outcome": found.outcome,
            "words": found.words,
            "texts": list(found.pages),
            "fault": found.fault,
            "line": found.line,
        }
        return cls.objects.update_or_create(file=file, defaults=values)[0]

    @property
    def pages(self) -> list[PageText]:
        """The words, page by page."""
        return self.texts

    @property
    def is_read(self) -> bool:
        """Whether there are words of it."""
        return self.outcome == Outcome.READ

    @property
    def report(self) -> str:
        """What could be read, or why nothing could, in the language of the screen."""
        label = str(Outcome(self.outcome).label)
        if self.outcome == Outcome.CAPTIONS:
            return f"{label} {explanation(self.fault, self.line)}"
        if not self.is_read:
            return label
        counts = [gettext("Pages: %(pages)d.") % {"pages": self.file.pages}] if self.file.pages else []
        return " ".join([label, *counts, gettext("Words: %(words)d.") % {"words": self.words}])


def captions_fault(file: File) -> tuple[str, int] | None:
    """Why a file cannot be a video's captions, as `explanation` takes it; None where it can."""
    if file.file_extension.lower() != "vtt":
        return "format", 0
    reading = file.reading_or_none
    if reading is None or not (reading.is_read or reading.fault):
        return "unread", 0
    return None if reading.is_read else (reading.fault, reading.line)


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
