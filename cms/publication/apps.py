"""What the public may see: editions and the log of their changes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Connects the receivers and the system checks."""
        from .reconciliation import receivers  # noqa: F401
