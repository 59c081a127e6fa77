"""Policies of agencies."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExampleConfig(AppConfig):
    name = "tests.example_app"
    label = "example_app"
    verbose_name = _("Policies")
    default_auto_field = "django.db.models.BigAutoField"
