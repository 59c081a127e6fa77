"""What went out, and what editors said of how it is to. Rows are only added: what readers see is derived from the last."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.languages import NAMES, Language

LANGUAGES = list(NAMES.items())


class ReleaseKind(models.TextChoices):
    """How an item went out: `alone` is one language without the other, `minor` one whose twin needs no change."""

    FIRST = "first", _("For the first time")
    TOGETHER = "together", _("Both languages together")
    MINOR = "minor", _("A minor change")
    REVERT = "revert", _("Back to the version before")
    ALONE = "alone", _("One language alone")
    TAKE_DOWN = "take-down", _("Taken down")


class InstructionKind(models.TextChoices):
    """What an editor may say of how an item goes out."""

    MINOR = "minor", _("The other language needs no change")
    ALONE = "alone", _("One language goes out alone")
    SAME = "same", _("The two languages say the same")
    ONE_LANGUAGE = "one-language", _("Only this language is taken down")


class SaidBySomebody(models.Model):
    """Who did it, when and why. The name stays when the user is deleted."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Release(SaidBySomebody):
    """What went out of an item. With its versions it says all that readers see of the item until the next.

    `release_set` is the set that it went out with, if any.
    """

    item = models.UUIDField()
    kind = models.CharField(max_length=12, choices=ReleaseKind.choices)
    release_set = models.ForeignKey(
        "publication.ReleaseSet", on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )

    class Meta:
        app_label = "publication"
        permissions: ClassVar[Any] = [("release_alone", _("Can release one language alone"))]
        indexes: ClassVar = [
            models.Index(fields=("item", "-id"), name="release_by_item"),
            models.Index(fields=("until",), name="release_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.at:%Y-%m-%d %H:%M:%S %Z}"


class ReleasedVersion(models.Model):
    """What a release shows of an item in one language. A language without a row is not public.

    `revision` is None for a page that was made without one. `published` is when editors published it, `stale_since` since when
    it lags behind the other language.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    revision = models.BigIntegerField(null=True, db_index=True)
    slug = models.CharField(max_length=255)
    published = models.DateTimeField(null=True)
    stale_since = models.DateTimeField(null=True)
    change_note = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "publication"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("release", "language"), name="one_version_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.revision}"

    @property
    def lang(self) -> Language:
        """The language as the code it is."""
        return cast(Language, self.language)


class ReleaseInstruction(SaidBySomebody):
    """An editor's word on how an item goes out: what it is about is named by the revisions.

    `language` is the one that it lets go out (or takes down) without the other; empty where it is about both. `cy` and `en`
    are revisions. Of a minor change `base` is the revision that the other language was current with.
    """

    item = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=InstructionKind.choices)
    language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    cy = models.BigIntegerField(null=True)
    en = models.BigIntegerField(null=True)
    base = models.BigIntegerField(null=True)

    class Meta:
        app_label = "publication"

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.language}"

    def revision_in(self, language: str) -> int | None:
        """The revision that it names in a language."""
        found: int | None = getattr(self, language)
        return found
