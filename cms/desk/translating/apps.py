"""The translators' desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslatingConfig(AppConfig):
    name = "cms.desk.translating"
    label = "translating"
    verbose_name = _("Translating")

    def ready(self) -> None:
        """Has machines write drafts."""
        from . import machine_drafts

        machine_drafts.install()
