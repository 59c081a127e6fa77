"""Terms of the glossary: a word, the other forms in which text has it, and what it means. Translated like a topic."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet
from wagtail_localize.segments import OverridableSegmentValue

from .snippets import TranslatedViewSet
from .words.word_forms import folded, has_letters, split_forms

NAME_LENGTH = 120
DEFINITION_LENGTH = 600


class OtherFormsField(models.TextField):
    """Forms that are replaced in a translation, not translated: languages have different numbers of them, or none."""

    def get_translatable_segments(self, value: str) -> list[OverridableSegmentValue]:
        """wagtail-localize leaves out what is empty; a space lets a language have forms where the other has none."""
        return [OverridableSegmentValue("", value or " ")]

    def restore_translated_segments(self, value: str, segments: list[OverridableSegmentValue]) -> str:
        """The forms of the translation, one a line."""
        return "\n".join(split_forms(str(segments[0].data or "")))


class Term(index.Indexed, TranslatableMixin, models.Model):
    """A word of the sector in one language, with its definition."""

    name = models.CharField(
        _("term"),
        max_length=NAME_LENGTH,
        help_text=_("As in a dictionary: unmutated, and in lower case unless it is a name."),
    )
    other_forms = OtherFormsField(
        _("other forms"),
        blank=True,
        help_text=_(
            "Plurals, abbreviations and other words for the same, as text has them; one a line or separated by "
            "semicolons. Mutated forms and capitals are found without being listed."
        ),
    )
    definition = models.TextField(
        _("definition"),
        max_length=DEFINITION_LENGTH,
        validators=[MaxLengthValidator(DEFINITION_LENGTH)],
        help_text=_("One or two plain sentences."),
    )

    names = ()
    panels = [FieldPanel("name"), FieldPanel("other_forms"), FieldPanel("definition")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("other_forms"),
        index.AutocompleteField("other_forms"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def forms(self) -> list[str]:
        """The name and its other forms."""
        return [" ".join(self.name.split()), *split_forms(self.other_forms)]

    def copy_for_translation(self, locale: Locale, exclude_fields: Any = None) -> "Term":
        """A copy to be translated, without the other forms: they are words of this language."""
        copy: Term = super().copy_for_translation(locale, exclude_fields=exclude_fields)
        copy.other_forms = ""
        return copy

    def clean(self) -> None:
        """Refuses forms without letters, forms given twice, and forms that another term of the language has."""
        super().clean()
        seen: set[str] = set()
        taken = _forms_of_others(self)
        problems: dict[str, list[ValidationError]] = {}
        for number, form in enumerate(self.forms):
            problem = _problem(form, seen, taken)
            seen.add(folded(form))
            if problem:
                problems.setdefault("other_forms" if number else "name", []).append(problem)
        if problems:
            raise ValidationError(problems)


def _problem(form: str, seen: set[str], taken: dict[str, str]) -> ValidationError | None:
    key, words = folded(form), {"form": form}
    if not has_letters(form):
        return ValidationError(_("“%(form)s” has no letters in it."), params=words)
    if len(form) > NAME_LENGTH:
        return ValidationError(_("“%(form)s” is too long to be a form of a term."), params=words)
    if key in seen:
        return ValidationError(_("“%(form)s” is given twice."), params=words)
    if key in taken:
        return ValidationError(
            _("“%(form)s” is already a form of the term “%(term)s”."), params={**words, "term": taken[key]}
        )
    return None


def _forms_of_others(term: Term) -> dict[str, str]:
    """By form, folded: the name of the other term of the language that has it."""
    others = Term.objects.filter(locale_id=term.locale_id).exclude(pk=term.pk)
    return {
        folded(form): other.name
        for other in others.exclude(translation_key=term.translation_key)
        for form in other.forms
    }


class TermViewSet(TranslatedViewSet):
    """Terms in the menu of snippets, found by any of their forms."""

    model = Term
    icon = "info-circle"
    list_display = ["name", "definition"]
    ordering = ["name"]
    list_per_page = 50


register_snippet(TermViewSet)
