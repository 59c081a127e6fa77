"""How often something was searched for. No model here knows who searched, from where, when in the day, or how it was typed."""

from typing import ClassVar

from django.db import models

from cms.content.languages import NAMES


class SearchCount(models.Model):
    """What was searched for on one day in one language. Empty `keys` stand for everything that is counted without its words."""

    day = models.DateField()
    language = models.CharField(max_length=2, choices=list(NAMES.items()))
    keys = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()  # how many of `times` found nothing
    hits = models.PositiveIntegerField()  # what the latest of them found

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "keys", "day"], name="one_count_of_keys_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="search_count_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.keys}: {self.times}"
