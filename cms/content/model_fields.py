"""Model fields that content shares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .vocabularies import AUDIENCES, choices


class AudiencesField(models.JSONField):
    """A list of audience codes, chosen by tick boxes. wagtail-localize copies it: codes have no language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=choices(AUDIENCES),
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=capfirst(kwargs.get("label") or self.verbose_name),
            help_text=kwargs.get("help_text") or self.help_text,
        )

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = sorted(set(value or []) - set(AUDIENCES))
        if unknown:
            raise ValidationError(_("Unknown audience: %(codes)s"), params={"codes": ", ".join(unknown)})
