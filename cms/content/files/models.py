"""Files and pictures: what is downloaded or shown, each saying which language its words are in."""

import logging
import uuid
from typing import Any, ClassVar, Final
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.search import index

from ..languages import CODES, FILE_LANGUAGES, PICTURE_LANGUAGES
from .captions import explanation
from .extraction import Extraction, Outcome, PageText, extract
from .single_flight import single_flight
from .stored_bytes import StoredBytes

logger = logging.getLogger(__name__)
# With `made`: whether a size of a picture could be made.
picture_made = Signal()
# Enough of a file to know it by.
_FIRST_WORDS: Final = 15

# What the rights of whoever searches the admin's lists ask of each (cms/desk/workflow/groups/media_policies.py).
_FOUND_BY_RIGHT: Final = (index.FilterField("language"), index.FilterField("uid"))


class File(StoredBytes, AbstractDocument):
    """A download in one language, or in both side by side."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=FILE_LANGUAGES)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    # What its words are in, as far as they could be read; empty where that is not known.
    spoken = models.CharField(max_length=2, default="", blank=True, editable=False)

    admin_form_fields = ("title", "language", "file", "collection", "tags")
    search_fields: ClassVar = [*AbstractDocument.search_fields, *_FOUND_BY_RIGHT]

    noted_fields = (*StoredBytes.noted_fields, "pages", "spoken")
    # What was read of the bytes that are about to be saved.
    _found: Extraction | None = None

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def clean(self) -> None:
        """Checks the extension. A file dropped on the page is checked as it comes, and its form has no file any more."""
        if self.file:
            super().clean()

    def note_bytes(self) -> bool:
        """Reads the words and counts the pages of bytes that nobody has read. What cannot be read is saved all the same."""
        changed = super().note_bytes()
        if changed or self._unread:
            self._take_words()
        return changed

    def noted_bytes_saved(self, *, changed: bool) -> None:
        """Whoever hears of the file finds what was read of it."""
        if self._found is not None:
            self.reading = FileReading.record(self, self._found)
            self._found = None

    def read_again(self) -> None:
        """Reads what the file says, and saves it with that. Nothing is saved where its bytes are lost."""
        if self._take_words():
            self.save()

    @property
    def _unread(self) -> bool:
        return bool(self.file) and (self.reading_or_none is None or self.reading.key != self.file.name)

    def _take_words(self) -> bool:
        self._found = self._read_words()
        if self._found is not None:
            self.pages, self.spoken = self._found.count, self._found.spoken or ""
        return self._found is not None

    def _read_words(self) -> Extraction | None:
        """What the bytes say; None where they are lost."""
        try:
            with self.open_file() as file:
                return extract(file, self.file_extension, self.file.size)
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
    def is_spoken_otherwise(self) -> bool:
        """Whether it is said to be in one language, and its words are in the other."""
        return bool(self.spoken) and self.language in CODES and self.spoken != self.language

    @property
    def beginning(self) -> str:
        """Its title and the first of its words."""
        reading = self.reading_or_none
        words = " ".join(page["text"] for page in reading.pages[:2]).split() if reading else []
        return f"{self.title}: {' '.join(words[:_FIRST_WORDS])}"

    @property
    def reading_report(self) -> str:
        """What could be read of it, or why nothing could, in the language of the screen."""
        reading = self.reading_or_none
        return reading.report if reading else gettext("Its words have not been read yet.")

    @property
    def url(self) -> str:
        """The public address of these bytes; it answers only while a public edition offers this file."""
        return "/".join(filter(None, (settings.API_URL, "files", str(self.uid), self.mark, quote(self.filename))))


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


class Picture(StoredBytes, AbstractImage):
    """A picture. One with words in it belongs to a language like a file does."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Without a preset: that there are no words in it is for somebody to say, and until then it is shown to nobody.
    language = models.CharField(
        _("language of the words in it"),
        max_length=3,
        choices=PICTURE_LANGUAGES,
        help_text=_(
            "Words in a picture are read by nobody's software: say which language they are in, or that there are none."
        ),
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
    search_fields: ClassVar = [*AbstractImage.search_fields, *_FOUND_BY_RIGHT]

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """The picture at one size. What cannot be unpacked is to Wagtail and to readers as if its bytes were lost.

        One at a time in a process: unpacked, the largest that is taken (WAGTAILIMAGES_MAX_IMAGE_PIXELS) fills 550 MB.
        """
        made = False
        try:
            with single_flight("a picture unpacked"):
                file = super().generate_rendition_file(filter, source=source)
            made = True
            return file
        except (InvalidFilterSpecError, SourceImageIOError):
            raise
        except Exception as error:  # whatever a parser of somebody's bytes raises
            logger.warning("picture %s cannot be shown: %r", self.pk, error)
            raise SourceImageIOError(str(error)) from error
        finally:
            picture_made.send_robust(sender=Picture, made=made)

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def noted_bytes_saved(self, *, changed: bool) -> None:
        """What was made of other bytes goes, in the storage too: somebody may have withdrawn their consent to it."""
        if changed:
            self.renditions.all().delete()

    def address(self, width: int) -> str:
        """The public address of one of its sizes; it answers only while a public edition shows these bytes."""
        return "/".join(filter(None, (settings.API_URL, "pictures", str(self.uid), self.mark, f"{width}.webp")))


class Rendition(AbstractRendition):
    """A picture at one size. `made_of` is the digest of the bytes that it was made of."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    made_of = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_a_size")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes which bytes its maker had: they may be others by now."""
        self.made_of = self.made_of or self.image.digest
        super().save(*args, **kwargs)
