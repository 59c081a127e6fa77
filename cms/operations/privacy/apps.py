"""What is kept about people."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


def keeper() -> "Companion":
    """What takes out sessions and traces of log-ins that have ended, beside the worker."""
    from .ended_traces import TraceKeeper

    return TraceKeeper()


class PrivacyConfig(AppConfig):
    name = "cms.operations.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        """Registers the daily clearing for the worker."""
        from cms.publication.changelog import companions

        companions.register("privacy", keeper)
