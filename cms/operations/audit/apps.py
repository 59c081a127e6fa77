"""The audit."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


def keeper() -> "Companion":
    """What takes out what has been kept for long enough, beside the worker."""
    from .retention import AuditKeeper

    return AuditKeeper()


class AuditConfig(AppConfig):
    name = "cms.operations.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Has entries name the command that they come from, notes the commands themselves, and clears daily."""
        from wagtail.models import ModelLogEntry, PageLogEntry

        from cms.publication.changelog import companions

        from .commands import name_command, note_commands

        for model in (ModelLogEntry, PageLogEntry):
            pre_save.connect(name_command, sender=model)
        note_commands()
        companions.register("audit", keeper)
