"""What readers call things that the texts call otherwise, and how often something was searched for. No model here knows who
searched, from where, when in the day, or how it was typed.
"""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.languages import CODES, NAMES
from cms.content.words.word_forms import folded, has_letters, split_forms

# Of one word or phrase: nobody types a longer one.
LONGEST_SYNONYM = 80
_ONE_A_LINE = _("Words or phrases, one a line or separated by semicolons.")


class Synonym(models.Model):
    """What readers type, and what they mean by it in the words of the texts, in both languages. It goes one way."""

    typed_cy = models.TextField(_("typed, in Welsh"), blank=True, help_text=_ONE_A_LINE)
    typed_en = models.TextField(_("typed, in English"), blank=True, help_text=_ONE_A_LINE)
    meant_cy = models.TextField(_("in our texts, in Welsh"), blank=True, help_text=_ONE_A_LINE)
    meant_en = models.TextField(_("in our texts, in English"), blank=True, help_text=_ONE_A_LINE)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["typed_cy", "typed_en"]

    def __str__(self) -> str:
        return f"{', '.join(self.typed[:1])} → {', '.join(self.meant[:1])}"

    @property
    def typed(self) -> list[str]:
        """What readers type, in either language."""
        return self._forms("typed")

    @property
    def meant(self) -> list[str]:
        """What they mean by it, in either language."""
        return self._forms("meant")

    def _forms(self, side: str) -> list[str]:
        forms = (form for code in CODES for form in split_forms(getattr(self, f"{side}_{code}")))
        return list(dict.fromkeys(forms))

    @admin.display(description=_("Readers type"))
    def typed_words(self) -> str:
        """For lists."""
        return ", ".join(self.typed)

    @admin.display(description=_("Our texts have"))
    def meant_words(self) -> str:
        """For lists."""
        return ", ".join(self.meant)

    def clean(self) -> None:
        """Refuses a side without words, forms without letters, and what stands on both sides."""
        super().clean()
        typed = {folded(form) for form in self.typed}
        problems: dict[str, list[ValidationError]] = {}
        for side in ("typed", "meant"):
            if not self._forms(side):
                problems.setdefault(f"{side}_cy", []).append(ValidationError(_("Say it in one language at least.")))
            for code in CODES:
                name = f"{side}_{code}"
                for form in split_forms(getattr(self, name)):
                    problem = _problem(form, typed if side == "meant" else set())
                    if problem:
                        problems.setdefault(name, []).append(problem)
        if problems:
            raise ValidationError(problems)


def _problem(form: str, typed: set[str]) -> ValidationError | None:
    words = {"form": form}
    if not has_letters(form):
        return ValidationError(_("“%(form)s” has no letters in it."), params=words)
    if len(form) > LONGEST_SYNONYM:
        return ValidationError(_("“%(form)s” is too long to be typed in a search."), params=words)
    if folded(form) in typed:
        return ValidationError(_("“%(form)s” is on both sides: it finds itself already."), params=words)
    return None


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
