"""What one language lacks against the other, kept when something is settled; and its figures, day by day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..releases.release_models import LANGUAGES


class Lag(models.TextChoices):
    """What keeps a language from saying what the other says."""

    MISSING = "missing", _("Missing")
    INCOMPLETE = "incomplete", _("Not complete")
    BEHIND = "behind", _("Out of date")


class LanguageStanding(models.Model):
    """How an item stands in one language, whether there is a page of it or not.

    `lag` is what it lacks against the other, since when, and how many words there are to write for it. `held` is what a
    complete version waits for. `audiences` and `gaps` (kinds of what the page lacks) have a space before and after each.
    `public_words` are those that readers see, `stale_words` those that only readers of the other language see; neither says
    anything of an edition that is not public.
    """

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    type = models.CharField(max_length=20)
    section = models.CharField(max_length=5, blank=True)
    audiences = models.CharField(max_length=200, blank=True)
    gaps = models.CharField(max_length=500, blank=True)
    lag = models.CharField(max_length=12, choices=Lag.choices, blank=True)
    lag_since = models.DateTimeField(null=True)
    lag_words = models.PositiveIntegerField(default=0)
    held = models.CharField(max_length=16, blank=True)
    held_since = models.DateTimeField(null=True)
    public_words = models.PositiveIntegerField(default=0)
    stale_words = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "publication"
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "language"), name="one_standing_a_language"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("lag_since", "item"), condition=~Q(lag=""), name="standing_by_lag"),
            models.Index(fields=("held_since", "item"), condition=~Q(held=""), name="standing_by_hold"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.item} {self.lag or 'current'}"


class ParitySample(models.Model):
    """The public figures of a language and a type on one day."""

    day = models.DateField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    type = models.CharField(max_length=20)
    public = models.PositiveIntegerField()
    both = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    behind = models.PositiveIntegerField()
    words_behind = models.PositiveIntegerField()

    class Meta:
        app_label = "publication"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("day", "language", "type"), name="one_sample_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.type}"
