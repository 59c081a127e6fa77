"""Partners: who takes the content over the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "cms.partners"
    label = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Registers the system checks."""
        from . import checks  # noqa: F401
